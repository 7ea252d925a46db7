//! The sample documents and the README, read and checked by the program as a user runs it.

mod hostile;
mod organisations;
mod program;
mod properties;
mod readme;
