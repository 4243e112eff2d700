//! The JSON Schemas of a protocol's files and of a case. They are written by hand in `data/schema`; what several share
//! stands in one file there and is put into each when it is printed, so that a printed schema needs no other file.

use serde_json::{Map, Value as Json};

const SHARED: &str = include_str!("../../data/schema/shared.json");
const SHARED_REFERENCE: &str = "shared.json#/";

const SCHEMAS: [(&str, &str); 15] = [
    ("case", include_str!("../../data/schema/case.json")),
    ("protocol", include_str!("../../data/schema/protocol.json")),
    ("vocabulary", include_str!("../../data/schema/vocabulary.json")),
    ("levels", include_str!("../../data/schema/levels.json")),
    ("decisions", include_str!("../../data/schema/decisions.json")),
    ("routes", include_str!("../../data/schema/routes.json")),
    ("clocks", include_str!("../../data/schema/clocks.json")),
    ("escalations", include_str!("../../data/schema/escalations.json")),
    ("duties", include_str!("../../data/schema/duties.json")),
    ("consent", include_str!("../../data/schema/consent.json")),
    ("standing", include_str!("../../data/schema/standing.json")),
    ("directory", include_str!("../../data/schema/directory.json")),
    ("tests", include_str!("../../data/schema/tests.json")),
    ("checks", include_str!("../../data/schema/checks.json")),
    ("format", include_str!("../../data/schema/format.json")),
];

/// The schemas: name and title.
pub fn all() -> impl Iterator<Item = (&'static str, String)> {
    SCHEMAS.iter().map(|(name, text)| {
        let schema: Json = serde_json::from_str(text).unwrap_or_default();
        (*name, schema["title"].as_str().unwrap_or(name).to_owned())
    })
}

/// A schema that stands by itself, as JSON text.
pub fn bundled(name: &str) -> Option<String> {
    let (_, text) = SCHEMAS.iter().find(|(held, _)| *held == name)?;
    let mut schema: Json = serde_json::from_str(text).ok()?;
    let shared: Json = serde_json::from_str(SHARED).ok()?;
    localise(&mut schema);
    // Only what is needed, and what that needs in turn.
    let mut needed: Vec<String> = references(&schema);
    let mut defs = schema["$defs"].as_object().cloned().unwrap_or_default();
    while let Some(name) = needed.pop() {
        if let (false, Some(definition)) = (defs.contains_key(&name), shared["$defs"].get(&name)) {
            needed.extend(references(definition));
            defs.insert(name, definition.clone());
        }
    }
    sort(&mut defs);
    if !defs.is_empty() {
        schema.as_object_mut()?.insert("$defs".into(), Json::Object(defs));
    }
    serde_json::to_string_pretty(&schema).ok()
}

fn sort(map: &mut Map<String, Json>) {
    let mut entries: Vec<(String, Json)> = std::mem::take(map).into_iter().collect();
    entries.sort_by(|left, right| left.0.cmp(&right.0));
    map.extend(entries);
}

/// Turns references to the shared file into references within.
fn localise(value: &mut Json) {
    match value {
        Json::Object(map) => {
            if let Some(Json::String(reference)) = map.get_mut("$ref") {
                *reference = reference.replace(SHARED_REFERENCE, "#/");
            }
            map.values_mut().for_each(localise);
        }
        Json::Array(list) => list.iter_mut().for_each(localise),
        _ => {}
    }
}

/// The names of definitions that a schema refers to.
fn references(value: &Json) -> Vec<String> {
    match value {
        Json::Object(map) => {
            let own = map.get("$ref").and_then(Json::as_str).and_then(|reference| reference.strip_prefix("#/$defs/"));
            own.map(str::to_owned).into_iter().chain(map.values().flat_map(references)).collect()
        }
        Json::Array(list) => list.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
