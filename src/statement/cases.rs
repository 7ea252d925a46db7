//! Cases of whole statements: what class they are, what is bound to what, which stretches are marked.

use super::{Class, Context, MarkKind, Reading, read_key_result};
use crate::calendar::{Cycle, Part};
use crate::model::Fields;
use crate::source::TextBuilder;

fn read(plain: &str) -> Reading {
    let mut builder = TextBuilder::default();
    builder.push(plain, 0);
    let cycle = Some(Cycle { year: 2026, part: Part::Quarter(3), fiscal: false });
    let context = Context { cycle, ..Context::default() };
    read_key_result(&builder.finish(), &Fields::default(), None, &context)
}

fn assert_class(class: Class, statements: &[&str]) {
    let wrong: Vec<_> = statements.iter().map(|plain| (plain, read(plain).class)).filter(|(_, read)| *read != class).collect();
    assert!(wrong.is_empty(), "not read as {class:?}: {wrong:#?}");
}

const OUTCOMES: &[&str] = &[
    "Reduce average onboarding time from 14 days to 5 days",
    "Customer churn below 2% per month",
    "Achieve a Net Promoter Score of 50",
    "At least 70% of employees rate their manager 4 or higher",
    "Grow monthly recurring revenue to €250k",
    "Sign 5 enterprise customers",
    "50 paying customers",
    "95th percentile API latency under 200ms",
    "Zero P1 incidents caused by deployments",
    "No critical vulnerabilities open for more than 7 days",
    "Support tickets per active account down 30%",
    "3 external teams use the SDK in production",
    "Users complete onboarding in less than 5 minutes",
    "Uptime of 99.95% for the public API",
    "Conversion from trial to paid is 12% or better",
    "90% of pull requests get a first review within 24 hours",
    "Cut cloud spend by $20,000 per month",
    "Half of all support requests are solved by self-service",
    "Win 10 new design partners",
    "The mobile app's crash-free rate is above 99.5%",
    "Increase weekly active contributors from 12 to 20",
    "Raise 1.5M in seed funding",
    "Gain 1000 stars on GitHub",
    "10k downloads of the CLI",
    "Reduce mean time to recovery to below 1 hour",
    "NPS score of at least 40 among enterprise customers",
    "80% of active users have tried the new editor",
    "Average rating in the app store increases from 3.9 to 4.4",
    "Median build time on main is under 8 minutes",
    "100 companies use our template in production",
    "Test coverage of the core library reaches 85%",
    "Weekly active teams: 150 → 400",
    "Reduce the number of open support tickets older than 30 days to 10",
    "5 new contributors merge their first pull request",
    "Page load time (p75) < 2 seconds on mobile",
    "Win rate against our main competitor up from 30% to 45%",
    "90% satisfaction in the post-event survey",
    "Less than 5% of releases need a hotfix",
    "Increase newsletter subscribers from 2,000 to 3,500",
    "eNPS above 30",
    "2x the number of monthly deployments",
    "3 of our top 5 customers renew their contract",
    "20% of revenue comes from self-serve sign-ups",
    "Developers can deploy to production in less than 15 minutes",
    "Error rate on checkout below 0.5%",
    "€1.2M ARR by end of December",
    "Two universities adopt the curriculum",
    "At least 60% of attendees come back for a second meetup",
    "Memory usage reduced by 40%",
    "Bounce rate drops under 35%",
    "Obtain funding of at least $500k",
    "75% of new hires are productive within 30 days",
    "First response time for support requests below 4 hours",
    "Improve retention of first-year members by 15%",
    "The node syncs from genesis in under 24 hours",
    "Process 1 million transactions per second on the testnet",
    "Have 20 active validators on mainnet",
    "Achieve 95% accuracy on the benchmark",
    "Grow the Discord community to 5,000 members",
    "Get 30 organisations to sign the pledge",
    "Onboarding completion rate at 70% (currently 48%)",
    "Keep monthly infrastructure cost below $3,000",
    "99.9% availability",
    "MAU +25%",
    "Zero overdue invoices",
    "Fewer than 10 open tickets on Fridays",
    "Cost per meal down from 3.20 to 2.80",
    "Raise claims settled at first contact from 61% to 75%",
    "At least 90% of leases renewed",
    "EUR 2m in new contracts",
];

