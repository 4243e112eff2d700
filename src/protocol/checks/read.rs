//! From the text of `checks.json` to compiled checks.

use super::{CHECKS, Check, Fault, Finds, Gap, NotKnown, Order, Severity};
use crate::calendar::Amount;
use crate::domain::condition::{Condition, EventIndex, RuleIndex};
use crate::problem::Problem;
use crate::protocol::load::{At, Loader, Names};
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

const FILE: &str = "checks.json";

/// `checks.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::protocol) struct RawChecks {
    #[serde(default, rename = "$schema")]
    _schema: Option<String>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
    pub(super) checks: Vec<RawCheck>,
}

/// One check. Without `finds` it looks for a gap in the record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub(super) code: String,
    severity: Severity,
    finds: Option<RawFinds>,
    title: String,
    explanation: String,
    remedy: Option<String>,
    #[serde(default)]
    rules: Vec<String>,
    rule: Option<String>,
    when: Option<Json>,
    unless: Option<Json>,
    unless_runs: Option<String>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    dated_by: Vec<String>,
    #[serde(default)]
    done_by: Vec<String>,
    #[serde(default, deserialize_with = "some_amount")]
    lead: Option<Amount>,
    needs: Option<Json>,
    message: Option<String>,
    not_known: Option<RawNotKnown>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNotKnown {
    severity: Severity,
    message: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawFinds {
    DeadlineOverdue,
    EarlierStartOverdue,
    DeadlineDue {
        #[serde(deserialize_with = "amount")]
        within: Amount,
    },
    DeadlineMetLate,
    EscalationOpen {
        dated: bool,
    },
    LevelUndecided {
        questions: usize,
    },
    OutOfOrder(Vec<RawOrder>),
    Fault(Fault),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOrder {
    event: String,
    follows: Vec<String>,
}

fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(|problem: Problem| serde::de::Error::custom(problem))
}

fn some_amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Amount>, D::Error> {
    amount(deserializer).map(Some)
}

impl RawCheck {
    /// The check, when it is one of the data itself.
    pub(super) fn fault(self) -> Option<Check> {
        match self.finds {
            Some(RawFinds::Fault(fault)) => Some(self.compiled(Finds::Fault(fault), Vec::new())),
            _ => None,
        }
    }

    fn compiled(self, finds: Finds, rules: Vec<RuleIndex>) -> Check {
        Check {
            code: self.code,
            severity: self.severity,
            finds,
            title: self.title,
            explanation: self.explanation,
            remedy: self.remedy,
            rules,
            left_out: Vec::new(),
        }
    }
}

impl Loader<'_> {
    /// The checks of a protocol: its own, then those that every protocol has.
    pub(in crate::protocol) fn checks(&mut self, own: RawChecks, names: &Names<'_>) -> Vec<Check> {
        let common: RawChecks = self.parse("checks.json (common)", CHECKS).unwrap_or_default();
        let mut checks: Vec<Check> = Vec::with_capacity(own.checks.len() + common.checks.len());
        for raw in own.checks.into_iter().chain(common.checks) {
            if checks.iter().any(|check| check.code == raw.code) {
                let at = At { file: FILE, id: &raw.code };
                self.fault(at, "duplicate-id", format!("`{}` is defined twice", raw.code), None);
                continue;
            }
            checks.extend(self.check(raw, names));
        }
        for place in 0..checks.len() {
            if checks[place].rules.is_empty() {
                let same = checks.iter().filter(|other| other.finds.same_method(&checks[place].finds));
                checks[place].left_out = same.flat_map(|other| other.rules.iter().copied()).collect();
            }
        }
        checks
    }

    fn check(&mut self, mut raw: RawCheck, names: &Names<'_>) -> Option<Check> {
        let code = raw.code.clone();
        let at = At { file: FILE, id: &code };
        let rules: Vec<RuleIndex> = raw.rules.iter().filter_map(|id| self.rule_named(at, id, names)).collect();
        let finds = match raw.finds.take() {
            None => Finds::Gap(Box::new(self.gap(&raw, at, names)?)),
            Some(RawFinds::DeadlineOverdue) => Finds::DeadlineOverdue,
            Some(RawFinds::EarlierStartOverdue) => Finds::EarlierStartOverdue,
            Some(RawFinds::DeadlineDue { within }) => Finds::DeadlineDue { within },
            Some(RawFinds::DeadlineMetLate) => Finds::DeadlineMetLate,
            Some(RawFinds::EscalationOpen { dated }) => Finds::EscalationOpen { dated },
            Some(RawFinds::LevelUndecided { questions }) => Finds::LevelUndecided { questions },
            Some(RawFinds::Fault(fault)) => Finds::Fault(fault),
            Some(RawFinds::OutOfOrder(pairs)) => {
                Finds::OutOfOrder(pairs.iter().filter_map(|pair| self.pair(pair, at, names)).collect())
            }
        };
        Some(raw.compiled(finds, rules))
    }

    fn pair(&mut self, raw: &RawOrder, at: At<'_>, names: &Names<'_>) -> Option<Order> {
        Some(Order { event: self.event(at, &raw.event, names)?, follows: self.events(at, &raw.follows, names) })
    }

    fn gap(&mut self, raw: &RawCheck, at: At<'_>, names: &Names<'_>) -> Option<Gap> {
        let asked = raw.when.is_some() || raw.needs.is_some() || !raw.after.is_empty() || !raw.rules.is_empty();
        let Some(message) = raw.message.as_ref().filter(|_| asked) else {
            let what = format!("`{}` has no `finds`, or no `message` and condition in its place", raw.code);
            self.fault(at, "missing-field", what, None);
            return None;
        };
        let condition =
            |loader: &mut Self, json: &Option<Json>| json.as_ref().and_then(|json| loader.condition(json, at, names));
        let (when, unless): (Option<Condition>, _) = (condition(self, &raw.when), condition(self, &raw.unless));
        let needs = condition(self, &raw.needs);
        let rule = |loader: &mut Self, id: &Option<String>| id.as_ref().and_then(|id| loader.rule_named(at, id, names));
        Some(Gap {
            cites: rule(self, &raw.rule),
            when,
            unless,
            unless_runs: rule(self, &raw.unless_runs),
            after: self.events(at, &raw.after, names),
            dated_by: self.events(at, &raw.dated_by, names),
            done_by: self.events(at, &raw.done_by, names),
            lead: raw.lead,
            needs,
            message: message.clone(),
            not_known: raw
                .not_known
                .as_ref()
                .map(|said| NotKnown { severity: said.severity, message: said.message.clone() }),
        })
    }

    fn events(&mut self, at: At<'_>, ids: &[String], names: &Names<'_>) -> Vec<EventIndex> {
        ids.iter().filter_map(|id| self.event(at, id, names)).collect()
    }
}
