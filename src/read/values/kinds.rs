//! Committed, aspirational or learning.

use crate::lexicon::{self, OKR_TYPES};
use crate::model::OkrType;

/// The type that a field, tag or cell declares: "committed", "Aspirational", "stretch goal".
pub(crate) fn okr_type(text: &str) -> Option<OkrType> {
    let word = text.trim().trim_matches(['[', ']', '(', ')', '*', '_', '`', '"', '\'']).to_lowercase();
    match lexicon::exact(OKR_TYPES, &word).first()?.class {
        "committed" => Some(OkrType::Committed),
        "aspirational" => Some(OkrType::Aspirational),
        _ => Some(OkrType::Learning),
    }
}
