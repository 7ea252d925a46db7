//! What is found in an invented organisation, against the record of what was planted.

#[path = "../support/chance.rs"]
mod chance;
mod company;
mod plots;
#[path = "../support/program.rs"]
mod program;
mod proof;
mod sheet;
#[path = "../support/statements.rs"]
mod statements;
mod words;
