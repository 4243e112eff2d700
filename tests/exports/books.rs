//! Small workbooks, written cell by cell.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A cell as a workbook holds it.
#[derive(Clone, Copy)]
pub(crate) enum In<'c> {
    Text(&'c str),
    Number(f64),
    /// Days since 1900, shown as a date.
    Day(f64),
    Error(&'c str),
    /// A formula and the value that it had.
    Formula(&'c str, f64),
    Nothing,
}

pub(crate) type Sheet<'c> = (&'c str, Vec<Vec<In<'c>>>);

fn packed(files: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        let kind = if *name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(kind)).expect("a file");
        writer.write_all(text.as_bytes()).expect("its text");
    }
    writer.finish().expect("a workbook").into_inner()
}

fn letters(column: usize) -> String {
    let letter = |number: usize| char::from(b'A' + u8::try_from(number).expect("a letter"));
    if column < 26 { letter(column).to_string() } else { format!("{}{}", letter(column / 26 - 1), letter(column % 26)) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// An Excel workbook.
pub(crate) fn excel(sheets: &[Sheet<'_>]) -> Vec<u8> {
    const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let mut files = Vec::new();
    let (mut named, mut related, mut types) = (String::new(), String::new(), String::new());
    for (place, (name, rows)) in sheets.iter().enumerate() {
        let number = place + 1;
        named += &format!(r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#);
        related += &format!(
            r#"<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        );
        types += &format!(
            r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
        );
        let mut text = String::new();
        for (line, row) in rows.iter().enumerate() {
            text += &format!(r#"<row r="{}">"#, line + 1);
            for (column, cell) in row.iter().enumerate() {
                let at = format!("{}{}", letters(column), line + 1);
                text += &match cell {
                    In::Text(held) => format!(r#"<c r="{at}" t="inlineStr"><is><t>{}</t></is></c>"#, escaped(held)),
                    In::Number(number) => format!(r#"<c r="{at}"><v>{number}</v></c>"#),
                    In::Day(number) => format!(r#"<c r="{at}" s="1"><v>{number}</v></c>"#),
                    In::Error(held) => format!(r#"<c r="{at}" t="e"><v>{held}</v></c>"#),
                    In::Formula(formula, number) => format!(r#"<c r="{at}" s="1"><f>{formula}</f><v>{number}</v></c>"#),
                    In::Nothing => String::new(),
                };
            }
            text += "</row>";
        }
        files.push((
            format!("xl/worksheets/sheet{number}.xml"),
            format!(r#"<worksheet xmlns="{SPREADSHEET}"><sheetData>{text}</sheetData></worksheet>"#),
        ));
    }
    types += r#"<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>"#;
    related += &format!(r#"<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/>"#);
    files.push(("[Content_Types].xml".into(), format!(r#"<Types xmlns="{PACKAGE}/content-types">{types}</Types>"#)));
    files.push(("_rels/.rels".into(), format!(r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#)));
    files.push((
        "xl/workbook.xml".into(),
        format!(r#"<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>"#),
    ));
    files.push((
        "xl/_rels/workbook.xml.rels".into(),
        format!(r#"<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>"#),
    ));
    files.push(("xl/styles.xml".into(), format!(r#"<styleSheet xmlns="{SPREADSHEET}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#)));
    packed(&files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect::<Vec<_>>())
}

/// An OpenDocument workbook of one sheet, its rows given as XML.
pub(crate) fn open_rows(sheet: &str, rows: &str) -> Vec<u8> {
    let spaces = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0""#;
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="{sheet}">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"#;
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".into()),
        ("META-INF/manifest.xml", manifest.into()),
        ("content.xml", content),
    ])
}

/// An OpenDocument workbook of one sheet; a cell that begins with `@` is a date.
pub(crate) fn open(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let cell = |text: &&str| match text.strip_prefix('@') {
        Some(date) => format!(
            r#"<table:table-cell office:value-type="date" office:date-value="{date}"><text:p>{date}</text:p></table:table-cell>"#
        ),
        None if text.is_empty() => "<table:table-cell/>".to_owned(),
        None => format!(
            r#"<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>"#,
            escaped(text)
        ),
    };
    let row =
        |row: &&[&str]| format!("<table:table-row>{}</table:table-row>", row.iter().map(cell).collect::<String>());
    open_rows(sheet, &rows.iter().map(row).collect::<String>())
}

/// A packed file that is no workbook.
pub(crate) fn other() -> Vec<u8> {
    packed(&[("letter.txt", "hello".into())])
}

/// A small workbook whose sheet unpacks to more than any memory should hold.
pub(crate) fn bomb() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, times) in [("xl/workbook.xml", 1), ("xl/worksheets/sheet1.xml", 600)] {
        writer.start_file(name, options).expect("a file");
        let part = vec![b' '; 1024 * 1024];
        for _ in 0..times {
            writer.write_all(&part).expect("its text");
        }
    }
    writer.finish().expect("a file").into_inner()
}