#[test]
fn outcomes() {
    assert_class(Class::Outcome, OUTCOMES);
}

const OUTPUTS: &[&str] = &[
    "Publish 6 blog posts about the new release",
    "Run 10 user interviews",
    "Hire two senior engineers",
    "Write 20 unit tests for the parser",
    "Ship 3 new integrations",
    "All services are migrated to Kubernetes",
    "Every team has a documented on-call rotation",
    "Close 40 open bugs",
    "100% of repositories have a README",
    "Two talks given at conferences",
    "Host one community call per month",
    "Conduct 4 retrospectives",
    "Document all public APIs",
    "5 tutorials published on the website",
    "Train 30 volunteers",
    "Deliver four workshops on accessibility",
    "Review and update all policies",
    "Organise 3 hackathons with partner universities",
    "Interview 15 customers about billing",
    "Release 2 major versions of the SDK",
    "Every new employee gets a mentor",
    "All critical paths are covered by integration tests",
    "Present at 4 conferences",
    "Send 12 newsletters",
    "Produce 10 video tutorials",
    "Fill 3 open engineering positions",
    "Fix the top 10 user-reported bugs",
    "All endpoints have OpenAPI documentation",
    "90% of the backlog items are estimated",
    "Complete 8 security reviews",
    "4 new case studies on the website",
    "Contact 50 potential partners",
    "Have 5 user testing sessions",
    "Migrate 80% of legacy services to the new platform",
    "Create dashboards for all product teams",
    "6 blog posts published",
    "Record one podcast episode every month",
    "Every repository has CI enabled",
    "Recruit 3 mentors",
    "Run A/B tests on 5 landing pages",
    "10 of 12 modules are translated into Spanish",
    "Swim 20 km",
    "Meditate on 20 days per month",
    "Monthly safety walks on all shifts",
    "Post on LinkedIn three times a week",
    "100% of laptops encrypted",
    "9 wells repaired",
    "Grow the team to 12 engineers",
    "Shortlist of 5 vendors",
    "Get feedback from 10 clinicians",
    "Each member writes one post",
];

#[test]
fn outputs() {
    assert_class(Class::Output, OUTPUTS);
}

const MILESTONES: &[&str] = &[
    "Launch the new pricing page",
    "The data warehouse is migrated to BigQuery",
    "Decide on a vendor for the CRM",
    "Obtain ISO 27001 certification",
    "MVP released to beta testers",
    "Users can log in with their Google account",
    "Hire a head of marketing",
    "Write and publish a governance policy",
    "v2.0 of the API is released",
    "A process for handling security reports exists",
    "New website live",
    "Roadmap for 2027 approved by the board",
    "Implement OAuth2 login",
    "Draft RFC for the plugin system",
    "We have an owner for the release process",
    "Replace Jenkins with GitHub Actions",
    "Set up monitoring for the staging cluster",
    "Find a new office",
    "Port the test suite to pytest",
    "Complete the SOC 2 audit",
    "Define success metrics for the onboarding flow",
    "First version of the design system is available in Figma",
    "The alpha of the mobile app is in the hands of testers",
    "Contract with new hosting provider signed",
    "Data retention policy agreed with legal",
    "Publish the annual transparency report",
    "Search works offline",
    "Documentation site is live",
    "Code of conduct adopted",
    "Testnet launched",
    "Go/no-go decision on the marketplace",
    "Have a hiring plan in place",
    "Team offsite planned",
    "Ship dark mode",
    "Open source the CLI",
    "Customers can export their data as CSV",
    "New logo and brand guidelines",
    "Users are able to reset their password without contacting support",
    "Move billing to Stripe",
    "Feature parity between iOS and Android",
    "Grant proposal submitted to the EU",
    "Formal verification of the consensus protocol completed",
    "Remove the legacy authentication module",
    "Introduce a weekly demo",
    "Appoint a data protection officer",
    "Prototype of the recommendation engine",
    "Agree on a definition of done",
    "Upgrade to Python 3.12",
    "Kubernetes cluster running in production",
    "Establish an advisory board",
    "The incident process is documented and known to everyone on call",
    "Support for Windows",
    "Design and implement caching layer",
    "Integrate with Slack",
    "Investigate and document root cause of the March outage",
    "Migrate to Python 3.12",
    "Reports 4 and 5 submitted to the donor",
    "Press line 2 recommissioned after the rebuild",
    "Salary bands L3-L6 agreed with the works council",
    "Ransomware playbook rehearsed with the crisis team",
    "Training plan for 2027",
    "Improved search released",
    "Support rota agreed with the union",
    "Move all files to the new archive",
];

