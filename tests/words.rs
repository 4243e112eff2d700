//! The words that a person reads, held against lists of phrases that readers stumbled over. `docs/style.md` says what to
//! write instead; `tests/words/` holds the lists and says how a line of them is read.
//!
//! - `banned.txt` holds for the strings of `src/`, the help of commands, `data/`, the documents, `completions/`, and what
//!   the commands print in `tests/cmd/`, where strings are put together.
//! - `house.txt` holds for `data/` and the documents.
//! - `names.txt` lists names and quotations in which a phrase is allowed.
//! - `pending.txt` lists files, and folders with a `/` at the end, that are still to be cleaned. What is clean may not
//!   stay in it.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test reads the files of the repository")]

use std::fs;
use std::path::{Path, PathBuf};

/// Protocols' own rule tests are not read by practitioners.
const NOT_READ: &[&str] = &["data/protocols/camden/tests.json", "data/protocols/tower_hamlets/tests.json"];

/// The document that quotes the phrases, in the rows of its tables.
const QUOTES_THEM: &str = "docs/style.md";

#[test]
fn no_text_that_a_person_reads_has_a_banned_phrase() {
    let texts = [strings_of_the_program(), help_of_commands(), data(), documents(), completions(), answers()].concat();
    hold(&texts, "banned.txt", "pending.txt");
}

#[test]
fn data_and_documents_are_in_plain_present_day_english() {
    hold(&[data(), documents()].concat(), "house.txt", "pending-house.txt");
}

/// Fails with every place where a phrase of the list appears, but for the files that are still to be cleaned; and with
/// every such file that is clean.
fn hold(texts: &[Text], list: &str, pending: &str) {
    assert!(texts.len() > 100, "only {} texts were found", texts.len());
    let phrases = phrases_of(list);
    let names = phrases_of("names.txt");
    let pending = lines_of(pending);
    let faults: Vec<Fault> = texts.iter().flat_map(|text| text.faults(&phrases, &names)).collect();
    let covers = |entry: &String, file: &str| entry == file || (entry.ends_with('/') && file.starts_with(entry));
    let is_pending = |fault: &&Fault| pending.iter().any(|entry| covers(entry, &fault.file));
    let mut report: Vec<String> =
        faults.iter().filter(|fault| !is_pending(fault)).map(|fault| fault.to_string()).collect();
    let clean = pending.iter().filter(|entry| !faults.iter().any(|fault| covers(entry, &fault.file)));
    report.extend(clean.map(|file| format!("{file}: is clean now; delete its line from the list of pending files")));
    assert!(report.is_empty(), "{} faults against tests/words/{list}:\n{}", report.len(), report.join("\n"));
}

/// One text that a person reads, and where it begins.
#[derive(Clone)]
struct Text {
    file: String,
    line: usize,
    words: String,
}

struct Fault {
    file: String,
    line: usize,
    phrase: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: \"{}\"", self.file, self.line, self.phrase)
    }
}

impl Text {
    /// Returns where each phrase appears, outside the names in which it is allowed.
    fn faults(&self, phrases: &[String], names: &[String]) -> Vec<Fault> {
        let (words, lines) = self.in_one_line();
        let allowed: Vec<(usize, usize)> = names.iter().flat_map(|name| places(&words, name)).collect();
        let mut faults = Vec::new();
        for phrase in phrases {
            for (start, end) in places(&words, phrase) {
                if !allowed.iter().any(|(from, to)| *from <= start && end <= *to) {
                    faults.push(Fault {
                        file: self.file.clone(),
                        line: self.line + lines[start],
                        phrase: phrase.clone(),
                    });
                }
            }
        }
        faults
    }

    /// Returns the text in small letters with single spaces, and for each byte the number of line breaks before it.
    fn in_one_line(&self) -> (String, Vec<usize>) {
        let (mut words, mut lines, mut line) = (String::new(), Vec::new(), 0);
        for letter in self.words.chars() {
            if letter.is_whitespace() {
                if !words.ends_with(' ') {
                    words.push(' ');
                    lines.push(line);
                }
                line += usize::from(letter == '\n');
                continue;
            }
            let letter = if letter == '\u{2019}' { '\'' } else { letter };
            words.extend(letter.to_lowercase());
            lines.resize(words.len(), line);
        }
        (words, lines)
    }
}

