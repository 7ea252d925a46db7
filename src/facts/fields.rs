//! The tables of names.

use std::borrow::Cow;

use super::{Fact, Field, Kind, Node, Of, Root, Shape, Subject};
use crate::catalogue::Scope;
use crate::horizon;
use crate::indicator::{Beneficiary, Indicator, MetricClass, Timing};
use crate::model::{CheckIn, Document, Item, KeyResult, Objective, Section};
use crate::source::{Spanned, Text};
use crate::statement::Amount;

/// A table of fields: `name`, kind, meaning, and how a record of that node has it.
macro_rules! fields {
    ($node:ident: $($name:literal $kind:expr, $doc:literal, |$own:pat_param| $value:expr;)*) => {
        &[$(Field { name: $name, kind: $kind, doc: $doc, get: |node| match node { Node::$node($own) => $value, _ => Fact::Missing } }),*]
    };
}

const EVERYWHERE: &[Scope] = &[Scope::KeyResult, Scope::Objective, Scope::Set, Scope::Text];

/// What a path can begin with.
pub(crate) static ROOTS: &[Root] = &[
    Root {
        name: "key_result",
        kind: Kind::Record(&KEY_RESULT),
        doc: "the key result; only in scope `key-result`",
        scopes: &[Scope::KeyResult],
        get: |subject| Fact::record(subject.key_result, Node::KeyResult),
    },
    Root {
        name: "objective",
        kind: Kind::Record(&OBJECTIVE),
        doc: "the objective, that of the key result among them; in the scopes `key-result` and `objective`",
        scopes: &[Scope::KeyResult, Scope::Objective],
        get: |subject| Fact::record(subject.objective, |own| Node::Objective(part(subject, own))),
    },
    Root {
        name: "set",
        kind: Kind::Record(&SET),
        doc: "one team's objectives for one cycle; not in scope `text`",
        scopes: &[Scope::KeyResult, Scope::Objective, Scope::Set],
        get: |subject| Fact::Record(Node::Set(part(subject, subject.run.fiscal_year))),
    },
    Root {
        name: "document",
        kind: Kind::Record(&DOCUMENT),
        doc: "the file",
        scopes: EVERYWHERE,
        get: |subject| Fact::Record(Node::Document(subject.document)),
    },
    Root {
        name: "text",
        kind: Kind::Text,
        doc: "the line or paragraph; only in scope `text`",
        scopes: &[Scope::Text],
        get: |subject| Fact::text(subject.text),
    },
    Root {
        name: "options",
        kind: Kind::Options,
        doc: "the rule's options, with `_` for `-` in their names",
        scopes: EVERYWHERE,
        get: |_| Fact::Missing,
    },
    Root {
        name: "today",
        kind: Kind::Day,
        doc: "the day for which documents are judged",
        scopes: EVERYWHERE,
        get: |subject| Fact::Day(subject.run.today),
    },
];

/// All shapes, in the order of the reference.
pub(super) static SHAPES: &[&Shape] =
    &[&KEY_RESULT, &MEASURE, &AMOUNT, &VANITY, &DEADLINE, &INDICATOR, &CHECK_IN, &MARK, &OBJECTIVE, &HORIZON, &SET, &DOCUMENT];