#[test]
fn milestones() {
    assert_class(Class::Milestone, MILESTONES);
}

const DIRECTIONS_AND_WISHES: &[&str] = &[
    "Improve developer experience",
    "Increase awareness of the project",
    "Continue to support the community",
    "Explore options for monetization",
    "Better communication between teams",
    "Foster a culture of learning",
    "Make the product easier to use",
    "Documentation is clear and helpful",
    "Improve test coverage",
    "Help users succeed",
    "Work with partners on joint campaigns",
    "Strengthen our brand",
    "Keep the codebase healthy",
    "More efficient meetings",
    "The platform scales well",
    "Reduce technical debt",
    "Investigate performance issues",
    "Customers are happy with our service",
    "Be more transparent about our finances",
    "Maintain existing infrastructure",
    "Team members feel empowered",
    "Learn about our users' needs",
    "Ensure high quality of releases",
    "Support the sales team",
    "Increase engagement on social media",
    "Be the best place to work",
    "Improve collaboration between engineering and design",
    "Grow our presence in Latin America",
    "Make onboarding smoother",
    "Reduce friction in the signup flow",
    "Faster builds",
    "Happier customers",
    "Attract more contributors",
    "Become a trusted partner for NGOs",
    "Increase the number of returning customers",
    "Encourage people to contribute",
    "Ongoing support for the migration",
    "Better visibility into costs",
    "Optimize database queries",
    "Promote our events",
    "Enhance security posture",
    "Simplify the release process",
    "Build stronger relationships with key accounts",
    "Our infrastructure is more reliable",
    "Code quality has improved",
    "Stakeholders are well informed",
    "Keep improving documentation",
    "Drive adoption of the new API",
    "Collaborate with other working groups",
    "Users love the product",
    "Engage the community",
    "Continuously improve our processes",
    "Fewer bugs in production",
    "Gain more visibility",
    "Get more users",
    "Provide excellent support",
    "Publish [number] guides",
    "Post regularly on the blog",
    "Find new volunteers",
    "Establish a culture of learning",
];

#[test]
fn directions_and_wishes() {
    assert_class(Class::Vague, DIRECTIONS_AND_WISHES);
}

