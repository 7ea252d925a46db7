//! What invented teams measure and aim for.

/// Metrics of many fields of work; `^` rises, `v` falls.
pub(crate) const METRICS: [&str; 24] = [
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
pub(crate) const OBJECTIVES: [&str; 8] = [
    "Nobody waits for an answer",
    "A promise made is a promise kept",
    "Who comes once comes back",
    "Work that needs no second try",
    "The first day is a good day",
    "Help is there when it is needed",
    "Nothing is lost on the way",
    "Everyone knows where things stand",
];
