//! The hashes of words, shared by the build script that lays out the tables and the program that looks words up in them.

/// FNV-1a over the bytes of a lower-case word. Words are short, so its weakness on long keys does not matter.
pub(crate) fn hash(lower_case: impl Iterator<Item = u8>) -> u32 {
    lower_case.fold(EMPTY, extend)
}

/// The hash of no letters.
pub(crate) const EMPTY: u32 = 0x811c_9dc5;

/// The hash of a word that goes on with one more byte.
pub(crate) const fn extend(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// The hash of two words in a row, from their own.
pub(crate) const fn pair(first: u32, second: u32) -> u32 {
    (first.rotate_left(5) ^ second).wrapping_mul(0x9e37_79b9)
}