/// Statement, then target, baseline, current value and deadline as written; "-" for none.
const VALUES: &[[&str; 5]] = &[
    ["Raise activation from 32% to 45% by 2026-09-30", "45%", "32%", "-", "by 2026-09-30"],
    ["Security check time 2h -> 15min", "15min", "2h", "-", "-"],
    ["Onboarding completion of 80% (up from 64%)", "80%", "64%", "-", "-"],
    ["Deliver 98% of parcels by 09:00 (today 84%)", "98%", "-", "84%", "-"],
    ["Cut disputes to at most 3 per 1,000 payouts, now 5", "at most 3", "-", "5", "-"],
    ["Keep occupancy between 85% and 90%", "85% and 90%", "-", "-", "-"],
    ["Grow revenue to 1.500.000,50 EUR until end of June", "1.500.000,50 EUR", "-", "-", "until end of June"],
    ["3 out of 5 wards answer within 10 minutes", "3 out of 5", "-", "-", "-"],
    ["Users who pay within 7 days of sign-up: from 4% to 9%", "9%", "4%", "-", "-"],
    ["Pass the ISO 27001 audit before October", "-", "-", "-", "before October"],
    ["Launch version 2.4.1 on Python 3 for Ward 7", "-", "-", "-", "-"],
    ["Close issue #42 and PR 17 in Q4", "-", "-", "-", "in Q4"],
    ["Sign $N₀ of new contracts by EOQ", "$N₀", "-", "-", "by EOQ"],
    ["Reach X% of households", "-", "-", "-", "-"],
    ["Halve failed deployments from 18%", "Halve", "18%", "-", "-"],
    ["Offer support 24/7 for 5G phones", "-", "-", "-", "-"],
    ["Zero accidents by 30.09.2026", "Zero", "-", "-", "by 30.09.2026"],
    ["Win twelve partners by Q4 2026", "twelve", "-", "-", "by Q4 2026"],
    ["Have at least one example", "-", "-", "-", "-"],
    ["Salary review agreed before the summer break", "-", "-", "-", "before the summer break"],
    ["Every change is reviewed before the merge", "Every", "-", "-", "-"],
    ["Claims answered under 200 ms from 24% to 50%", "50%", "24%", "-", "-"],
];

#[test]
fn values() {
    for [plain, target, baseline, current, deadline] in VALUES {
        let reading = read(plain);
        let shown = |amount: &Option<super::Amount>| amount.as_ref().map_or("-".into(), |amount| amount.text.clone());
        let due = reading.deadline.as_ref().map_or("-", |deadline| &deadline.text);
        let found = [&*shown(&reading.target), &*shown(&reading.baseline), &*shown(&reading.current), due];
        assert_eq!(found, [*target, *baseline, *current, *deadline], "{plain}");
    }
}

#[test]
fn the_verb_tells_the_way_where_the_numbers_contradict_it() {
    let way = |plain| read(plain).direction;
    assert_eq!(way("Raise renewals from 91% to 90%"), Some(super::Direction::Increase));
    assert_eq!(way("Reduce falls from 12 to 15"), Some(super::Direction::Decrease));
    assert_eq!(way("Increase response time from 9 h to 3 h"), Some(super::Direction::Decrease));
    assert_eq!(way("Improve rank from 5 to 2"), Some(super::Direction::Decrease));
    assert_eq!(way("Discharges before noon from 20% to 35%"), Some(super::Direction::Increase));
}

#[test]
fn numbers_are_scaled() {
    let number = |plain| read(plain).target.and_then(|target| target.number);
    assert_eq!(number("Grow ARR to $7.8M"), Some(7_800_000.0));
    assert_eq!(number("Reach 12,000 households"), Some(12_000.0));
    assert_eq!(number("Reach 1.500,5 points"), Some(1500.5));
    assert_eq!(number("Visit two dozen schools"), Some(24.0));
    assert_eq!(number("Half of all invoices are paid on time"), Some(50.0));
}

#[test]
fn deadlines_are_dated_by_the_cycle() {
    let date = |plain| read(plain).deadline.and_then(|deadline| deadline.date).map(|date| date.to_string());
    assert_eq!(date("Launch the portal by end of August").as_deref(), Some("2026-08-31"));
    assert_eq!(date("Launch the portal before October").as_deref(), Some("2026-09-30"));
    assert_eq!(date("Launch the portal by EOQ").as_deref(), Some("2026-09-30"));
    assert_eq!(date("Launch the portal by Q4").as_deref(), Some("2026-12-31"));
    assert_eq!(date("Launch the portal by February").as_deref(), Some("2027-02-28"));
    assert_eq!(date("Launch the portal by 15 July").as_deref(), Some("2026-07-15"));
    assert_eq!(date("Launch the portal by the end of 2025").as_deref(), Some("2025-12-31"));
    assert!(read("Launch the portal by 31 June").deadline.is_some_and(|deadline| deadline.impossible));
}

