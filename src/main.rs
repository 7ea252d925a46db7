//! The `okrlint` program.

fn main() {}