static KEY_RESULT: Shape = Shape {
    name: "key result",
    fields: fields!(KeyResult:
        "id" Kind::Text, "its id, such as `PAY-O1-KR2`", |of| text(&of.item.id);
        "text" Kind::Text, "the statement without its markup, label, owner and score", |of| Fact::text(Some(of.item.text.as_str()));
        "class" Kind::Text, "`outcome`, `output`, `milestone` or `vague`", |of| Fact::text(Some(of.reading.class.name()));
        "measure" Kind::Record(&MEASURE), "what is measured", |of| Fact::record(of.is_measured().then_some(of), Node::Measure);
        "deadline" Kind::Record(&DEADLINE), "by when", |of| Fact::record(of.reading.deadline.as_ref(), Node::Deadline);
        "type" Kind::Text, "its own type: `committed`, `aspirational` or `learning`", |of| declared(&of.item);
        "owners" Kind::Texts, "who answers for it", |of| texts(&of.item.owners);
        "supports" Kind::Texts, "its parents, as written", |of| texts(&of.item.supports);
        "depends_on" Kind::Texts, "what it waits for, as written", |of| texts(&of.item.depends_on);
        "priority" Kind::Text, "a tag such as `P0`", |of| text(&of.item.priority);
        "score" Kind::Number, "looking back, 0.0 to 1.0", |of| score(&of.item);
        "confidence" Kind::Number, "looking ahead, 0.0 to 1.0", |of| confidence(&of.item);
        "status" Kind::Text, "its status, as written", |of| text(&of.item.status);
        "dropped" Kind::Switch, "whether it is struck through or cancelled; rules of its scope pass over it then", |of| Fact::Switch(of.item.dropped);
        "indicator" Kind::Record(&INDICATOR), "what its metric tells", |of| Fact::Record(Node::Indicator(of));
        "initiatives" Kind::Texts, "the work that is to move it", |of| plain(&of.initiatives);
        "check_ins" Kind::Records(&CHECK_IN), "dated updates", |of| check_ins(&of.check_ins);
        "marks" Kind::Records(&MARK), "stretches of the statement that stand out", |of| Fact::Records(of.reading.marks.iter().map(Node::Mark).collect());
    ),
};

static MEASURE: Shape = Shape {
    name: "measure",
    fields: fields!(Measure:
        "metric" Kind::Text, "what is counted", |of| Fact::text(of.metric());
        "direction" Kind::Text, "`increase`, `decrease`, `maintain` or `reach`", |of| Fact::text(of.reading.direction.map(|way| way.name()));
        "unit" Kind::Text, "`%`, `$`, `ms`, `days` or what is counted", |of| Fact::text(of.unit());
        "baseline" Kind::Record(&AMOUNT), "from where", |of| amount(&of.reading.baseline);
        "target" Kind::Record(&AMOUNT), "to where", |of| amount(&of.reading.target);
        "current" Kind::Record(&AMOUNT), "where it stands now", |of| amount(&of.reading.current);
        "vanity" Kind::Record(&VANITY), "why the metric says little", |of| Fact::record(of.reading.vanity.as_ref(), Node::Vanity);
    ),
};

static AMOUNT: Shape = Shape {
    name: "value",
    fields: fields!(Amount:
        "value" Kind::Number, "the number: \"$7.8M\" is 7800000.0, \"40%\" is 40.0", |of| Fact::number(of.number);
        "text" Kind::Text, "as written", |of| Fact::text(Some(&of.text));
    ),
};

static VANITY: Shape = Shape {
    name: "vanity",
    fields: fields!(Vanity:
        "term" Kind::Text, "the words", |of| Fact::text(Some(&of.term));
        "better" Kind::Text, "what to measure instead", |of| Fact::text(Some(of.better));
    ),
};

static DEADLINE: Shape = Shape {
    name: "deadline",
    fields: fields!(Deadline:
        "text" Kind::Text, "as written", |of| Fact::text(Some(&of.text));
        "date" Kind::Day, "the last day it can mean", |of| Fact::day(of.date);
    ),
};

static INDICATOR: Shape = Shape {
    name: "indicator",
    fields: fields!(Indicator:
        "lever" Kind::Text, "the declared growth lever", |of| text(&of.item.lever);
        "turns" Kind::Texts, "the levers that the metric's words speak of", |of| turns(of);
        "timing" Kind::Text, "`leading` or `lagging`", |of| Fact::text(Indicator::of(of).timing.map(Timing::name));
        "class" Kind::Text, "what the metric counts, such as `finance` or `quality`", |of| Fact::text(Indicator::of(of).class.map(MetricClass::name));
        "beneficiary" Kind::Text, "`customer`, `public` or `internal`", |of| Fact::text(Indicator::of(of).beneficiary.map(Beneficiary::name));
    ),
};

