//! Which references a case may have: they become part of commands, file names and URLs, so they are kept plain.

use crate::problem::Problem;

const LONGEST: usize = 64;

/// Whether `byte` may stand in a reference.
pub(crate) fn allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Checks that `reference` may name a case.
///
/// # Errors
/// When it is empty, too long, starts with `-` or `.`, or has another character than letters A to Z, digits, `-`, `_`
/// and `.`. The problem says what is allowed.
pub fn check_reference(reference: &str) -> Result<(), Problem> {
    let fault = if reference.is_empty() {
        "the reference is empty".to_owned()
    } else if let Some(odd) = reference.chars().find(|c| !u8::try_from(*c).is_ok_and(allowed)) {
        format!("the reference {reference:?} has {}", described(odd))
    } else if reference.len() > LONGEST {
        format!("the reference is {} characters long", reference.len())
    } else if let Some(start) = reference.chars().next().filter(|c| matches!(c, '-' | '.')) {
        format!("the reference {reference:?} starts with `{start}`")
    } else {
        return Ok(());
    };
    Err(Problem::input(fault).field("ref").hint(format!(
        "A reference is 1 to {LONGEST} characters: letters A to Z in either case, digits, `-`, `_` and `.`, \
         not starting with `-` or `.`"
    )))
}

fn described(odd: char) -> String {
    match odd {
        ' ' => "a space".to_owned(),
        '/' | '\\' => "a slash".to_owned(),
        _ if odd.is_control() => "a control character".to_owned(),
        _ => format!("the character `{}`", odd.escape_default()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::check_reference;

    #[test]
    fn plain_references_are_allowed() {
        for reference in ["a", "YJ-0042", "2026_17.b", "_x", "a.", "9", &"x".repeat(64)] {
            assert_eq!(check_reference(reference), Ok(()), "{reference}");
        }
    }

    #[test]
    fn others_are_refused_with_what_is_allowed() {
        let long = "x".repeat(65);
        for (reference, fault) in [
            ("", "empty"),
            (long.as_str(), "65 characters long"),
            ("-rf", "starts with `-`"),
            (".lock", "starts with `.`"),
            ("..", "starts with `.`"),
            ("a b", "a space"),
            ("a/b", "a slash"),
            ("a\\b", "a slash"),
            ("a\nb", "a control character"),
            ("a\u{7f}", "a control character"),
            ("a\u{e9}", "the character"),
            ("\u{430}", "the character"),
            ("a\"b", "the character"),
        ] {
            let problem = check_reference(reference).unwrap_err();
            assert!(problem.what.contains(fault), "{reference:?}: {}", problem.what);
            assert!(problem.hint.unwrap().contains("letters A to Z"), "{reference:?}");
        }
    }
}
