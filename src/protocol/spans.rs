//! Where things stand in a JSON text. Nothing is kept: the text is walked again for each place asked for, so that a
//! protocol without faults pays nothing.

use std::fmt;

/// A step from a value to one within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'a> {
    /// The member of an object.
    Key(&'a str),
    /// The item of a list.
    Item(usize),
}

/// The way to a value, as a list that lives on the stack while a file is read: going a step deeper allocates nothing.
#[derive(Clone, Copy)]
pub(super) enum Way<'a> {
    /// The whole text.
    Top,
    /// A step from another.
    To(&'a Way<'a>, Segment<'a>),
}

impl<'a> Way<'a> {
    /// The steps from the top.
    pub(super) fn segments(&self) -> Vec<Segment<'a>> {
        let mut segments = Vec::new();
        let mut way = *self;
        while let Way::To(before, segment) = way {
            segments.push(segment);
            way = *before;
        }
        segments.reverse();
        segments
    }
}

impl fmt::Debug for Way<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.segments()).finish()
    }
}

/// The 1-based line and column of a place in a text, the column in characters.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset.min(text.len())];
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}

/// Where the value at the end of a way begins, and true; where the way breaks off, the deepest value that is there.
pub fn find(text: &str, way: &[Segment<'_>]) -> (usize, bool) {
    let mut walker = Walker { text: text.as_bytes(), at: 0 };
    walker.space();
    find_from(text, walker.at, way)
}

/// As [`find`], from the value that begins at `start`.
pub fn find_from(text: &str, start: usize, way: &[Segment<'_>]) -> (usize, bool) {
    let mut start = start;
    for segment in way {
        let mut walker = Walker { text: text.as_bytes(), at: start };
        let next = match segment {
            Segment::Key(key) => walker.members().into_iter().find(|(name, ..)| name == key).map(|(.., value)| value),
            Segment::Item(place) => walker.items().get(*place).copied(),
        };
        match next {
            Some(value) => start = value,
            None => return (start, false),
        }
    }
    (start, true)
}

/// Where the name of a member begins, in the object that begins at `start`.
pub fn key_of(text: &str, start: usize, key: &str) -> Option<usize> {
    let mut walker = Walker { text: text.as_bytes(), at: start };
    walker.members().into_iter().find(|(name, ..)| name == key).map(|(_, place, _)| place)
}

/// Where the value that begins at `start` ends.
pub fn end_of(text: &str, start: usize) -> usize {
    let mut walker = Walker { text: text.as_bytes(), at: start };
    walker.skip();
    walker.at.min(text.len())
}

/// Where each object begins that has `id` as its own name, in the order of the text.
pub fn entries(text: &str, id: &str) -> Vec<usize> {
    let mut found = Vec::new();
    each_object(text, &mut |start, members| {
        let named = members.iter().any(|(name, _, value)| {
            ["id", "topic", "code"].contains(&name.as_str())
                && Walker { text: text.as_bytes(), at: *value }.string() == Some(id.into())
        });
        if named {
            found.push(start);
        }
    });
    found
}

/// Where an object gives a name twice: each second place, with the name.
pub fn repeated_keys(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    each_object(text, &mut |_, members| {
        for (place, (name, key, _)) in members.iter().enumerate() {
            if members[..place].iter().any(|(other, ..)| other == name) {
                found.push((*key, name.clone()));
            }
        }
    });
    found
}

/// A member's name, where the name begins, and where the value begins.
type Member = (String, usize, usize);

fn each_object(text: &str, see: &mut impl FnMut(usize, &[Member])) {
    let mut walker = Walker { text: text.as_bytes(), at: 0 };
    walker.space();
    let mut open = vec![walker.at];
    while let Some(start) = open.pop() {
        let mut walker = Walker { text: text.as_bytes(), at: start };
        match walker.peek() {
            Some(b'{') => {
                let members = walker.members();
                see(start, &members);
                open.extend(members.iter().rev().map(|(.., value)| *value));
            }
            Some(b'[') => open.extend(walker.items().into_iter().rev()),
            _ => {}
        }
    }
}

/// Walks over JSON. On text that is none it stops early, and never fails.
struct Walker<'a> {
    text: &'a [u8],
    at: usize,
}

impl Walker<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn space(&mut self) {
        // A byte order mark counts as space.
        if self.at == 0 && self.text.starts_with(&[0xef, 0xbb, 0xbf]) {
            self.at = 3;
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        self.space();
        let takes = self.peek() == Some(byte);
        self.at += usize::from(takes);
        takes
    }

    fn string(&mut self) -> Option<String> {
        let start = self.at;
        self.skip_string();
        serde_json::from_slice(self.text.get(start..self.at)?).ok()
    }

    fn skip_string(&mut self) {
        if self.peek() != Some(b'"') {
            return;
        }
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'"' => return,
                _ => {}
            }
        }
    }

    fn skip(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.space();
            match self.peek() {
                None => return,
                Some(b'"') => self.skip_string(),
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                Some(b'}' | b']') => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                Some(b',' | b':') => self.at += 1,
                Some(_) => {
                    while self.peek().is_some_and(|byte| !b",:]}\"{[".contains(&byte) && !byte.is_ascii_whitespace()) {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn members(&mut self) -> Vec<Member> {
        let mut members = Vec::new();
        if !self.takes(b'{') {
            return members;
        }
        loop {
            self.space();
            let key = self.at;
            let Some(name) = Some(()).filter(|()| self.peek() == Some(b'"')).and_then(|()| self.string()) else {
                return members;
            };
            if !self.takes(b':') {
                return members;
            }
            self.space();
            members.push((name, key, self.at));
            self.skip();
            if !self.takes(b',') {
                return members;
            }
        }
    }

    fn items(&mut self) -> Vec<usize> {
        let mut items = Vec::new();
        if !self.takes(b'[') {
            return items;
        }
        loop {
            self.space();
            if matches!(self.peek(), None | Some(b']')) {
                return items;
            }
            items.push(self.at);
            self.skip();
            if !self.takes(b',') {
                return items;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Segment::{Item, Key};
    use super::{entries, find, key_of, line_and_column, repeated_keys};

    const TEXT: &str = "{\n  \"a\\u0062\": [1, {\"id\": \"x\", \"b\": [-2.5e3, \"}\\\"\", true]}],\n  \"id\": \"y\"\n}";

    #[test]
    fn a_way_leads_to_the_value_or_as_near_as_there_is() {
        let at = |way: &[super::Segment<'_>]| &TEXT[find(TEXT, way).0..][..4];
        assert_eq!(at(&[Key("ab"), Item(1), Key("b"), Item(1)]), "\"}\\\"");
        assert_eq!(at(&[Key("ab"), Item(1), Key("b"), Item(2)]), "true");
        assert_eq!(at(&[Key("ab"), Item(1), Key("nothing"), Item(7)]), "{\"id");
        assert_eq!(at(&[Key("ab"), Item(9)]), "[1, ");
        assert_eq!(at(&[]), "{\n  ");
    }

    #[test]
    fn an_entry_is_the_object_that_bears_the_name() {
        assert_eq!(entries(TEXT, "x"), [find(TEXT, &[Key("ab"), Item(1)]).0]);
        assert_eq!(entries(TEXT, "y"), [0]);
        assert!(entries(TEXT, "z").is_empty());
        assert_eq!(key_of(TEXT, 0, "id").map(|place| line_and_column(TEXT, place)), Some((3, 3)));
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_and_column("é\nüx", 5), (2, 2));
    }

    #[test]
    fn a_name_given_twice_is_found_and_text_that_is_no_json_does_no_harm() {
        assert_eq!(repeated_keys("{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}}").len(), 1);
        for text in ["", "{", "{\"a\"", "{\"a\":", "[1,", "]", "{\"a\": \"x\\", "\u{feff}{\"a\": 1}"] {
            find(text, &[Key("a"), Item(0)]);
            entries(text, "a");
        }
        assert_eq!(find("\u{feff}{\"a\": 1}", &[Key("a")]), (9, true));
    }
}
