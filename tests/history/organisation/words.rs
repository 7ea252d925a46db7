//! What the people of the organisation write about what they change.

/// What people write who do not say why.
pub(super) const SILENT: [&str; 14] = [
    "update okrs",
    "weekly update",
    "numbers",
    "OKR update",
    "wip",
    "okrs: refresh values",
    "minor edits",
    "check-in week 7",
    "Update file",
    "values for this week",
    "docs: okr check-in",
    "fix formatting",
    "Status update and progress",
    "edits from the Monday meeting",
];

/// What people write who do; `{}` is the id of the key result.
pub(super) const REASONS: [&str; 14] = [
    "Ease {}: the supplier test showed a ceiling",
    "{}: target lowered, the second bank joins in autumn only",
    "Revise {} because the portal opens in May",
    "Adjust the target of {} after the vendor withdrew its service",
    "Retarget {}\n\nThe pilot showed that families lack a phone contact; agreed in the learning session.",
    "Lower {}, since two of five sites closed for repairs",
    "Change {}: last year's figures counted returns twice",
    "{} was set before the price rise; the sales team and we agreed on a new figure",
    "Update {} to reflect the frozen budget",
    "Correct {}. The old number came from the test system.",
    "Rework {} given what interviews with tenants told us",
    "Reset {} - strike at the port stopped deliveries for three weeks",
    "{} new aim, the ministry moved the opening to winter",
    "Replace {}: we learned that letters are not read, phone calls are",
];

/// What is told at check-ins.
pub(super) const NOTES: [&str; 8] = [
    "",
    " Two drivers were ill. Next: the day shift lends one.",
    " The file went out late on Tuesday.",
    " Holiday week, few callers.",
    " Next: talk to the branch in the harbour.",
    " New colleagues start on Monday because two left in spring.",
    " The target is in sight.",
    " Waiting for the permit since Thursday.",
];
