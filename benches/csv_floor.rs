//! The floor that reading a table is measured against: every record of a CSV file, its cells counted.

#[allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a measuring stick, not the program")]
fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let mut reader = csv::Reader::from_path(path).expect("readable");
    let (mut record, mut cells) = (csv::StringRecord::new(), 0);
    while reader.read_record(&mut record).expect("a record") {
        cells += record.len();
    }
    println!("{cells}");
}
