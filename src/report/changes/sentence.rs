//! One change of an objective or key result, in a sentence and as data.

use serde::Serialize;

use crate::catalogue::template::shorten;
use crate::changes::review::{ItemReview, Reason};
use crate::changes::{Way, What};
use crate::statement::Amount;

/// Longest quotation in a sentence, in characters.
const QUOTE: usize = 80;

/// A change as a sentence.
#[derive(Debug)]
pub(super) struct Sentence {
    /// The id, else the statement.
    pub(super) subject: String,
    /// What happened.
    pub(super) predicate: String,
    /// Whether the document says why, where that matters.
    pub(super) reason: Option<Reason>,
}

impl Sentence {
    pub(super) fn of(item: &ItemReview) -> Self {
        let statement = if item.after.is_empty() { &item.before } else { &item.after };
        let subject = match &item.under {
            _ if item.id.is_empty() => quoted(statement),
            Some(objective) => format!("{objective} {}", item.id),
            None => item.id.clone(),
        };
        let reason = match &item.reason {
            // Who makes a target harder owes nobody an explanation.
            Some(Reason::Missing) if matches!(item.what, What::Target(.., Some(ease)) if ease.way == Way::Tightened) => None,
            other => other.clone(),
        };
        Self { subject, predicate: predicate(item), reason }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", shorten(text, QUOTE))
}

fn predicate(item: &ItemReview) -> String {
    match &item.what {
        What::Added if item.id.is_empty() => "added".to_owned(),
        What::Added => format!("added: {}", quoted(&item.after)),
        What::Removed if item.id.is_empty() => "deleted".to_owned(),
        What::Removed => format!("({}) deleted", quoted(&item.before)),
        What::Dropped => "dropped".to_owned(),
        What::Resumed => "taken up again".to_owned(),
        What::Replaced => format!("is another {}: {} became {}", kind(item), quoted(&item.before), quoted(&item.after)),
        What::Reworded { .. } => format!("reworded: {} became {}", quoted(&item.before), quoted(&item.after)),
        What::Metric(from, to) => format!("measures {} instead of {}", quoted(to), quoted(from)),
        What::Target(Some(from), Some(to), ease) => {
            let moved = ease.map_or("changed", |ease| if ease.way == Way::Eased { "eased" } else { "tightened" });
            let percent = ease.and_then(|ease| ease.percent).map_or(String::new(), |percent| format!(" ({percent:.0}%)"));
            format!("target {moved} from {} to {}{percent}", from.text, to.text)
        }
        What::Target(from, to, _) => moved("target", amount(from), amount(to)),
        What::Baseline(from, to) => moved("starting point", amount(from), amount(to)),
        What::Current(from, to) => moved("current value", amount(from), amount(to)),
        What::Deadline(from, to) => moved("due date", from.as_deref(), to.as_deref()),
        What::Score(from, to) => moved("score", number(from).as_deref(), number(to).as_deref()),
        What::Confidence(from, to) => moved("confidence", number(from).as_deref(), number(to).as_deref()),
        What::Status(from, to) => moved("status", from.as_deref(), to.as_deref()),
        What::Type(from, to) => moved("type", from.map(|kind| kind.name()), to.map(|kind| kind.name())),
        What::Owners(from, to) => moved("owner", names(from).as_deref(), names(to).as_deref()),
        What::CheckIns(days) => match days.as_slice() {
            [Some(day)] => format!("check-in of {day} added"),
            days => format!("{} check-ins added", days.len()),
        },
    }
}

fn kind(item: &ItemReview) -> &'static str {
    if item.is_key_result { "key result" } else { "objective" }
}

fn moved(name: &str, from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{name} changed from {from} to {to}"),
        (None, Some(to)) => format!("{name} set to {to}"),
        (Some(from), None) => format!("{name} taken out (was {from})"),
        (None, None) => format!("{name} unchanged"),
    }
}

fn amount(amount: &Option<Amount>) -> Option<&str> {
    amount.as_ref().map(|amount| &*amount.text)
}

fn number(number: &Option<f64>) -> Option<String> {
    number.map(|number| number.to_string())
}

fn names(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}

/// A change as data.
#[derive(Debug, Serialize)]
pub(super) struct ChangeJson {
    kind: &'static str,
    item: &'static str,
    id: Option<String>,
    objective: Option<String>,
    before: Option<String>,
    after: Option<String>,
    from: Option<String>,
    to: Option<String>,
    way: Option<&'static str>,
    percent: Option<f64>,
    explained: Option<bool>,
    reason: Option<String>,
    message: String,
}

/// A change as data. `from` and `to` are as written in the document.
pub(super) fn json(item: &ItemReview) -> ChangeJson {
    let text = |text: &String| (!text.is_empty()).then(|| text.clone());
    let Sentence { subject, predicate, .. } = Sentence::of(item);
    let (kind, from, to) = values(&item.what);
    let ease = if let What::Target(_, _, ease) = item.what { ease } else { None };
    ChangeJson {
        kind,
        item: if item.is_key_result { "key-result" } else { "objective" },
        id: text(&item.id),
        objective: item.under.clone(),
        before: text(&item.before),
        after: text(&item.after),
        from,
        to,
        way: ease.map(|ease| if ease.way == Way::Eased { "eased" } else { "tightened" }),
        percent: ease.and_then(|ease| ease.percent).map(|percent| (percent * 10.0).round() / 10.0),
        explained: item.reason.as_ref().map(|reason| *reason != Reason::Missing),
        reason: match &item.reason {
            Some(Reason::Given(words)) => Some(words.clone()),
            _ => None,
        },
        message: format!("{subject} {predicate}"),
    }
}

/// The name of a change and its two values.
fn values(what: &What) -> (&'static str, Option<String>, Option<String>) {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    match what {
        What::Added => ("added", None, None),
        What::Removed => ("removed", None, None),
        What::Dropped => ("dropped", None, None),
        What::Resumed => ("resumed", None, None),
        What::Replaced => ("replaced", None, None),
        What::Reworded { .. } => ("reworded", None, None),
        What::Metric(from, to) => ("metric", owned(Some(from)), owned(Some(to))),
        What::Target(from, to, _) => ("target", owned(amount(from)), owned(amount(to))),
        What::Baseline(from, to) => ("baseline", owned(amount(from)), owned(amount(to))),
        What::Current(from, to) => ("current", owned(amount(from)), owned(amount(to))),
        What::Deadline(from, to) => ("deadline", owned(from.as_deref()), owned(to.as_deref())),
        What::Score(from, to) => ("score", number(from), number(to)),
        What::Confidence(from, to) => ("confidence", number(from), number(to)),
        What::Status(from, to) => ("status", from.clone(), to.clone()),
        What::Type(from, to) => ("type", owned(from.map(|kind| kind.name())), owned(to.map(|kind| kind.name()))),
        What::Owners(from, to) => ("owners", names(from), names(to)),
        What::CheckIns(days) => {
            let days: Vec<String> = days.iter().flatten().map(ToString::to_string).collect();
            ("check-ins", None, (!days.is_empty()).then(|| days.join(", ")))
        }
    }
}
