//! Sources as they come: plain, or packed by gzip or Zstandard. Which one is seen from the first bytes, not the name.

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, BufReader, Cursor, Read};

const BUFFER: usize = 64 * 1024;

/// How many bytes tell the packing.
const MAGIC: usize = 4;

/// The endings of packed files, without the dot.
const ENDINGS: [&str; 4] = ["gz", "gzip", "zst", "zstd"];

/// The name of a file without the ending that says how it is packed.
pub(crate) fn without_packing(path: &str) -> &str {
    let parts = path.rsplit_once('.').filter(|(_, ending)| ENDINGS.iter().any(|one| one.eq_ignore_ascii_case(ending)));
    parts.map_or(path, |(name, _)| name)
}

/// The source as it was before it was packed.
///
/// # Errors
/// When its first bytes cannot be read.
pub(crate) fn unpacked<'s>(mut source: Box<dyn BufRead + Send + 's>) -> io::Result<Box<dyn BufRead + Send + 's>> {
    let mut head = Vec::with_capacity(MAGIC);
    source.by_ref().take(MAGIC as u64).read_to_end(&mut head)?;
    let whole = |head: Vec<u8>, source| Cursor::new(head).chain(source);
    Ok(match head.as_slice() {
        [0x1f, 0x8b, ..] => Box::new(buffered(MultiGzDecoder::new(whole(head, source)))),
        [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => {
            Box::new(buffered(Frames { decoder: FrameDecoder::new(), source: whole(head, source), within: false }))
        }
        _ => Box::new(whole(head, source)),
    })
}

fn buffered<R: Read>(source: R) -> BufReader<R> {
    BufReader::with_capacity(BUFFER, source)
}

/// Every frame of a Zstandard source, one after the other, as `zstd` itself reads them.
struct Frames<R> {
    decoder: FrameDecoder,
    source: R,
    within: bool,
}

impl<R: BufRead> Frames<R> {
    /// Begins the next frame; false after the last.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut self.source.by_ref().take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }

    fn check_sum(&self) -> io::Result<()> {
        match (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum()) {
            (Some(given), Some(found)) if given != found => Err(io::Error::other("its checksum is wrong")),
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !out.is_empty() {
            if !self.within && !self.begin()? {
                break;
            }
            self.within = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.source, one).map_err(io::Error::other)?;
            }
            let read = self.decoder.read(out)?;
            if read > 0 {
                return Ok(read);
            }
            self.check_sum()?;
            self.within = false;
        }
        Ok(0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{unpacked, without_packing};
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use std::io::{self, BufReader, Read, Write};

    fn read(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        // One byte at a time, as a slow pipe may give them.
        unpacked(Box::new(BufReader::with_capacity(1, bytes)))?.read_to_end(&mut out)?;
        Ok(out)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::default());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    #[test]
    fn what_was_packed_comes_back_however_many_parts_it_has() {
        let text: Vec<u8> = (0..300_000_u32).map(|number| (number % 251) as u8).collect();
        let skipped = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3][..], &zstd(&text)].concat();
        for packed in [text.clone(), gzip(&text), zstd(&text), skipped] {
            assert_eq!(read(&packed).unwrap(), text);
        }
        for pack in [gzip, zstd] {
            assert_eq!(read(&[pack(b"ab"), pack(b""), pack(b"c")].concat()).unwrap(), b"abc");
        }
        for short in [&b""[..], b"{", b"a\n"] {
            assert_eq!(read(short).unwrap(), short);
        }
    }

    #[test]
    fn what_is_cut_short_or_damaged_is_an_error_not_an_end() {
        let text = vec![b'x'; 5000];
        for packed in [gzip(&text), zstd(&text)] {
            assert!(read(&packed[..packed.len() - 5]).is_err());
        }
        assert!(read(&[zstd(&text), b"more".to_vec()].concat()).is_err());
    }

    #[test]
    fn the_form_is_named_before_the_packing() {
        assert_eq!(without_packing("a/cases.jsonl.gz"), "a/cases.jsonl");
        assert_eq!(without_packing("cases.csv.ZST"), "cases.csv");
        assert_eq!(without_packing("cases.csv"), "cases.csv");
    }
}
