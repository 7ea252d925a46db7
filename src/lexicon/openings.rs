//! What a term opens with, its only word or its first two, as hashes: looking for these rules most texts out without splitting them into words.

use super::hash;

/// Letters and digits of ASCII in lower case; 0 for what parts words.
pub(crate) const LETTERS: [u8; 256] = {
    let (mut letters, mut byte) = ([0; 256], 0);
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            letters[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
};

/// The hash of the word of ASCII letters and digits that begins at a place, whatever its case, and where it ends. The first two words of terms
/// are ASCII, up to an apostrophe.
pub(crate) const fn word(bytes: &[u8], mut at: usize) -> (u32, usize) {
    let mut hash = hash::EMPTY;
    while at < bytes.len() && LETTERS[bytes[at] as usize] != 0 {
        hash = hash::extend(hash, LETTERS[bytes[at] as usize]);
        at += 1;
    }
    (hash, at)
}

/// The hash of the opening of a term.
pub(crate) const fn of_term(term: &[u8]) -> u32 {
    let (first, mut at) = word(term, 0);
    while at < term.len() && LETTERS[term[at] as usize] == 0 {
        at += 1;
    }
    if at < term.len() { hash::pair(first, word(term, at).0) } else { first }
}

/// Whether one of the words, or of the pairs of words in a row, of a text is wanted, given as hashes. Looks no further than the first.
pub(crate) fn any(text: &str, mut is_wanted: impl FnMut(u32) -> bool) -> bool {
    let bytes = text.as_bytes();
    let (mut before, mut at) = (None, 0);
    while at < bytes.len() {
        let (hash, end) = word(bytes, at);
        if end > at && (is_wanted(hash) || before.replace(hash).is_some_and(|before| is_wanted(hash::pair(before, hash)))) {
            return true;
        }
        at = end + 1;
    }
    false
}
