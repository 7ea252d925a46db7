//! The JSON Schema of `okrlint.toml`, for editors: made from the table of keys and the catalogue of rules.

use serde_json::{Map, Value, json};

use super::table::{KEYS, Key, SEVERITIES, Shape, words};
use crate::catalogue::{Catalogue, Flag, OptionDefault, Rule};

/// The schema, in the draft that editors know best.
pub(crate) fn schema(catalogue: &Catalogue) -> Value {
    let mut schema = table(KEYS);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("okrlint.toml");
    schema["definitions"] = json!({
        "level": { "enum": words(SEVERITIES) },
        "texts": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] },
        "name": { "enum": catalogue.rules().map(|rule| rule.name).chain(Flag::ALL.map(Flag::name)).collect::<Vec<_>>() },
        "names": { "anyOf": [reference("name"), { "type": "array", "items": reference("name") }] },
        "rules": object(catalogue.rules().map(|rule| (rule.name, rule_settings(rule)))),
        "flags": object(Flag::ALL.map(|flag| (flag.name(), described(reference("level"), flag.title())))),
    });
    schema
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// A schema with a description; beside a reference, the draft reads nothing.
fn described(schema: Value, doc: &str) -> Value {
    json!({ "description": doc, "allOf": [schema] })
}

fn object<'k>(properties: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    let properties: Map<String, Value> = properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn table(keys: &[Key]) -> Value {
    object(keys.iter().map(|key| (key.name, described(shape(&key.shape), key.doc))))
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Choice(words) => json!({ "enum": words() }),
        // Editors give dates of TOML as texts.
        Shape::Day => json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }),
        Shape::Text => json!({ "type": "string" }),
        Shape::Texts => reference("texts"),
        Shape::Names => reference("names"),
        Shape::Month => json!({ "type": "integer", "minimum": 1, "maximum": 12 }),
        Shape::Rules => reference("rules"),
        Shape::RulesOrFiles => json!({ "anyOf": [reference("rules"), reference("texts")] }),
        Shape::Flags => reference("flags"),
        Shape::Table(keys) => table(keys),
        Shape::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
    }
}

/// A level, or a table with a level and the options of the rule.
fn rule_settings(rule: &Rule) -> Value {
    let options = rule.options.iter().map(|option| {
        let kind = match option.default {
            OptionDefault::Switch(_) => json!({ "type": "boolean" }),
            OptionDefault::Integer(_) => json!({ "type": "integer" }),
            OptionDefault::Text(_) => json!({ "type": "string" }),
            OptionDefault::Words(_) => json!({ "type": "array", "items": { "type": "string" } }),
        };
        let mut option_schema = described(kind, option.doc);
        option_schema["default"] = json!(option.default);
        (option.name, option_schema)
    });
    let settings = object(std::iter::once(("level", reference("level"))).chain(options));
    json!({ "description": rule.summary, "anyOf": [reference("level"), settings] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn errors(text: &str) -> usize {
        let table: toml::Table = text.parse().unwrap();
        let value = serde_json::from_str(&serde_json::to_string(&table).unwrap()).unwrap();
        jsonschema::validator_for(&schema(&Catalogue::default())).unwrap().iter_errors(&value).count()
    }

    /// What the reader of the file says of a text.
    fn mistakes(text: &str) -> usize {
        let source = Source::new("okrlint.toml", text);
        let folder = std::path::Path::new("/");
        super::super::sections::open(&source, folder).read(folder, &[]).problems.len()
    }

    #[test]
    fn the_schema_and_the_reader_are_of_one_mind() {
        let good = [
            "profile = \"coach\"\nselect = \"measurability\"\nignore = [\"no-number\"]\ntoday = \"2026-07-01\"\nexclude = [\"a/**\"]\n",
            "[rules]\nno-number = \"off\"\nvague-term = { level = \"info\", allow = [\"tier one\"] }\n[flags]\nvalue = \"error\"\n",
            "[[overrides]]\npaths = \"a/**\"\nrules = { no-number = \"off\" }\nflags = { value = \"info\" }\nignore = \"tracking\"\n",
            "[[suppressions]]\npath = \"a.csv\"\nkey-result = \"KR1\"\nrules = [\"no-number\"]\nreason = \"so\"\nuntil = \"2026-12-31\"\n",
            "[[documents]]\npath = \"{cycle}/{team}.md\"\nlevel = \"team\"\n[fiscal-year]\nfirst-month = 10\n[growth-model]\nlevers = [\"use\"]\n",
        ];
        for text in good {
            assert_eq!((errors(text), mistakes(text)), (0, 0), "{text}");
        }
        let bad = [
            "profile = \"cii\"\n",
            "profle = \"ci\"\n",
            "select = [\"no-nmber\"]\n",
            "[rules]\nno-nmber = \"off\"\n",
            "[rules]\nno-number = \"of\"\n",
            "[rules.vague-term]\nlevl = \"info\"\n",
            "[rules.focus-limits]\nmax-objectives = \"five\"\n",
            "[flags]\nvalu = \"off\"\n",
            "[fiscal-year]\nfirst-month = 13\n",
            "[[overrides]]\npaths = [\"a\"]\nprofile = \"ci\"\n",
            "[[suppressions]]\nrules = [\"no-number\"]\nreson = \"so\"\n",
            "[[documents]]\npath = \"a.md\"\nlevel = \"squad\"\n",
        ];
        for text in bad {
            assert!(errors(text) > 0 && mistakes(text) > 0, "{text}");
        }
    }
}
