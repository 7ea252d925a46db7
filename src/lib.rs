//! okrlint reads OKR documents as teams write them and reports the red flags in them.

pub mod calendar;
pub mod catalogue;
pub mod checks;
pub mod diagnostic;
pub mod engine;
mod fingerprint;
mod lexicon;
pub mod model;
pub mod read;
pub mod source;
pub mod statement;
pub mod workspace;
