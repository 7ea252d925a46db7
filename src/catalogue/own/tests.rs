//! What a rule file can get wrong, and where that is told.

use super::*;

const RULE: &str = include_str!("../../cli/rules/start.toml");

/// The texts that are told of a file with something replaced: what is underlined, the message and the help.
fn told(from: &str, to: &str) -> Vec<(String, String)> {
    assert!(RULE.contains(from), "{from}");
    let source = Source::new("okr-rules/my-rule.toml", RULE.replace(from, to));
    let problems = read(&source).err().unwrap_or_default();
    problems.into_iter().map(|p| (source.slice(p.span).to_owned(), format!("{}. {}", p.message, p.help))).collect()
}

#[test]
fn mistakes_are_told_in_their_places() {
    let condition = "!key_result.dropped && key_result.type";
    for (from, to, place, words) in [
        ("summary =", "sumary =", "sumary", "did you mean `summary`?"),
        ("level = \"warning\"", "level = \"waning\"", "\"waning\"", "did you mean `warning`?"),
        ("flag = \"value\"", "flag = \"valeu\"", "\"valeu\"", "did you mean \"value\"?"),
        (
            "flag = \"value\" ",
            "",
            "# A rule of your own. The file's name is the rule's name. Name the file in okrlint.toml:",
            "`flag` is missing",
        ),
        ("why = \"A tool", "why = \" \" # ", "\" \"", "`why` is empty"),
        (condition, "!key_result.dropt && key_result.type", "dropt", "did you mean `dropped`?"),
        (condition, "ü key_result.type", "ü", "this is no condition"),
        ("lexicon = [\"tools\"]", "lexicon = [\"tols\"]", "[\"tols\"]", "did you mean `tools`?"),
        (
            "lexicon = [\"tools\"]",
            "lexicon = [\"vague-terms/buzzwords\"]",
            "[\"vague-terms/buzzwords\"]",
            "vague-terms/buzzword`?",
        ),
        ("lexicon = [\"tools\"]", "regex = \"\\u00fc(x\"", "(", "unclosed group"),
        ("lexicon = [\"tools\"]", "regex = \"\"\"\n\"x\\\"(\"\"\"", "(", "unclosed group"),
        ("lexicon = [\"tools\"]", "regex = '''\nüx(a'''", "(", "unclosed group"),
        ("lexicon = [\"tools\"]", "mark = \"vage\"", "\"vage\"", "did you mean \"vague\"?"),
        ("lexicon = [\"tools\"]", "underline = \"metrik\"", "\"metrik\"", "did you mean \"metric\"?"),
        ("lexicon = [\"tools\"]", "lexicon = [\"tools\"]\nregex = 'x'", "[match]", "looks for one thing"),
        ("is a tool of ours, and", "{qoute} and", "qoute", "did you mean `{quote}`?"),
        ("Say what {set.team}", "Say what {set.taem}", "set.taem", "did you mean `team`?"),
        ("scope = \"key-result\"", "scope = \"series\"", "[match]", "looks into one document"),
        (
            "silences = []",
            "topic = { lexicon = \"shipping\", class = [\"x\"] }",
            "{ lexicon = \"shipping\", class = [\"x\"] }",
            "not here",
        ),
    ] {
        let told = told(from, to);
        let words = if words == "not here" { "rules with code" } else { words };
        let fits = |(at, text): &(String, String)| at.starts_with(place) && text.contains(words);
        assert!(told.iter().any(fits), "{to}: {told:#?}");
    }
}

#[test]
fn a_rule_is_named_as_its_file() {
    let named = |path: &str| read(&Source::new(path, RULE)).map(|rule| rule.name);
    assert_eq!(named("okr-rules/no-tools.toml").ok(), Some("no-tools"));
    assert!(named("okr-rules/No Tools.toml").unwrap_err()[0].message.contains("no name for a rule"));
}

#[test]
fn names_are_given_once_and_silence_what_is_there() {
    let rule = |path: &str, text: &str| {
        let source = Source::new(path, text);
        (read(&source).unwrap(), source)
    };
    let silencing = RULE.replace("silences = []", "silences = [\"no-basline\", \"b\"]");
    let files = [rule("a.toml", &silencing), rule("b.toml", RULE), rule("x/b.toml", RULE), rule("no-number.toml", RULE)];
    let rules: Vec<(&'static Rule, &Source)> = files.iter().map(|(rule, source)| (*rule, source)).collect();
    let problems = join(&rules).unwrap_err();
    let told: Vec<(usize, &str)> = problems.iter().map(|(nth, problem)| (*nth, problem.message.as_str())).collect();
    assert_eq!(
        told,
        [
            (0, "there is no rule `no-basline` to silence"),
            (2, "`b` is also the name of the rule in `b.toml`"),
            (3, "`no-number` is the name of a built-in rule or red flag"),
        ]
    );
    assert!(problems[0].1.help.contains("`no-baseline`"));
    assert_eq!(join(&rules[1..2]).unwrap().find("b").map(|rule| rule.name), Some("b"));
}
