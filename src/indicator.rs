//! What kind of indicator a metric is: which lever of growth it turns, whether it moves early or tells the end, what kind of thing it
//! counts, and for whom. Read from fields and lexicons only when a rule or `okrlint parse` asks; a metric that no lexicon knows stays
//! unclassified, which keeps rules silent.

use std::ops::Range;

use crate::lexicon::{self, Hit, Sense, Senses, terms};
use crate::model::KeyResult;
use crate::statement::Class;

/// A lever of growth: the stages of the pirate metrics, and what HEART and operations add to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lever {
    Awareness,
    Acquisition,
    Activation,
    Engagement,
    Retention,
    Revenue,
    Referral,
    Happiness,
    TaskSuccess,
    Efficiency,
    Quality,
}

impl Lever {
    /// All levers, in the order in which people meet a product.
    pub(crate) const ALL: [Self; 11] = [
        Self::Awareness,
        Self::Acquisition,
        Self::Activation,
        Self::Engagement,
        Self::Retention,
        Self::Revenue,
        Self::Referral,
        Self::Happiness,
        Self::TaskSuccess,
        Self::Efficiency,
        Self::Quality,
    ];

    /// The name used in documents, lexicons and JSON output.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Awareness => "awareness",
            Self::Acquisition => "acquisition",
            Self::Activation => "activation",
            Self::Engagement => "engagement",
            Self::Retention => "retention",
            Self::Revenue => "revenue",
            Self::Referral => "referral",
            Self::Happiness => "happiness",
            Self::TaskSuccess => "task-success",
            Self::Efficiency => "efficiency",
            Self::Quality => "quality",
        }
    }

    /// The lever of a name, as documents write it.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace(' ', "-").replace("monetis", "monetiz");
        match name.as_str() {
            "monetization" => Some(Self::Revenue),
            _ => Self::ALL.into_iter().find(|lever| lever.name() == name),
        }
    }

    /// Whether the lever only brings people in.
    pub(crate) fn is_top_of_funnel(self) -> bool {
        matches!(self, Self::Awareness | Self::Acquisition)
    }

    /// Whether the lever says what becomes of people once they are there.
    fn is_deeper(self) -> bool {
        !self.is_top_of_funnel() && self != Self::Referral
    }
}

/// When a metric tells: early enough to steer by, or at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    Leading,
    Lagging,
}

impl Timing {
    /// The name used in JSON output.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Leading => "leading",
            Self::Lagging => "lagging",
        }
    }
}

/// What kind of thing a metric counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MetricClass {
    /// The organisation's own money and sales.
    Finance,
    /// How people fare with it.
    Experience,
    /// Whether it works and is safe.
    Quality,
    /// Who stays.
    Retention,
    /// Who takes it up and gets something done with it.
    Adoption,
    /// What it takes to do it.
    Efficiency,
    /// Reach, activity or counts: what the statement's reading knows as vanity.
    Volume,
}

impl MetricClass {
    const NAMES: [(&str, Self); 6] = [
        ("finance", Self::Finance),
        ("experience", Self::Experience),
        ("quality", Self::Quality),
        ("retention", Self::Retention),
        ("adoption", Self::Adoption),
        ("efficiency", Self::Efficiency),
    ];

    /// The name used in lexicons and JSON output.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, class)| *class == self).map_or("volume", |(name, _)| name)
    }

    fn find(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, class)| *class)
    }
}

/// For whom something changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beneficiary {
    Customer,
    Public,
    Internal,
}

