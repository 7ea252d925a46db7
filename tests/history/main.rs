//! What okrlint knows from git: repositories made for the purpose, honest, crowded and hostile.

mod diff;
mod fixture;
mod hostile;
mod organisation;
#[path = "../support/program.rs"]
mod program;
mod proof;
mod repository;
mod since;