/// Returns the start and end of each place where a phrase stands by itself, not as part of a longer word.
fn places(words: &str, phrase: &str) -> Vec<(usize, usize)> {
    let part_of_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    let opens = part_of_word(phrase.chars().next());
    let closes = part_of_word(phrase.chars().next_back());
    words
        .match_indices(phrase)
        .map(|(start, found)| (start, start + found.len()))
        .filter(|(start, _)| !(opens && part_of_word(words[..*start].chars().next_back())))
        .filter(|(_, end)| !(closes && part_of_word(words[*end..].chars().next())))
        .collect()
}

/// Returns the phrases of a list, in small letters.
fn phrases_of(list: &str) -> Vec<String> {
    lines_of(list).iter().map(|line| line.to_lowercase()).collect()
}

/// Returns the lines of a list in `tests/words/`, without comments.
fn lines_of(list: &str) -> Vec<String> {
    let text = read(&format!("tests/words/{list}"));
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// Returns the string literals of `src/`, outside its tests.
fn strings_of_the_program() -> Vec<Text> {
    let texts = |file: &String| literals(file, &before_tests(&read(file)));
    program_files().iter().flat_map(texts).collect()
}

/// Returns the doc comments from which clap makes the help of commands.
fn help_of_commands() -> Vec<Text> {
    let mut texts = Vec::new();
    for file in program_files() {
        let source = before_tests(&read(&file));
        if !source.contains("clap::") {
            continue;
        }
        let mut lines = source.lines().enumerate().peekable();
        while let Some((place, line)) = lines.next() {
            let Some(first) = line.trim_start().strip_prefix("///") else { continue };
            let mut words = first.to_owned();
            while let Some((_, more)) = lines.next_if(|(_, line)| line.trim_start().starts_with("///")) {
                words.push('\n');
                words.push_str(more.trim_start().trim_start_matches('/'));
            }
            texts.push(Text { file: file.clone(), line: place + 1, words });
        }
    }
    texts
}

/// Returns the strings of `data/` that are not names of fields.
fn data() -> Vec<Text> {
    let files = files_below("data", "json").into_iter().filter(|file| !NOT_READ.contains(&file.as_str()));
    files.flat_map(|file| literals(&file, &without_synonyms(&read(&file)))).collect()
}

/// Leaves out the lines of synonyms: they are what people type, whether or not we would write it.
fn without_synonyms(text: &str) -> String {
    let lines = text.lines().map(|line| if line.trim_start().starts_with("\"synonyms\":") { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the documents, each paragraph and row a text.
fn documents() -> Vec<Text> {
    let mut files = files_below("docs", "md");
    files.push("README.md".into());
    let mut texts = Vec::new();
    for file in files {
        let mut line = 1;
        let source = read(&file);
        for paragraph in source.split_inclusive("\n\n") {
            let quotes = |row: &&str| file == QUOTES_THEM && row.starts_with('|');
            let words: Vec<&str> = paragraph.split('\n').map(|row| if quotes(&row) { "" } else { row }).collect();
            texts.push(Text { file: file.clone(), line, words: words.join("\n") });
            line += paragraph.matches('\n').count();
        }
    }
    texts
}

/// Returns the lines of the shell completions.
fn completions() -> Vec<Text> {
    let mut texts = Vec::new();
    for file in files_below("completions", "") {
        for (place, line) in read(&file).lines().enumerate() {
            texts.push(Text { file: file.clone(), line: place + 1, words: line.to_owned() });
        }
    }
    texts
}

/// Returns what the commands print, each test file a text.
fn answers() -> Vec<Text> {
    let files = files_below("tests/cmd", "trycmd").into_iter().chain(files_below("tests/cmd", "toml"));
    files.map(|file| Text { words: read(&file), line: 1, file }).collect()
}

/// Returns the files of `src/` that are not tests.
fn program_files() -> Vec<String> {
    files_below("src", "rs").into_iter().filter(|file| !file.ends_with("tests.rs")).collect()
}

/// Returns a source file up to the module of its tests, which is its last item.
fn before_tests(source: &str) -> String {
    source.find("\n#[cfg(test)]\n").map_or(source, |end| &source[..end]).to_owned()
}

/// Returns the string literals of a file in Rust or JSON, outside comments, with escapes resolved. A literal that a
/// colon follows is the name of a field in JSON and is left out.
fn literals(file: &str, source: &str) -> Vec<Text> {
    let json = file.ends_with(".json");
    let letters: Vec<char> = source.chars().collect();
    let at = |place: usize| letters.get(place).copied().unwrap_or('\0');
    let (mut texts, mut place, mut line) = (Vec::new(), 0, 1);
    while place < letters.len() {
        match (at(place), at(place + 1)) {
            ('/', '/') if !json => {
                while place < letters.len() && at(place) != '\n' {
                    place += 1;
                }
            }
            // A letter in quotes; what is left is a lifetime.
            ('\'', '\\') if !json => place += if at(place + 2) == 'u' { 3 } else { 4 },
            ('\'', _) if !json && at(place + 2) == '\'' => place += 3,
            ('r', '"' | '#') if !json && !at(place.wrapping_sub(1)).is_alphanumeric() => {
                let hashes = (place + 1..).take_while(|place| at(*place) == '#').count();
                let first = place + 1 + hashes;
                if at(first) != '"' {
                    place += 1;
                    continue;
                }
                let closes = |end: usize| at(end) == '"' && (1..=hashes).all(|hash| at(end + hash) == '#');
                let end = (first + 1..letters.len()).find(|end| closes(*end)).unwrap_or(letters.len());
                let words: String = letters[first + 1..end].iter().collect();
                let start = line;
                line += words.matches('\n').count();
                texts.push(Text { file: file.to_owned(), line: start, words });
                place = end + 1 + hashes;
            }
            ('"', _) => {
                let (mut words, start) = (String::new(), line);
                place += 1;
                while place < letters.len() && at(place) != '"' {
                    line += usize::from(at(place) == '\n');
                    if at(place) == '\\' {
                        place += 1;
                        match at(place) {
                            'n' | 't' | 'r' => words.push(' '),
                            '\n' => line += 1,
                            letter => words.push(letter),
                        }
                    } else {
                        words.push(at(place));
                    }
                    place += 1;
                }
                place += 1;
                if !(json && at(place) == ':') {
                    texts.push(Text { file: file.to_owned(), line: start, words });
                }
            }
            (letter, _) => {
                line += usize::from(letter == '\n');
                place += 1;
            }
        }
    }
    texts
}

/// Returns the paths, from the root of the repository, of the files below a folder with this extension; of all files
/// when it is empty.
fn files_below(folder: &str, extension: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(root().join(&folder)).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let entry = entry.expect("an entry of a folder");
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else if extension.is_empty() || path.extension().is_some_and(|found| found == extension) {
                files.push(path.to_str().expect("a path in UTF-8").replace('\\', "/"));
            }
        }
    }
    files.sort();
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

mod of_the_test_itself {
    use super::{Text, literals, places};

    #[test]
    fn a_phrase_is_found_across_lines_in_any_case_and_only_as_whole_words() {
        let text = Text { file: "a.md".into(), line: 3, words: "One\nline. It Hangs\n  on this. Hangs only.".into() };
        let faults = text.faults(&["hangs on".into()], &[]);
        assert_eq!(faults.iter().map(ToString::to_string).collect::<Vec<_>>(), ["a.md:4: \"hangs on\""]);
        assert!(places("it is told. untold", "told").len() == 1);
        assert!(places("if cse: no", "if cse:").len() == 1);
    }

    #[test]
    fn a_phrase_within_a_name_is_allowed() {
        let text =
            Text { file: "a.md".into(), line: 1, words: "A young offender institution, a young offender".into() };
        let faults = text.faults(&["young offender".into()], &["young offender institution".into()]);
        assert_eq!(faults.len(), 1);
    }

    #[test]
    fn strings_are_found_and_comments_and_names_of_fields_are_not() {
        let rust = "// \"no\"\nlet a: &'static str = \"one \\\"two\\\" \\\n    three\"; let b = '\"';\nlet c = r#\"four \"five\" \"#;";
        let found: Vec<(usize, String)> =
            literals("a.rs", rust).into_iter().map(|text| (text.line, text.words)).collect();
        assert_eq!(found, [(2, "one \"two\"     three".into()), (4, "four \"five\" ".into())]);
        let json = literals("a.json", "{\n  \"whoever\": \"it is\",\n  \"x\": [\"y\"]}");
        assert_eq!(json.iter().map(|text| text.words.as_str()).collect::<Vec<_>>(), ["it is", "y"]);
    }
}
