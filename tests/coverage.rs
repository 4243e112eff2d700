//! Nothing of the two texts is left out, said twice, or printed differently from the source.

mod support;

use std::collections::BTreeMap;
use support::protocols;
use yjs::protocol::{ContactKind, Protocol, Rule};

/// Every rule of the inventory, one id a line.
const INVENTORY: &str = include_str!("inventory-ids.txt");

/// Every contact that the two texts print, read off the sources by hand: protocol, team, channel, value.
const PRINTED: [(&str, &str, ContactKind, &str); 37] = {
    use ContactKind::{Address, Email, Fax, Form, Telephone};
    [
        ("camden", "care_leavers_service", Address, "Crowndale Centre, 218 Eversholt Street London NW1 1BD"),
        ("camden", "care_leavers_service", Fax, "020 7974 3170"),
        ("camden", "care_leavers_service", Telephone, "020 7974 1319/1286"),
        ("camden", "care_leavers_service", Telephone, "020 7974 6169"),
        ("camden", "edt", Telephone, "020 7974 4444"),
        ("camden", "lac_team", Address, "Crowndale Centre, 218 Eversholt Street London NW1 1BD"),
        ("camden", "lac_team", Telephone, "020 7974 6586"),
        ("camden", "lac_team", Telephone, "020 7974 7217/8"),
        ("camden", "mash", Address, "5 Pancras Square London N1C 4AG"),
        ("camden", "mash", Telephone, "020 7974 3317/4094/4446"),
        ("camden", "prevent_coordinator", Address, "5 Pancras Square London N1C 4AG"),
        ("camden", "prevent_coordinator", Telephone, "020 7974 1475"),
        ("camden", "resources_team_manager", Address, "Vadnie Bish House, 33 Caversham Road London NW5 2DR"),
        ("camden", "resources_team_manager", Fax, "020 7974 6785"),
        ("camden", "resources_team_manager", Telephone, "020 7974 3520"),
        ("camden", "resources_team_manager", Telephone, "020 7974 3538"),
        ("camden", "resources_team_manager", Telephone, "ext: 1238"),
        ("camden", "yjs", Fax, "020 7974 4163"),
        ("camden", "yjs", Telephone, "020 7974 1261"),
        ("camden", "yjs", Telephone, "020 7974 6181"),
        ("tower_hamlets", "camhs_duty", Email, "elt-tr.CAMHSTowerHamletsDuty@nhs.net"),
        ("tower_hamlets", "camhs_duty", Telephone, "0207 426 2375"),
        ("tower_hamlets", "domestic_abuse_team", Email, "domestic.violence@towerhamlets.gov.uk"),
        ("tower_hamlets", "domestic_abuse_team", Telephone, "020 7364 4986"),
        ("tower_hamlets", "domestic_abuse_team", Telephone, "0800 279 5434"),
        ("tower_hamlets", "early_help_hub", Form, "Early Help Enquiry Form"),
        ("tower_hamlets", "early_help_hub", Telephone, "0207 364 5006"),
        ("tower_hamlets", "emergency_services", Telephone, "999"),
        ("tower_hamlets", "exploitation_team", Email, "exploitation.team@towerhamlets.gov.uk"),
        ("tower_hamlets", "lado", Email, "Melanie.Benzie@towerhamlets.gov.uk"),
        ("tower_hamlets", "mast", Email, "MAST@towerhamlets.gov.uk"),
        ("tower_hamlets", "mast", Telephone, "020 7364 4079"),
        ("tower_hamlets", "mast", Telephone, "020 7364 5601 /5606"),
        ("tower_hamlets", "mental_health_crisis_line", Telephone, "0800 073 0003"),
        ("tower_hamlets", "missing_person_unit", Email, "CEMailbox.MissingPersonUnit@met.police.uk"),
        ("tower_hamlets", "nrm", Email, "nrm@modernslavery.gov.uk"),
        ("tower_hamlets", "nrm", Form, "GOV.UK digital NRM referral form"),
    ]
};