impl Beneficiary {
    /// The name used in JSON output.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Public => "public",
            Self::Internal => "internal",
        }
    }

    /// The first people named in a text from outside the organisation, else those inside.
    pub(crate) fn of(text: &str) -> Option<Self> {
        const OUTSIDE: Senses = Senses::of(Sense::BeneficiaryNounsCustomer).and(Senses::of(Sense::BeneficiaryNounsPublic));
        // Customers as figures of a sales report, and the firm itself, are nobody who gains.
        const FIGURES: [&str; 12] = [
            "company",
            "deal",
            "deals",
            "lead",
            "leads",
            "logo",
            "logos",
            "download",
            "downloads",
            "install",
            "installs",
            "pipeline",
        ];
        let is_figure = |word: &&str| FIGURES.iter().any(|figure| word.eq_ignore_ascii_case(figure));
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !is_figure(word));
        let mut internal = false;
        for senses in words.filter_map(lexicon::word).map(lexicon::WordId::senses) {
            if senses.any(OUTSIDE) {
                return Some(if senses.has(Sense::BeneficiaryNounsPublic) { Self::Public } else { Self::Customer });
            }
            internal |= senses.has(Sense::BeneficiaryNounsInternal);
        }
        internal.then_some(Self::Internal)
    }
}

/// What kind of indicator a metric is, as far as the lexicons can tell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Indicator {
    /// The levers that the metric turns: several where it serves more than one; none where no lexicon knows it.
    pub(crate) levers: Vec<Lever>,
    /// When it tells.
    pub(crate) timing: Option<Timing>,
    /// What it counts.
    pub(crate) class: Option<MetricClass>,
    /// Whom the statement names.
    pub(crate) beneficiary: Option<Beneficiary>,
}

impl Indicator {
    /// What the metric of a key result tells; read once, when a rule or `parse` first asks.
    pub(crate) fn of(key_result: &KeyResult) -> &Self {
        key_result.indicator.get_or_init(|| Self::of_key_result(key_result))
    }

    fn of_key_result(key_result: &KeyResult) -> Self {
        let text = key_result.item.text.as_str();
        let reading = &key_result.reading;
        let field = key_result.fields.metric.as_ref().map(|metric| metric.value.as_str());
        let metric = reading.metric.as_ref().map(|(metric, _)| &**metric);
        let mut indicator = match field {
            Some(field) => Self::read(field, None),
            None => Self::read(text, metric.and_then(|metric| text.find(metric).map(|at| at..at + metric.len()))),
        };
        let amounts = [&reading.target, &reading.baseline, &reading.current];
        let money = amounts.into_iter().flatten().any(|amount| is_currency(&amount.unit));
        if indicator.class.is_none() && money {
            indicator.class = Some(MetricClass::Finance);
        }
        if indicator.class.is_none() && reading.class == Class::Outcome && reading.vanity.is_some() {
            indicator.class = Some(MetricClass::Volume);
        }
        // "Visitors who book: from 2% to 5%" looks at what becomes of arrivals, not at how many there are.
        let share = reading.target.as_ref().is_some_and(|target| &*target.unit == "%" && !target.relative);
        if share && indicator.levers == [Lever::Acquisition] && text.contains(" who ") {
            indicator.levers.clear();
        }
        indicator.beneficiary = Beneficiary::of(text);
        indicator
    }

    /// Reads the statement of a metric; `metric` is the part of it that names the metric.
    pub(crate) fn read(text: &str, metric: Option<Range<usize>>) -> Self {
        let hits = terms(text);
        let metric = metric.unwrap_or(0..text.len());
        let head = metric.start + head_len(&text[metric.clone()]);
        // A term may begin before what was read as the metric: "paid clicks" looks like "paid" and "clicks".
        let inside = || hits.iter().filter(|hit| metric.start < hit.range.end && hit.range.end <= metric.end);
        // What narrows a metric ("MQLs handed to sales") is not what it counts, unless its head is a word such as "share".
        let head_tells = inside().any(|hit| hit.range.start < head);
        let chosen = |lexicon: &str| {
            let mut of_lexicon = inside().filter(|hit| hit.classes(lexicon).next().is_some());
            let last = of_lexicon.clone().rfind(|hit| hit.range.start < head);
            last.or_else(|| if head_tells { None } else { of_lexicon.next() })
        };
        Self {
            levers: chosen("growth-levers").map(|hit| levers(hit, &hits)).unwrap_or_default(),
            timing: stated_timing(text).or_else(|| timing(chosen("leading-lagging")?, &hits)),
            class: chosen("metric-classes").and_then(|hit| MetricClass::find(hit.classes("metric-classes").next()?.0)),
            beneficiary: None,
        }
    }

