//! The hash of a word, shared by the build script that lays out the vocabulary and the program that looks words up in it.

/// FNV-1a over the bytes of a lower-case word. Words are short, so its weakness on long keys does not matter.
pub(crate) fn hash(lower_case: impl Iterator<Item = u8>) -> u32 {
    lower_case.fold(0x811c_9dc5, |state, byte| (state ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
