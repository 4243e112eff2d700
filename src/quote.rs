//! Where a short string ends.

/// Longer strings are searched byte by byte.
const SHORT: usize = 32;

/// Where the first of some marks is. Most strings of a case are short, so their bytes are looked at eight at a time: a
/// search that pays for a long text costs more to set up.
#[inline]
pub(crate) fn first<const N: usize>(bytes: &[u8], marks: [u8; N]) -> Option<usize> {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    let mut at = 0;
    while at < SHORT
        && let Some(eight) = bytes[at..].first_chunk()
    {
        let eight = u64::from_le_bytes(*eight);
        // A byte is nought where a mark stands; only there (and above it) does taking one away set its highest bit.
        let found = marks.iter().fold(0, |found, mark| {
            let differs = eight ^ (EACH * u64::from(*mark));
            found | (differs.wrapping_sub(EACH) & !differs & (EACH << 7))
        });
        if found != 0 {
            return Some(at + (found.trailing_zeros() / 8) as usize);
        }
        at += size_of::<u64>();
    }
    bytes[at..].iter().position(|byte| marks.contains(byte)).map(|more| at + more)
}

#[cfg(test)]
mod tests {
    use super::first;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_where_a_look_at_every_byte_finds_it(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"' + 1), Just(b'"' ^ 0x80), Just(b'\\')], 0..80),
        ) {
            for length in 0..=bytes.len() {
                let bytes = &bytes[..length];
                prop_assert_eq!(first(bytes, [b'"']), bytes.iter().position(|byte| *byte == b'"'));
                prop_assert_eq!(first(bytes, [b'"', b'\\']), bytes.iter().position(|byte| matches!(byte, b'"' | b'\\')));
            }
        }
    }
}