#[test]
fn every_rule_of_the_inventory_is_encoded_exactly_once() {
    let mut times: BTreeMap<String, usize> = INVENTORY.lines().map(|id| (id.to_owned(), 0)).collect();
    assert_eq!(times.len(), 571, "the inventory has 571 different ids");
    let protocols = protocols();
    for (protocol, id) in protocols.iter().flat_map(|protocol| encoded(protocol).map(move |id| (protocol, id))) {
        let count =
            times.get_mut(id).unwrap_or_else(|| panic!("{} encodes {id}, which is not in the inventory", protocol.id));
        *count += 1;
    }
    let wrong: Vec<_> = times.iter().filter(|(_, count)| **count != 1).collect();
    assert!(wrong.is_empty(), "not encoded once: {wrong:?}");
}

#[test]
fn a_rule_belongs_to_its_own_protocol() {
    for protocol in protocols() {
        let prefix = if protocol.id == "camden" { "camden-" } else { "th-" };
        for id in encoded(&protocol) {
            assert!(id.starts_with(prefix), "{} encodes {id}", protocol.id);
        }
    }
}

#[test]
fn every_rule_says_what_it_is_and_where_it_stands() {
    for protocol in protocols() {
        for rule in &protocol.rules {
            say_something(&rule.id, [&rule.clause, &rule.title, &rule.text]);
            for covered in &rule.covers {
                say_something(&covered.id, [&covered.clause, &covered.title, &covered.text]);
            }
            for other in &rule.other_readings {
                say_something(&rule.id, [&other.text, &other.text, &other.text]);
                assert!(rule.reading.is_some(), "{}: another reading, but none that governs", rule.id);
            }
        }
    }
}

#[test]
fn contacts_are_those_printed_and_no_others() {
    let protocols = protocols();
    let mut found: Vec<(&str, &str, ContactKind, &str)> = Vec::new();
    for protocol in &protocols {
        for team in &protocol.teams {
            for contact in &team.contacts {
                assert!(!contact.clause.is_empty(), "{}: {} has no clause", team.id, contact.value);
                found.push((protocol.id.as_str(), team.id.as_str(), contact.kind, contact.value.as_str()));
            }
        }
    }
    found.sort_by_key(|(protocol, team, kind, value)| (*protocol, *team, format!("{kind:?}"), *value));
    assert_eq!(found, PRINTED);
}

#[test]
fn no_text_of_a_rule_makes_up_a_number() {
    for protocol in protocols() {
        for rule in &protocol.rules {
            for number in texts(rule).flat_map(numbers) {
                let printed =
                    PRINTED.iter().any(|(id, _, _, value)| *id == protocol.id && digits(value).contains(&number));
                assert!(printed, "{}: {number} is not a printed contact of {}", rule.id, protocol.id);
            }
        }
    }
}

fn encoded(protocol: &Protocol) -> impl Iterator<Item = &str> {
    protocol
        .rules
        .iter()
        .flat_map(|rule| std::iter::once(rule.id.as_str()).chain(rule.covers.iter().map(|covered| covered.id.as_str())))
}

fn say_something(id: &str, parts: [&String; 3]) {
    for part in parts {
        assert!(!part.trim().is_empty(), "{id} has an empty text");
        assert_eq!(part.trim(), part, "{id} has a text with space around it");
    }
}

fn texts(rule: &Rule) -> impl Iterator<Item = &str> {
    let optional = [rule.note.as_deref(), rule.reading.as_deref()];
    let others = rule.other_readings.iter().map(|other| other.text.as_str());
    [rule.title.as_str(), rule.text.as_str()].into_iter().chain(optional.into_iter().flatten()).chain(others)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Runs of seven digits or more, spaces between them apart: what could be dialled.
fn numbers(text: &str) -> Vec<String> {
    let kept: String =
        text.chars().map(|letter| if letter.is_ascii_digit() || letter == ' ' { letter } else { '|' }).collect();
    kept.split('|').map(digits).filter(|run| run.len() >= 7).collect()
}