/// Statement, the mark it has and the words under it; no words where the mark must be absent.
const MARKS: &[(&str, MarkKind, &str)] = &[
    ("Reach X% NPS", MarkKind::Placeholder, "X%"),
    ("Raise CSAT to [target]", MarkKind::Placeholder, "[target]"),
    ("Publish X-ray guidance", MarkKind::Placeholder, ""),
    ("Bring in $N of donations", MarkKind::Redacted, "$N"),
    ("Significantly improve page speed", MarkKind::Vague, "Significantly"),
    ("Improve checkout latency from 400 ms to 250 ms", MarkKind::Vague, ""),
    ("Answer fewer than 5 calls a day", MarkKind::Vague, ""),
    ("Reduce paper use by up to 30%", MarkKind::Loophole, "up to 30%"),
    ("Keep the wiki up to date", MarkKind::Loophole, ""),
    ("Bring answered calls up to 100%", MarkKind::Loophole, ""),
    ("Help branches improve cash accuracy where possible", MarkKind::Loophole, "Help"),
    ("Hold 12 customer interviews", MarkKind::Activity, "interviews"),
    ("Complete 100% of the data-lake project", MarkKind::PercentComplete, "100%"),
    ("95% of payments on the new rail (today 20%)", MarkKind::PercentComplete, ""),
    ("Increase conversion rate by 5%", MarkKind::AmbiguousNumber, "5%"),
    ("Increase conversion rate from 4.0% to 5.5%", MarkKind::AmbiguousNumber, ""),
    ("Reduce response time to 3", MarkKind::AmbiguousNumber, "3"),
    ("Raise NPS from 20 to 35 and launch in two countries", MarkKind::SecondResult, "and launch in two countries"),
    ("Cut waits from 34 to 20 min while return visits stay below 4%", MarkKind::SecondResult, ""),
    ("Increase MRR from $310k to $420k", MarkKind::WantsGuardrail, "MRR"),
    ("Keep monthly logo churn at or below 1.8%", MarkKind::Guardrail, "logo churn"),
    ("Open evening clinics so that working parents get care", MarkKind::OutcomeClause, "so that working parents get care"),
    ("ISO 27001 certificate issued", MarkKind::ExternalTest, "ISO 27001"),
    ("Launch the citizen portal", MarkKind::Deliverable, "portal"),
    ("Increase weekly output from 400 to 300", MarkKind::Inconsistent, "400 to 300"),
    ("Raise CSAT (1-5) from 4.2 to 6", MarkKind::Inconsistent, "6"),
    ("17 of 14 clinics are open", MarkKind::Inconsistent, "17 of 14"),
    ("Improve rank from 5 to 2", MarkKind::Inconsistent, ""),
    ("Raise net revenue retention from 104% to 118%", MarkKind::Inconsistent, ""),
];

#[test]
fn marks() {
    for (plain, kind, words) in MARKS {
        let reading = read(plain);
        assert_eq!(reading.mark(*kind).map_or("", |mark| &mark.text), *words, "{plain}: {:?}", reading.marks);
    }
}

#[test]
fn vanity_needs_the_head_of_the_measure() {
    let term = |plain| read(plain).vanity.map(|vanity| vanity.term.to_string());
    assert_eq!(term("Grow total registered users from 40k to 60k").as_deref(), Some("total registered users"));
    assert_eq!(term("Raise the share of new sign-ups who finish a first project from 22% to 35%"), None);
    assert_eq!(term("Increase unaided awareness to 18%"), None);
    assert_eq!(term("Raise market share to 12%"), None);
    assert_eq!(term("Patients seen by a nurse within an hour from 58% to 75%"), None);
    assert_eq!(term("Reduce page views per order to 3"), None);
}

#[test]
fn survives_anything() {
    for plain in [
        "",
        " ",
        "-",
        "%",
        "$",
        "0",
        "…",
        "((((",
        "by",
        "from to",
        "½ €",
        "\u{feff}١٢",
        "a\u{301}-",
        "1.2.3.4,5,6",
        "by 99/99/9999",
        "#",
        "@",
        "_ _",
        "<x>>>",
    ] {
        let reading = read(plain);
        assert!(reading.marks.iter().all(|mark| mark.span.range().end <= plain.len()), "{plain}");
    }
}