static CHECK_IN: Shape = Shape {
    name: "check-in",
    fields: fields!(CheckIn:
        "date" Kind::Day, "when", |of| Fact::day(of.date.map(|date| date.value));
        "value" Kind::Text, "the value then, as written", |of| text(&of.told().value);
        "confidence" Kind::Number, "0.0 to 1.0", |of| Fact::number(of.told().confidence.map(|confidence| confidence.value));
        "status" Kind::Text, "as written", |of| text(&of.told().status);
        "note" Kind::Text, "what else is told", |of| Fact::text(of.told().note.as_ref().map(Text::as_str));
    ),
};

static MARK: Shape = Shape {
    name: "mark",
    fields: fields!(Mark:
        "kind" Kind::Text, "what stands out, such as `vague`, `placeholder` or `loophole`", |of| Fact::Text(Cow::Owned(of.kind.name()));
        "text" Kind::Text, "the words", |of| Fact::text(Some(&of.text));
    ),
};

static OBJECTIVE: Shape = Shape {
    name: "objective",
    fields: fields!(Objective:
        "id" Kind::Text, "its id, such as `PAY-O1`", |of| text(&of.own.item.id);
        "text" Kind::Text, "the statement; empty where key results stand under no objective", |of| Fact::text(Some(of.own.item.text.as_str()));
        "type" Kind::Text, "`committed`, `aspirational` or `learning`", |of| declared(&of.own.item);
        "owners" Kind::Texts, "who answers for it", |of| texts(&of.own.item.owners);
        "supports" Kind::Texts, "its parents, as written", |of| texts(&of.own.item.supports);
        "depends_on" Kind::Texts, "what it waits for, as written", |of| texts(&of.own.item.depends_on);
        "priority" Kind::Text, "a tag such as `P0`", |of| text(&of.own.item.priority);
        "score" Kind::Number, "looking back, 0.0 to 1.0", |of| score(&of.own.item);
        "confidence" Kind::Number, "looking ahead, 0.0 to 1.0", |of| confidence(&of.own.item);
        "status" Kind::Text, "its status, as written", |of| text(&of.own.item.status);
        "dropped" Kind::Switch, "whether it is struck through or cancelled; rules of its scope pass over it then", |of| Fact::Switch(of.own.item.dropped);
        "cycle" Kind::Text, "the cycle, such as `2026-Q3`", |of| cycle(of.section());
        "team" Kind::Text, "the team", |of| Fact::text(of.section().and_then(|section| stated(&section.team)));
        "level" Kind::Text, "`company`, `department`, `team` or `individual`", |of| level(of.section());
        "lever" Kind::Text, "the declared growth lever", |of| text(&of.own.item.lever);
        "horizon" Kind::Record(&HORIZON), "when it pays off", |of| Fact::record(horizon::of(of.own, of.section()), Node::Horizon);
        "beneficiary" Kind::Text, "`customer`, `public` or `internal`", |of| Fact::text(Beneficiary::of(of.own.item.text.as_str()).map(Beneficiary::name));
        "guardrails" Kind::Texts, "counter-metrics beside its key results", |of| plain(&of.own.guardrails);
        "initiatives" Kind::Texts, "the work listed for it", |of| plain(&of.own.initiatives);
        "key_results" Kind::Records(&KEY_RESULT), "its key results, the dropped ones among them", |of| Fact::Records(of.own.key_results.iter().map(Node::KeyResult).collect());
    ),
};

static HORIZON: Shape = Shape {
    name: "horizon",
    fields: fields!(Horizon:
        "reach" Kind::Text, "`immediate`, `medium` or `long`", |of| Fact::text(Some(of.reach.name()));
        "evidence" Kind::Text, "what tells: `tag`, `words` or `cycle`", |of| Fact::text(Some(of.evidence.name()));
    ),
};

