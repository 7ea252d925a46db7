//! okrlint reads OKR documents as teams write them and reports the red flags in them.

pub mod calendar;
pub mod catalogue;
pub mod changes;
pub mod checks;
pub mod cli;
mod config;
pub mod diagnostic;
mod discover;
pub mod engine;
mod fingerprint;
pub mod fix;
pub mod follow;
pub mod history;
mod horizon;
mod indicator;
mod lexicon;
pub mod model;
pub mod organisation;
pub mod read;
mod remarks;
mod report;
pub mod series;
pub mod source;
pub mod statement;
mod topics;
mod trouble;
pub mod workspace;
