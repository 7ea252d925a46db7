//! `okrlint rules new`: a rule file to start from.

use clap::Args;

use super::super::Status;
use super::super::output::Output;

/// A rule that works, with a word on each of its parts.
const START: &str = include_str!("start.toml");

/// Write a commented rule file to standard output, to start from: `okrlint rules new > my-rule.toml`.
#[derive(Debug, Args)]
pub(super) struct New {}

impl New {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let _ = output.write(START.as_bytes());
        Status::Clean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::own;
    use crate::examples;
    use crate::source::Source;

    #[test]
    fn the_file_to_start_from_is_a_rule_whose_examples_hold() {
        let source = Source::new("okr-rules/my-rule.toml", START);
        let rule = own::read(&source).unwrap();
        let catalogue = own::join(&[(rule, &source)]).unwrap();
        assert!(rule.examples.len() >= 4);
        for example in rule.examples {
            let found = examples::findings(&catalogue, rule, example).unwrap();
            let underlined: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
            assert_eq!(underlined, example.underline, "{}", example.document);
        }
    }
}
