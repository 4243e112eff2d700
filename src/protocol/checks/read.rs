//! From the text of `checks.json` to compiled checks.

use super::{CHECKS, Check, Fault, Finds, Gap, NotKnown, Order, Severity};
use crate::calendar::Amount;
use crate::domain::condition::{Condition, RuleIndex};
use crate::problem::Problem;
use crate::protocol::load::{At, Loader, Names};
use crate::protocol::raw::Written;
use crate::protocol::read::Places;
use serde::{Deserialize, Deserializer};

const FILE: &str = "checks.json";

/// `checks.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::protocol) struct RawChecks<'a> {
    #[serde(default, rename = "$schema")]
    _schema: Option<String>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
    #[serde(borrow)]
    pub(super) checks: Vec<RawCheck<'a>>,
}

/// One check. Without `finds` it looks for a gap in the record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck<'a> {
    pub(super) code: String,
    severity: Severity,
    finds: Option<RawFinds>,
    title: String,
    explanation: String,
    remedy: Option<String>,
    #[serde(default)]
    rules: Vec<String>,
    rule: Option<String>,
    #[serde(borrow)]
    when: Option<Written<'a>>,
    #[serde(borrow)]
    unless: Option<Written<'a>>,
    unless_runs: Option<String>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    dated_by: Vec<String>,
    #[serde(default)]
    done_by: Vec<String>,
    /// It is found only where one of these rules applies and none of them is done.
    #[serde(default)]
    none_done: Vec<String>,
    /// It heads the morning list.
    #[serde(default)]
    do_now: bool,
    #[serde(default, deserialize_with = "some_amount")]
    lead: Option<Amount>,
    #[serde(borrow)]
    needs: Option<Written<'a>>,
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
    EndWithoutStart,
    PerhapsDone,
    AnsweredOtherwise,
    OpenAtClosing,
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

impl RawCheck<'_> {
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
    pub(in crate::protocol) fn checks(&mut self, own: RawChecks<'_>, places: &Places, names: &Names<'_>) -> Vec<Check> {
        let common: RawChecks<'_> = self.common("checks.json (common)", CHECKS).unwrap_or_default();
        let mut checks: Vec<Check> = Vec::with_capacity(own.checks.len() + common.checks.len());
        for (read, raw) in own.checks.into_iter().chain(common.checks).enumerate() {
            let code = raw.code.clone();
            let top = At::top(FILE).named(&code);
            let list = top.key("checks");
            let at = list.item(places.of("checks", read));
            if checks.iter().any(|check| check.code == raw.code) {
                let hint = Some("give it a code that no other check has, built in or not".to_owned());
                self.fault(at.key("code"), "duplicate-id", format!("`{code}` is defined twice"), hint);
                continue;
            }
            checks.extend(self.check(raw, at, names));
        }
        for place in 0..checks.len() {
            if checks[place].rules.is_empty() {
                let same = checks.iter().filter(|other| other.finds.same_method(&checks[place].finds));
                checks[place].left_out = same.flat_map(|other| other.rules.iter().copied()).collect();
            }
        }
        checks
    }

    fn check(&mut self, mut raw: RawCheck<'_>, at: At<'_>, names: &Names<'_>) -> Option<Check> {
        let list = at.key("rules");
        let named = raw.rules.iter().enumerate();
        let rules: Vec<RuleIndex> =
            named.filter_map(|(place, id)| self.rule_named(list.item(place), id, names)).collect();
        let finds = match raw.finds.take() {
            None => Finds::Gap(Box::new(self.gap(&raw, at, names)?)),
            Some(RawFinds::DeadlineOverdue) => Finds::DeadlineOverdue,
            Some(RawFinds::EarlierStartOverdue) => Finds::EarlierStartOverdue,
            Some(RawFinds::DeadlineDue { within }) => Finds::DeadlineDue { within },
            Some(RawFinds::DeadlineMetLate) => Finds::DeadlineMetLate,
            Some(RawFinds::EscalationOpen { dated }) => Finds::EscalationOpen { dated },
            Some(RawFinds::LevelUndecided { questions }) => Finds::LevelUndecided { questions },
            Some(RawFinds::EndWithoutStart) => Finds::EndWithoutStart,
            Some(RawFinds::PerhapsDone) => Finds::PerhapsDone,
            Some(RawFinds::AnsweredOtherwise) => Finds::AnsweredOtherwise,
            Some(RawFinds::OpenAtClosing) => Finds::OpenAtClosing,
            Some(RawFinds::Fault(fault)) => Finds::Fault(fault),
            Some(RawFinds::OutOfOrder(pairs)) => {
                let finds = at.key("finds");
                let list = finds.key("out_of_order");
                let each = pairs.iter().enumerate();
                Finds::OutOfOrder(each.filter_map(|(place, pair)| self.pair(pair, list.item(place), names)).collect())
            }
        };
        Some(raw.compiled(finds, rules))
    }

    fn pair(&mut self, raw: &RawOrder, at: At<'_>, names: &Names<'_>) -> Option<Order> {
        let event = self.event(at.key("event"), &raw.event, names)?;
        Some(Order { event, follows: self.events(at.key("follows"), &raw.follows, names) })
    }

    fn gap(&mut self, raw: &RawCheck<'_>, at: At<'_>, names: &Names<'_>) -> Option<Gap> {
        let asked = raw.when.is_some()
            || raw.needs.is_some()
            || !raw.none_done.is_empty()
            || !raw.after.is_empty()
            || !raw.rules.is_empty();
        let Some(message) = raw.message.as_ref().filter(|_| asked) else {
            let what = format!("`{}` has no `finds`, or no `message` and condition in its place", raw.code);
            self.fault(at, "missing-field", what, None);
            return None;
        };
        let condition = |loader: &mut Self, written: &Option<Written<'_>>, key: &str| -> Option<Condition> {
            written.as_ref().and_then(|written| loader.condition(written, at.key(key), names))
        };
        let (when, unless) = (condition(self, &raw.when, "when"), condition(self, &raw.unless, "unless"));
        let needs = condition(self, &raw.needs, "needs");
        let rule = |loader: &mut Self, id: &Option<String>, key: &str| {
            id.as_ref().and_then(|id| loader.rule_named(at.key(key), id, names))
        };
        Some(Gap {
            cites: rule(self, &raw.rule, "rule"),
            when,
            unless,
            unless_runs: rule(self, &raw.unless_runs, "unless_runs"),
            after: self.events(at.key("after"), &raw.after, names),
            dated_by: self.events(at.key("dated_by"), &raw.dated_by, names),
            done_by: self.events(at.key("done_by"), &raw.done_by, names),
            none_done: {
                let list = at.key("none_done");
                let each = raw.none_done.iter().enumerate();
                each.filter_map(|(place, id)| self.rule_named(list.item(place), id, names)).collect()
            },
            do_now: raw.do_now,
            lead: raw.lead,
            needs,
            message: message.clone(),
            not_known: raw
                .not_known
                .as_ref()
                .map(|said| NotKnown { severity: said.severity, message: said.message.clone() }),
        })
    }
}
