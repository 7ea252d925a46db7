//! What the people of the organisation write.

/// Metrics of many fields of work; `^` rises, `v` falls.
pub(super) const METRICS: [&str; 24] = [
    "^calls settled at first contact",
    "vdays from order to delivery",
    "^patients seen within a week",
    "vfalls on the ward a month",
    "^residents who file their forms online",
    "vminutes a caller waits",
    "^donors who give a second year",
    "vcastings sent back a month",
    "^trainees who pass at first try",
    "vtickets reopened within a week",
    "^invoices matched without a hand",
    "vparcels lost a month",
    "^volunteers who come back in spring",
    "vhours a bed stands empty",
    "^builds green at first try",
    "vcomplaints about noise a month",
    "^families with a flat within a year",
    "vshifts without a nurse on duty",
    "^quotes answered the same day",
    "vcrates broken in the yard",
    "^pupils who borrow a book a month",
    "vpages that fail to load",
    "^shops that reorder within a month",
    "vfarms without a vet in reach",
];

/// What they aim for.
pub(super) const OBJECTIVES: [&str; 8] = [
    "Nobody waits for an answer",
    "A promise made is a promise kept",
    "Who comes once comes back",
    "Work that needs no second try",
    "The first day is a good day",
    "Help is there when it is needed",
    "Nothing is lost on the way",
    "Everyone knows where things stand",
];

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
