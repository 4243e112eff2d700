//! What `protocol new` lays out: a small protocol that is sound, with one worked rule of each kind, and its tests.

use super::schema;

/// The name that stands in the files for that of the new protocol.
const ID: &str = "my_borough";
const NAME: &str = "My Borough";

const FILES: [(&str, &str); 12] = [
    ("protocol.json", include_str!("../../data/template/protocol.json")),
    ("levels.json", include_str!("../../data/template/levels.json")),
    ("decisions.json", include_str!("../../data/template/decisions.json")),
    ("routes.json", include_str!("../../data/template/routes.json")),
    ("clocks.json", include_str!("../../data/template/clocks.json")),
    ("escalations.json", include_str!("../../data/template/escalations.json")),
    ("duties.json", include_str!("../../data/template/duties.json")),
    ("consent.json", include_str!("../../data/template/consent.json")),
    ("standing.json", include_str!("../../data/template/standing.json")),
    ("directory.json", include_str!("../../data/template/directory.json")),
    ("vocabulary.json", include_str!("../../data/template/vocabulary.json")),
    ("tests.json", include_str!("../../data/template/tests.json")),
];

/// The walk-through and what each field means, which are laid out too: whoever writes a protocol may have nothing but the
/// program.
const DOCUMENTS: [(&str, &str); 2] = [
    ("WRITING.md", include_str!("../../docs/writing-a-protocol.md")),
    ("protocol-data.md", include_str!("../../docs/protocol-data.md")),
];

/// The files of a new protocol: name within its folder, and text.
pub fn files(id: &str) -> Vec<(String, String)> {
    let name = id.split(['_', '-']).map(capital).collect::<Vec<_>>().join(" ");
    let own = FILES.iter().map(|(file, text)| ((*file).to_owned(), text.replace(ID, id).replace(NAME, &name)));
    let schemas =
        schema::all().filter_map(|(file, _)| Some((format!("schema/{file}.json"), schema::bundled(file)? + "\n")));
    let documents = DOCUMENTS.iter().map(|(file, text)| ((*file).to_owned(), text.replace(ID, id)));
    own.chain(documents).chain(schemas).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::files;
    use crate::domain::trial::{Bench, Mutation};
    use crate::protocol::load::{Source, load};
    use crate::protocol::{Kind, embedded, lint, trials};

    #[test]
    fn a_new_protocol_is_sound_and_has_a_rule_of_each_kind() {
        let files = files("east_moor");
        let own = files.iter().filter(|(name, _)| !name.contains('/') && name.ends_with(".json"));
        let own = own.map(|(name, text)| (name.clone(), text.clone().into())).collect();
        let source = Source { name: "east_moor".into(), id: Some("east_moor".into()), files: own, ..Source::default() };
        let (protocol, faults) = lint::check(embedded::VOCABULARY, &source);
        assert!(faults.is_empty(), "{faults:#?}");
        let protocol = protocol.unwrap();
        assert_eq!(protocol.name, "East Moor youth justice protocol");
        for kind in [
            Kind::Level,
            Kind::Indicator,
            Kind::Decision,
            Kind::Route,
            Kind::Clock,
            Kind::Escalation,
            Kind::Duty,
            Kind::Consent,
            Kind::Standing,
            Kind::Directory,
        ] {
            assert!(protocol.rules.iter().any(|rule| rule.kind == kind), "{}", kind.word());
        }
        assert!(files.iter().all(|(_, text)| !text.contains("my_borough")));
    }

    #[test]
    fn its_own_cases_notice_every_change() {
        let files = files("east_moor");
        let own = files.iter().filter(|(name, _)| !name.contains('/') && name.ends_with(".json"));
        let own = own.map(|(name, text)| (name.clone(), text.clone().into())).collect();
        let source = Source { name: "east_moor".into(), files: own, ..Source::default() };
        let protocol = load(embedded::VOCABULARY, &source).unwrap();
        let bench = Bench::new(&protocol, trials::load(&protocol, &source).unwrap().unwrap()).unwrap();
        assert!(bench.run(&protocol).unwrap().is_empty());
        let mutation = Mutation::new(&protocol, &bench, None);
        let unnoticed: Vec<_> = mutation.unnoticed.iter().map(|one| (&one.path, &one.from, &one.to)).collect();
        assert!(mutation.noticed > 50 && unnoticed.is_empty(), "{unnoticed:?}");
    }
}