static SET: Shape = Shape {
    name: "set",
    fields: fields!(Set:
        "cycle" Kind::Text, "the cycle, such as `2026-Q3`", |of| cycle(of.section());
        "start" Kind::Day, "its first day", |of| Fact::day(of.section().and_then(|section| section.days(of.own)).map(|days| days.start));
        "end" Kind::Day, "its last day", |of| Fact::day(of.section().and_then(|section| section.days(of.own)).map(|days| days.end));
        "team" Kind::Text, "the team", |of| Fact::text(of.section().and_then(|section| stated(&section.team)));
        "level" Kind::Text, "`company`, `department`, `team` or `individual`", |of| level(of.section());
        "owner" Kind::Text, "who answers for the whole set", |of| Fact::text(of.section().and_then(|section| stated(&section.owner)));
        "guardrails" Kind::Texts, "counter-metrics of the set", |of| of.section().map_or(Fact::Missing, |section| plain(&section.guardrails));
        "north_stars" Kind::Texts, "the metric that all sets of a product serve", |of| of.section().map_or(Fact::Missing, |section| plain(&section.north_stars));
        "levers" Kind::Texts, "its growth levers", |of| of.section().map_or(Fact::Missing, |section| texts(&section.levers));
        "initiatives" Kind::Texts, "the work listed for the whole set", |of| of.section().map_or(Fact::Missing, |section| plain(&section.initiatives));
        "lessons" Kind::Texts, "what the cycle taught", |of| of.section().map_or(Fact::Missing, |section| plain(&section.lessons));
        "check_ins" Kind::Records(&CHECK_IN), "dated updates that name no item", |of| of.section().map_or(Fact::Missing, |section| check_ins(&section.check_ins));
        "objectives" Kind::Records(&OBJECTIVE), "its objectives, the dropped ones among them", |of| objectives(of.document, of.section);
    ),
};

static DOCUMENT: Shape = Shape {
    name: "document",
    fields: fields!(Document:
        "path" Kind::Text, "the path as you named it", |of| Fact::text(Some(&of.path));
        "format" Kind::Text, "`markdown`, `toml`, `yaml`, `json` or `csv`", |of| Fact::text(Some(of.format.name()));
    ),
};

impl<'a, T> Of<'a, T> {
    fn section(&self) -> Option<&'a Section> {
        self.document.sections.get(self.section)
    }
}

fn part<'a, T>(subject: &Subject<'a>, own: T) -> Of<'a, T> {
    Of { document: subject.document, section: subject.section, own }
}

fn objectives(document: &Document, section: usize) -> Fact<'_> {
    let of_set = document.objectives.iter().filter(|objective| objective.section == section);
    Fact::Records(of_set.map(|own: &Objective| Node::Objective(Of { document, section, own })).collect())
}

fn stated(value: &Option<Spanned<String>>) -> Option<&str> {
    value.as_ref().map(|text| text.value.as_str())
}

fn text(value: &Option<Spanned<String>>) -> Fact<'_> {
    Fact::text(stated(value))
}

fn texts(values: &[Spanned<String>]) -> Fact<'_> {
    Fact::Texts(values.iter().map(|text| text.value.as_str()).collect())
}

fn plain(values: &[Text]) -> Fact<'_> {
    Fact::Texts(values.iter().map(Text::as_str).collect())
}

fn check_ins(check_ins: &[CheckIn]) -> Fact<'_> {
    Fact::Records(check_ins.iter().map(Node::CheckIn).collect())
}

fn turns(of: &KeyResult) -> Fact<'_> {
    Fact::Texts(Indicator::of(of).levers.iter().map(|lever| lever.name()).collect())
}

fn amount(amount: &Option<Amount>) -> Fact<'_> {
    Fact::record(amount.as_ref(), Node::Amount)
}

fn declared(item: &Item) -> Fact<'_> {
    Fact::text(item.kind.map(|kind| kind.value.name()))
}

fn score(item: &Item) -> Fact<'_> {
    Fact::number(item.score.and_then(|score| score.value.value))
}

fn confidence(item: &Item) -> Fact<'_> {
    Fact::number(item.confidence.map(|confidence| confidence.value))
}

fn cycle(section: Option<&Section>) -> Fact<'_> {
    let cycle = section.and_then(|section| section.cycle.as_ref());
    cycle.map_or(Fact::Missing, |cycle| Fact::Text(Cow::Owned(cycle.value.to_string())))
}

fn level(section: Option<&Section>) -> Fact<'_> {
    Fact::text(section.and_then(|section| section.level).map(|level| level.name()))
}
