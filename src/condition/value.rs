//! Values of the model as CEL sees them. A record reads its fields when it is asked for them.

use std::fmt::Debug;

use cel::ExecutionError;
use cel::common::traits::Indexer;
use cel::common::types::{CelBool, CelDouble, CelInt, CelList, CelNull, CelString, CelTimestamp, NULL_TYPE, Type};
use cel::common::value::{CowVal, Val};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use jiff::civil::Date;

use crate::facts::{Fact, Kind, Node, Shape};

/// The name of the type of `null`.
pub(super) const NULL: &str = "null_type";

static MISSING: Type = NULL_TYPE;
static RECORD: Type = Type::new_unspecified_type("record");

/// A value of a kind.
pub(super) fn of<'v>(kind: Kind, fact: Fact<'v>) -> Box<dyn Val + 'v> {
    match (fact, kind) {
        (Fact::Missing, Kind::Record(shape)) => Box::new(Record { shape, node: None }),
        (Fact::Record(node), Kind::Record(shape)) => Box::new(Record { shape, node: Some(node) }),
        (Fact::Records(nodes), Kind::Records(shape)) => list(nodes, |node| Box::new(Record { shape, node: Some(node) })),
        (Fact::Text(text), _) => Box::new(CelString::from(text)),
        (Fact::Number(number), _) => Box::new(CelDouble::from(number)),
        (Fact::Count(count), _) => Box::new(CelInt::from(count)),
        (Fact::Switch(on), _) => Box::new(CelBool::from(on)),
        (Fact::Day(date), _) => day(date).map_or(Box::new(CelNull), |day| Box::new(CelTimestamp::from(day))),
        (Fact::Texts(texts), _) => list(texts, |text| Box::new(CelString::from(text))),
        (Fact::Missing | Fact::Record(_) | Fact::Records(_), _) => Box::new(CelNull),
    }
}

fn list<'v, T>(items: Vec<T>, value: impl FnMut(T) -> Box<dyn Val + 'v>) -> Box<dyn Val + 'v> {
    Box::new(CelList::from(items.into_iter().map(value).collect::<Vec<_>>()))
}

/// The start of a day; `None` for one outside the calendar of CEL.
pub(super) fn day(date: Date) -> Option<DateTime<FixedOffset>> {
    let number = |part: i8| u32::try_from(part).ok();
    let date = NaiveDate::from_ymd_opt(date.year().into(), number(date.month())?, number(date.day())?)?;
    Some(date.and_time(NaiveTime::MIN).and_utc().fixed_offset())
}

/// A record, or the place of one that the document does not have: that is `null`, and so is every field of it.
#[derive(Debug, Clone, Copy)]
struct Record<'v> {
    shape: &'static Shape,
    node: Option<Node<'v>>,
}

impl Val for Record<'_> {
    fn get_type(&self) -> &Type {
        if self.node.is_some() { &RECORD } else { &MISSING }
    }

    fn cel_type() -> &'static Type {
        &RECORD
    }

    fn as_indexer<'b, 'w>(&'b self) -> Option<&'b (dyn Indexer + 'w)>
    where
        Self: 'w,
    {
        Some(self)
    }

    fn equals(&self, other: &dyn Val) -> bool {
        self.node.is_none() && other.get_type().name() == NULL
    }

    fn clone_as_boxed<'w>(&self) -> Box<dyn Val + 'w>
    where
        Self: 'w,
    {
        Box::new(*self)
    }
}

impl Indexer for Record<'_> {
    fn get<'b, 'w>(&'b self, name: &dyn Val) -> Result<CowVal<'b, 'w>, ExecutionError>
    where
        Self: 'w,
    {
        let name = name.downcast_ref::<CelString<'_>>().map_or("", |name| name.inner());
        let field = self.shape.field(name).ok_or_else(|| ExecutionError::no_such_key(name))?;
        let fact = self.node.map_or(Fact::Missing, |node| field.of(node));
        Ok(CowVal::Owned(of(field.kind, fact)))
    }

    fn steal<'w>(self: Box<Self>, name: &dyn Val) -> Result<Box<dyn Val + 'w>, ExecutionError>
    where
        Self: 'w,
    {
        let record = *self;
        record.get(name).map(CowVal::into_owned)
    }
}