    /// Whether the metric counts only who comes in, at the entry of the funnel.
    pub(crate) fn is_top_of_funnel(&self) -> bool {
        self.levers.iter().any(|lever| lever.is_top_of_funnel()) && !self.levers.iter().any(|lever| lever.is_deeper())
    }
}

/// The levers of a term; those of a deeper one in the same statement where it is about arrivals only ("sign-ups that activate in a week").
fn levers(hit: &Hit, hits: &[Hit]) -> Vec<Lever> {
    let of = |hit: &Hit| -> Vec<Lever> { hit.classes("growth-levers").filter_map(|(class, _)| Lever::find(class)).collect() };
    let own = of(hit);
    if own.iter().any(|lever| lever.is_deeper()) {
        return own;
    }
    hits.iter().map(of).find(|levers| levers.iter().any(|lever| lever.is_deeper())).unwrap_or(own)
}

/// When a term tells; nothing where the statement names metrics of both kinds.
fn timing(hit: &Hit, hits: &[Hit]) -> Option<Timing> {
    let any = |class| hits.iter().any(|hit| hit.is("leading-lagging", class));
    match (any("leading"), any("lagging")) {
        (true, true) => None,
        _ if hit.is("leading-lagging", "leading") => Some(Timing::Leading),
        _ => Some(Timing::Lagging),
    }
}

/// "(leading)", "[lagging]": what the author says.
fn stated_timing(text: &str) -> Option<Timing> {
    let (_, inside) = text.rsplit_once(['(', '['])?;
    let word = inside.split([')', ']']).next()?.trim();
    let is = |name: &str| word.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    match () {
        () if is("leading") => Some(Timing::Leading),
        () if is("lagging") => Some(Timing::Lagging),
        () => None,
    }
}

/// Length of a metric's head: what stands before the first word that only narrows it.
fn head_len(metric: &str) -> usize {
    const NARROWING: [&str; 12] = ["of", "for", "per", "in", "from", "among", "by", "with", "within", "who", "that", "to"];
    let mut spaces = memchr::memchr_iter(b' ', metric.as_bytes()).peekable();
    while let Some(at) = spaces.next() {
        if spaces.peek().is_some_and(|next| NARROWING.contains(&&metric[at + 1..*next])) {
            return at;
        }
    }
    metric.len()
}

fn is_currency(unit: &str) -> bool {
    unit.contains(['$', '€', '£', '¥', '₹']) || ["EUR", "USD", "GBP", "CHF"].iter().any(|code| unit.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Indicator {
        Indicator::read(text, None)
    }

    #[test]
    fn the_head_of_a_metric_decides_and_depth_wins_over_arrival() {
        assert_eq!(read("new customers per month").levers, [Lever::Acquisition]);
        assert_eq!(read("churn of new customers").levers, [Lever::Retention]);
        assert_eq!(read("sign-ups activated within 7 days").levers, [Lever::Activation]);
        assert_eq!(read("NPS").levers, [Lever::Happiness, Lever::Referral]);
        assert!(read("website visits").is_top_of_funnel() && !read("qualified leads still using it").is_top_of_funnel());
    }

    #[test]
    fn an_unknown_metric_stays_unclassified() {
        let indicator = read("moons of Jupiter");
        assert!(indicator.levers.is_empty() && indicator.timing.is_none() && indicator.class.is_none());
    }

    #[test]
    fn the_author_may_say_when_a_metric_tells() {
        assert_eq!(read("churn").timing, Some(Timing::Lagging));
        assert_eq!(read("accounts with two owners (leading)").timing, Some(Timing::Leading));
        assert_eq!(read("churn of accounts after onboarding completion").timing, None);
    }

    #[test]
    fn people_outside_come_before_people_inside() {
        assert_eq!(Beneficiary::of("staff who answer patients"), Some(Beneficiary::Public));
        assert_eq!(Beneficiary::of("engineers on call"), Some(Beneficiary::Internal));
        assert_eq!(Beneficiary::of("gross margin"), None);
    }
}
