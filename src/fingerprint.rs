//! Hashes that stay the same from release to release, and so can stand in a file. FNV-1a, 64 bits: fast on short texts, with nothing to
//! seed. See <http://www.isthe.com/chongo/tech/comp/fnv/> for its two constants.

use crate::lexicon::openings::LETTERS;

/// A running hash.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hasher(u64);

impl Hasher {
    /// The hash of nothing.
    pub(crate) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a part. Parts are kept apart, so that ("ab", "c") differs from ("a", "bc").
    pub(crate) fn part(self, text: &str) -> Self {
        self.bytes(text.as_bytes()).byte(0xff)
    }

    /// Adds a number.
    pub(crate) fn number(self, number: u64) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    /// Adds a text in normal form: its letters and digits, in lower case, words apart.
    pub(crate) fn words(self, text: &str) -> Self {
        self.runs(text, true)
    }

    /// Adds the runs of letters, and of digits where figures count, in lower case and apart.
    fn runs(self, text: &str, figures: bool) -> Self {
        let mut hash = self;
        let mut gap = false;
        let mut buffer = [0; 4];
        for c in text.chars() {
            let ascii = c.is_ascii().then(|| LETTERS[c as usize & 127]);
            let counts = match ascii {
                Some(letter) => letter != 0 && (figures || letter > b'9'),
                None => c.is_alphabetic() || figures && c.is_numeric(),
            };
            if !counts {
                gap = hash.0 != self.0;
                continue;
            }
            if std::mem::take(&mut gap) {
                hash = hash.byte(b' ');
            }
            hash = match ascii {
                Some(letter) => hash.byte(letter),
                None => c.to_lowercase().fold(hash, |hash, lower| hash.bytes(lower.encode_utf8(&mut buffer).as_bytes())),
            };
        }
        hash.byte(0xff)
    }

    /// Adds a text in normal form and without its digits: the same for texts that differ in their figures alone.
    pub(crate) fn words_without_figures(self, text: &str) -> Self {
        self.runs(text, false)
    }

    /// The hash so far.
    pub(crate) fn finish(self) -> u64 {
        self.0
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        bytes.iter().fold(self, |hash, byte| hash.byte(*byte))
    }

    fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }
}

/// The hash of a text in normal form.
pub(crate) fn of_words(text: &str) -> u64 {
    Hasher::new().words(text).finish()
}

/// The hash of a text in normal form and without its digits: equal for statements that differ in their figures alone.
pub(crate) fn of_words_without_figures(text: &str) -> u64 {
    Hasher::new().words_without_figures(text).finish()
}

/// What a finding is known by within its document, wherever it moves there: its rule and the words that it is about. Neither lines nor labels
/// such as `KR2` count, so that it survives moves, indents and new numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// Rule and words without their figures: stays while a value or a target moves.
    pub alike: u64,
    /// The words with their figures: tells apart what is alike.
    pub exact: u32,
}

/// By what a finding is looked for among those that are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sought {
    /// What it is known by.
    pub identity: Identity,
    /// What a finding of the same rule about all of its objective, and about all of its set, would be known by: where one of several places is
    /// mended, the others are told one by one, and are still the same finding.
    pub wider: [Identity; 2],
}

impl Identity {
    /// Of a rule's finding about some texts, whose figures may change, under names, whose figures may not.
    pub(crate) fn new(rule: &str, texts: [&str; 2], name: &str) -> Self {
        let alike = texts.iter().fold(Hasher::new().part(rule).words(name), |hash, text| hash.words_without_figures(text));
        let exact = texts.iter().fold(Hasher::new(), |hash, text| hash.words(text)).finish();
        Self { alike: alike.finish(), exact: (exact ^ exact >> 32) as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(Hasher::new().bytes(b"foobar").finish(), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn only_words_count() {
        assert_eq!(of_words("Raise  NPS, from 20 to 35."), of_words("raise nps from 20 to 35"));
        assert_eq!(of_words("  Raise NPS"), of_words("Raise NPS!"));
        assert_ne!(of_words("Raise NPS to 3 5"), of_words("Raise NPS to 35"));
        assert_eq!(of_words_without_figures("NPS from 20 to 35"), of_words_without_figures("NPS from 9 to 10.5"));
        assert_ne!(of_words_without_figures("NPS from 20 to 35"), of_words_without_figures("NPS from 20 down to 35"));
    }

    #[test]
    fn an_identity_is_alike_while_figures_move_and_exact_while_they_stay() {
        let of = |texts, name| Identity::new("no-baseline", texts, name);
        let known = of(["Raise NPS to 35", ""], "");
        assert_eq!(of(["raise  NPS to 35!", ""], ""), known);
        let moved = of(["Raise NPS to 40", ""], "");
        assert!(moved.alike == known.alike && moved.exact != known.exact);
        for other in [of(["Raise NPS", "to 35"], ""), of(["Raise NPS to 35", ""], "C-O1"), of(["", "Raise NPS to 35"], "")] {
            assert_ne!(other.alike, known.alike);
        }
        assert_ne!(of(["", ""], "C-O1").alike, of(["", ""], "C-O2").alike);
    }
}
