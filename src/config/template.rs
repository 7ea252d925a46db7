//! Path templates of `[[documents]]`: `okrs/{cycle}/{team}.md`.

use std::path::{Path, PathBuf};

use crate::calendar::Cycle;
use crate::discover::shown;
use crate::model::Level;
use crate::read::Context;

/// Says what the files of a path pattern are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Template {
    /// The pattern, one list of pieces for each part of the path.
    parts: Vec<Vec<Piece>>,
    /// The folder that it starts from.
    folder: PathBuf,
    /// Cycle of all its files.
    pub(crate) cycle: Option<Cycle>,
    /// Team of all its files.
    pub(crate) team: Option<String>,
    /// Level of all its files.
    pub(crate) level: Option<Level>,
}

/// A piece of one part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// `*`: any text within the part.
    Any,
    /// `**`: any number of parts; stands alone.
    Deep,
    Cycle,
    Team,
}

impl Template {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong: an unknown or unclosed `{placeholder}`.
    pub(crate) fn new(pattern: &str, folder: &Path) -> Result<Self, String> {
        let parts = pattern.trim_start_matches("./").split('/').map(pieces).collect::<Result<_, _>>()?;
        Ok(Self { parts, folder: folder.to_owned(), ..Self::default() })
    }

    /// What the template says of an absolute path, if it is one of its files.
    pub(crate) fn matches(&self, path: &Path) -> Option<Context> {
        let path = shown(path.strip_prefix(&self.folder).unwrap_or(path));
        let parts: Vec<&str> = path.split('/').collect();
        let mut context = match_parts(&self.parts, &parts)?;
        context.cycle = context.cycle.or(self.cycle);
        context.team = context.team.or_else(|| self.team.clone());
        context.level = self.level;
        Some(context)
    }
}

fn pieces(part: &str) -> Result<Vec<Piece>, String> {
    if part == "**" {
        return Ok(vec![Piece::Deep]);
    }
    let mut pieces = Vec::new();
    let mut rest = part;
    while let Some(at) = rest.find(['{', '*']) {
        if at > 0 {
            pieces.push(Piece::Literal(rest[..at].to_owned()));
        }
        if rest[at..].starts_with('*') {
            pieces.push(Piece::Any);
            rest = &rest[at + 1..];
            continue;
        }
        let (name, after) = rest[at + 1..].split_once('}').ok_or("a `{` is never closed")?;
        pieces.push(match name {
            "cycle" => Piece::Cycle,
            "team" => Piece::Team,
            _ => {
                return Err(format!(
                    "`{{{name}}}` is no placeholder: `{{cycle}}` and `{{team}}` are, and `*` and `**` stand for any text"
                ));
            }
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    Ok(pieces)
}

fn match_parts(pattern: &[Vec<Piece>], parts: &[&str]) -> Option<Context> {
    match (pattern.split_first(), parts.split_first()) {
        (None, None) => Some(Context::default()),
        (Some((first, rest)), _) if first[..] == [Piece::Deep] => {
            (0..=parts.len()).find_map(|skipped| match_parts(rest, &parts[skipped..]))
        }
        (Some((first, rest)), Some((part, others))) => {
            let inner = match_pieces(first, part)?;
            let mut context = match_parts(rest, others)?;
            context.cycle = inner.cycle.or(context.cycle);
            context.team = inner.team.or(context.team);
            Some(context)
        }
        _ => None,
    }
}

/// Matches within one part of a path, whose length the file system bounds; the shortest text that fits is taken for a placeholder.
fn match_pieces(pieces: &[Piece], text: &str) -> Option<Context> {
    let Some((first, rest)) = pieces.split_first() else {
        return text.is_empty().then(Context::default);
    };
    if let Piece::Literal(literal) = first {
        return match_pieces(rest, text.strip_prefix(literal.as_str())?);
    }
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    for end in ends {
        let (taken, after) = text.split_at(end);
        let said = match first {
            Piece::Cycle => Cycle::parse_or_year(taken)
                .filter(|(_, range)| range.len() == taken.len())
                .map(|(cycle, _)| Context { cycle: Some(cycle), ..Context::default() }),
            Piece::Team => (!taken.is_empty()).then(|| Context { team: Some(taken.to_owned()), ..Context::default() }),
            _ => Some(Context::default()),
        };
        if let Some((said, mut context)) = said.and_then(|said| Some((said, match_pieces(rest, after)?))) {
            context.cycle = said.cycle.or(context.cycle);
            context.team = said.team.or(context.team);
            return Some(context);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pattern: &str, path: &str) -> Option<(Option<String>, Option<String>)> {
        let context = Template::new(pattern, Path::new("/team")).unwrap().matches(&Path::new("/team").join(path))?;
        Some((context.cycle.map(|cycle| cycle.to_string()), context.team))
    }

    #[test]
    fn placeholders_take_their_part_of_the_path() {
        let both = Some((Some("2026-Q3".to_owned()), Some("payments".to_owned())));
        assert_eq!(said("okrs/{cycle}/{team}.md", "okrs/2026-Q3/payments.md"), both);
        assert_eq!(said("{team}-{cycle}.*", "payments-2026-Q3.yaml"), both);
        assert_eq!(said("**/{team}/{cycle}.md", "a/b/payments/2026-Q3.md"), both);
        assert_eq!(said("okrs/{cycle}/{team}.md", "okrs/archive/payments.md"), None);
        assert_eq!(said("okrs/*.md", "okrs/deep/a.md"), None);
    }

    #[test]
    fn mistakes_in_a_pattern_are_told() {
        assert!(Template::new("okrs/{quarter}.md", Path::new("/")).unwrap_err().contains("`{quarter}` is no placeholder"));
        assert_eq!(Template::new("okrs/{team.md", Path::new("/")).unwrap_err(), "a `{` is never closed");
    }
}
