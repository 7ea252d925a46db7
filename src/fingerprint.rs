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
    Hasher::new().runs(text, false).finish()
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
}
