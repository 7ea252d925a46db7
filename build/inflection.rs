//! The forms in which a term may stand in a sentence: plurals of nouns, third person, past and gerund of verbs.

/// How the terms of a lexicon change their form.
#[derive(Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Inflect {
    /// Terms stand as they are.
    #[default]
    None,
    /// The last word takes a plural or loses it.
    Noun,
    /// The first word is conjugated.
    Verb,
}

/// Bits that tell in which form a word was written.
pub(crate) mod form {
    pub(crate) const BASE: u8 = 1;
    pub(crate) const THIRD: u8 = 2;
    pub(crate) const PAST: u8 = 4;
    pub(crate) const GERUND: u8 = 8;
}

/// Past forms that no rule gives.
const IRREGULAR: &[(&str, &[&str])] = &[
    ("become", &["became", "become"]),
    ("begin", &["began", "begun"]),
    ("bring", &["brought"]),
    ("build", &["built"]),
    ("buy", &["bought"]),
    ("catch", &["caught"]),
    ("choose", &["chose", "chosen"]),
    ("come", &["came", "come"]),
    ("cut", &["cut"]),
    ("do", &["did", "done"]),
    ("draw", &["drew", "drawn"]),
    ("drive", &["drove", "driven"]),
    ("fall", &["fell", "fallen"]),
    ("find", &["found"]),
    ("get", &["got", "gotten"]),
    ("give", &["gave", "given"]),
    ("go", &["went", "gone"]),
    ("grow", &["grew", "grown"]),
    ("hit", &["hit"]),
    ("hold", &["held"]),
    ("keep", &["kept"]),
    ("lead", &["led"]),
    ("leave", &["left"]),
    ("let", &["let"]),
    ("lose", &["lost"]),
    ("make", &["made"]),
    ("meet", &["met"]),
    ("pay", &["paid"]),
    ("put", &["put"]),
    ("rebuild", &["rebuilt"]),
    ("rewrite", &["rewrote", "rewritten"]),
    ("rise", &["rose", "risen"]),
    ("run", &["ran", "run"]),
    ("see", &["saw", "seen"]),
    ("sell", &["sold"]),
    ("send", &["sent"]),
    ("set", &["set"]),
    ("show", &["showed", "shown"]),
    ("shrink", &["shrank", "shrunk"]),
    ("speak", &["spoke", "spoken"]),
    ("spend", &["spent"]),
    ("spin", &["spun"]),
    ("split", &["split"]),
    ("stand", &["stood"]),
    ("take", &["took", "taken"]),
    ("teach", &["taught"]),
    ("understand", &["understood"]),
    ("win", &["won"]),
    ("write", &["wrote", "written"]),
];

/// Verbs of more than one syllable that double their last letter.
const DOUBLING: &[&str] =
    &["submit", "commit", "permit", "refer", "transfer", "begin", "defer", "occur", "admit", "prefer", "backfill"];

fn vowel(byte: u8) -> bool {
    b"aeiou".contains(&byte)
}

/// Whether the last consonant is doubled before -ed and -ing: ship, plan, submit; not open, host, fix.
fn doubles(verb: &str) -> bool {
    if DOUBLING.contains(&verb) {
        return verb != "backfill";
    }
    let bytes = verb.as_bytes();
    let [.., before, middle, last] = bytes else { return false };
    let groups = bytes.windows(2).filter(|pair| vowel(pair[0]) && !vowel(pair[1])).count();
    !vowel(*last) && !b"wxy".contains(last) && vowel(*middle) && (!vowel(*before) || bytes.starts_with(b"qu")) && groups == 1
}

/// The third person of a verb or the plural of a noun.
fn with_s(word: &str) -> String {
    let bytes = word.as_bytes();
    match bytes {
        [.., before, b'y'] if !vowel(*before) => format!("{}ies", &word[..word.len() - 1]),
        _ if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") => format!("{word}es"),
        [b'd' | b'g', b'o'] | [b'u', b'n', b'd', b'o'] => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// All forms of a verb with the bits that name them.
fn conjugate(verb: &str) -> Vec<(String, u8)> {
    let stem = match verb {
        _ if doubles(verb) => format!("{verb}{}", &verb[verb.len() - 1..]),
        _ if verb.ends_with('e') && !verb.ends_with("ee") => verb[..verb.len() - 1].to_owned(),
        _ => verb.to_owned(),
    };
    let mut forms = vec![(verb.to_owned(), form::BASE), (with_s(verb), form::THIRD), (format!("{stem}ing"), form::GERUND)];
    match IRREGULAR.iter().find(|(base, _)| *base == verb) {
        Some((_, pasts)) => forms.extend(pasts.iter().map(|past| ((*past).to_owned(), form::PAST))),
        None => {
            let past = match verb.as_bytes() {
                [.., before, b'y'] if !vowel(*before) => format!("{}ied", &verb[..verb.len() - 1]),
                _ if verb.ends_with("ee") => format!("{verb}d"),
                _ => format!("{stem}ed"),
            };
            forms.push((past, form::PAST));
        }
    }
    forms
}

/// A noun, its plural and, where it was listed in the plural, its singular.
fn decline(noun: &str) -> Vec<(String, u8)> {
    let mut forms = vec![(noun.to_owned(), 0)];
    let singular = match noun {
        _ if noun.ends_with("ss") || noun.ends_with("us") || noun.ends_with("is") || noun.len() < 4 => None,
        _ if noun.ends_with("ies") => Some(format!("{}y", &noun[..noun.len() - 3])),
        _ if noun.ends_with("ches") || noun.ends_with("shes") || noun.ends_with("sses") || noun.ends_with("xes") => {
            Some(noun[..noun.len() - 2].to_owned())
        }
        _ => noun.strip_suffix('s').map(str::to_owned),
    };
    match singular {
        Some(singular) => forms.push((singular, 0)),
        None => forms.push((with_s(noun), 0)),
    }
    forms
}

/// Every form of a term as (words, form bits of its inflected word).
pub(crate) fn inflect(words: &[String], how: Inflect) -> Vec<(Vec<String>, u8)> {
    let (at, forms) = match (how, words) {
        (Inflect::Noun, [.., last]) => (words.len() - 1, decline(last)),
        (Inflect::Verb, [first, ..]) => (0, conjugate(first)),
        _ => return vec![(words.to_vec(), 0)],
    };
    forms
        .into_iter()
        .map(|(form, bits)| {
            let mut words = words.to_vec();
            words[at] = form;
            (words, bits)
        })
        .collect()
}
