//! The conversation of `yjs triage`: one question at a time, chosen from what can still change the answer. No question
//! is written here; all come from the vocabulary.

use super::context::Context;
use super::prompt::Prompter;
use crate::calendar::parse_date;
use crate::domain::assess::Assessment;
use crate::domain::case::{Case, FactValue};
use crate::domain::fact::FactIndex;
use crate::domain::interview;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{FactDefinition, FactKind};
use crate::report::assessment::AssessmentReport;
use crate::report::urgent::UrgentReport;
use crate::store::{Change, check_reference};

/// What a practitioner answered.
enum Answer {
    Given(FactValue),
    NotKnown,
    Back,
    Enough,
}

/// Asks until enough is known or the practitioner has had enough, shows the answer, and offers to save it.
pub(super) fn run(
    reference: Option<&str>,
    mut case: Case,
    protocol: &Protocol,
    context: &Context,
) -> anyhow::Result<Exit> {
    let prompter = Prompter::new(context);
    let before = case.clone();
    context
        .note(format!("{}. \"Don't know\" is always an answer; \"Enough\" shows what is known so far.", protocol.name));
    ask_born(&prompter, &mut case, context)?;
    ask_concerns(&prompter, &mut case, protocol)?;
    let mut asked: Vec<FactIndex> = Vec::new();
    let mut told_urgent = false;
    loop {
        let situation = Situation::new(protocol, &case, context.now)?;
        let assessment = Assessment::new(situation);
        let report = AssessmentReport::new(&assessment, None)?;
        if !told_urgent && let Some(urgent) = UrgentReport::of(&report) {
            told_urgent = true;
            context.note_report(&urgent);
        }
        let questions = interview::questions(&assessment);
        let open = questions.iter().filter(|question| !asked.contains(&question.fact)).count();
        let Some(next) = questions.iter().map(|question| question.fact).find(|fact| !asked.contains(fact)) else {
            break;
        };
        let definition = protocol.vocabulary.fact_definition(next);
        match ask(&prompter, definition, asked.len(), open)? {
            Answer::Given(value) if definition.case_field => case.born = Some(value.to_string()),
            Answer::Given(value) => case.facts.set(&definition.id, Some(value)),
            Answer::NotKnown => {}
            Answer::Back => {
                if let Some(last) = asked.pop() {
                    case.facts.set(&protocol.vocabulary.fact_definition(last).id, None);
                }
                continue;
            }
            Answer::Enough => break,
        }
        asked.push(next);
    }
    let mut report = AssessmentReport::of_case(protocol, &case, context.now)?;
    report.verbose = context.global.verbose;
    context.show(&report)?;
    save(&prompter, reference, &before, case, protocol, context)?;
    Ok(context.adverse(report.is_adverse()))
}

fn ask_born(prompter: &Prompter<'_>, case: &mut Case, context: &Context) -> Result<(), Problem> {
    if case.born.is_some() {
        return Ok(());
    }
    let today = crate::calendar::london::date_of(context.now);
    let text = prompter.line("What is the child's date of birth, such as 2010-09-14? Enter if not known.", |text| {
        let born = parse_date(text)?;
        if born > today {
            return Err(Problem::input("that lies in the future"));
        }
        Ok(())
    })?;
    case.born = Some(text).filter(|text| !text.is_empty());
    Ok(())
}

/// What is not ticked stays unknown: nobody said no.
fn ask_concerns(prompter: &Prompter<'_>, case: &mut Case, protocol: &Protocol) -> Result<(), Problem> {
    let open: Vec<_> = protocol
        .vocabulary
        .concerns
        .iter()
        .filter(|concern| case.facts.get(&protocol.vocabulary.fact_definition(concern.fact).id).is_none())
        .collect();
    let titles: Vec<String> = open.iter().map(|concern| concern.title.clone()).collect();
    let question = "What brings you here? What is not ticked stays unknown.";
    for place in prompter.choose_any(question, &titles)?.unwrap_or_default() {
        let fact = protocol.vocabulary.fact_definition(open[place].fact);
        case.facts.set(&fact.id, Some(FactValue::Flag(true)));
    }
    Ok(())
}

fn ask(prompter: &Prompter<'_>, fact: &FactDefinition, asked: usize, open: usize) -> Result<Answer, Problem> {
    let help = fact.help.as_ref().map(|help| format!(" {help}")).unwrap_or_default();
    let question = format!("{}. {}{help} ({open} questions could still matter)", asked + 1, fact.question);
    let mut answers: Vec<(String, Answer)> = Vec::new();
    match fact.kind {
        FactKind::Flag => {
            answers.push(("Yes".into(), Answer::Given(FactValue::Flag(true))));
            answers.push(("No".into(), Answer::Given(FactValue::Flag(false))));
        }
        FactKind::Choice => {
            for choice in &fact.choices {
                answers.push((choice.replace('_', " "), Answer::Given(FactValue::Text(choice.clone()))));
            }
        }
        FactKind::Number | FactKind::Date => {
            let text =
                prompter.line(&format!("{question} Enter if not known."), |text| fact.read_typed(text).map(drop))?;
            return if text.is_empty() { Ok(Answer::NotKnown) } else { fact.read_typed(&text).map(Answer::Given) };
        }
    }
    answers.push(("Don't know".into(), Answer::NotKnown));
    if asked > 0 {
        answers.push(("Back to the question before".into(), Answer::Back));
    }
    answers.push(("Enough: show the answer".into(), Answer::Enough));
    let labels: Vec<String> = answers.iter().map(|(label, _)| label.clone()).collect();
    let chosen = prompter.choose(&question, &labels)?;
    Ok(chosen.map_or(Answer::Enough, |place| answers.swap_remove(place).1))
}

fn save(
    prompter: &Prompter<'_>,
    reference: Option<&str>,
    before: &Case,
    mut case: Case,
    protocol: &Protocol,
    context: &Context,
) -> Result<(), Problem> {
    if case == *before || context.global.sample {
        return Ok(());
    }
    let target = match reference {
        Some(reference) => {
            let answers = [format!("Save to {reference}"), "Leave without saving".to_owned()];
            (prompter.choose("Save these answers?", &answers)? == Some(0)).then(|| reference.to_owned())
        }
        None => {
            let typed = prompter
                .line("Under which reference shall this be saved? Enter leaves without saving.", check_reference)?;
            Some(typed).filter(|typed| !typed.is_empty())
        }
    };
    let Some(target) = target else {
        context.note("Nothing was saved.");
        return Ok(());
    };
    case.reference.clone_from(&target);
    case.protocol.get_or_insert_with(|| protocol.id.clone());
    let store = context.store()?;
    let held = store.get(&target)?.found;
    if held.as_ref().is_some_and(|held| held.case != *before) {
        return Err(Problem::store(format!(
            "`{target}` is another case, or changed while you answered; nothing was saved"
        ))
        .hint("`yjs case show` shows it; save under another reference, or start again from it"));
    }
    store.append(Change::new("triaged", context.stamp()), &case, held.map(|held| held.version))?;
    context.note(format!("Saved {target}."));
    Ok(())
}
