//! Mending a document: applies what its findings offer, reads the result again, and keeps it only where it says what the document said before.

mod diff;
mod proof;

pub use diff::unified;

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::read::ReadResult;
use crate::source::{Source, Span};

/// More rounds than any document needs: each is for the fixes that waited for another, or that another made possible.
const ROUNDS: usize = 10;

/// Which fixes are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Courage {
    /// Those that cannot change what the document means.
    Safe,
    /// Also those that change statements and leave blanks.
    Unsafe,
}

/// A document after its fixes.
#[derive(Debug)]
pub struct Mended {
    /// The text.
    pub source: Source,
    /// What is read in it.
    pub read: ReadResult,
    /// How many fixes were applied.
    pub applied: usize,
    /// How many more could be, were unsafe ones wanted.
    pub waiting: usize,
    /// How many fixes would have changed more of the document than they say, and were not applied.
    pub refused: usize,
}

/// The fixes of findings that nobody holds back.
pub fn offers(found: Vec<Diagnostic>) -> Vec<Fix> {
    found.into_iter().filter(|found| found.held.is_none()).filter_map(|found| found.fix).collect()
}

/// Applies what `offer` offers until nothing is left. `read` reads a text as the document was read.
pub fn mend(
    source: &Source,
    result: &ReadResult,
    courage: Courage,
    read: impl Fn(&Source) -> ReadResult,
    offer: impl Fn(&Source, &ReadResult) -> Vec<Fix>,
) -> Mended {
    let source = Source::new(source.path.clone(), source.text.clone());
    let mut mended = Mended { source, read: result.clone(), applied: 0, waiting: 0, refused: 0 };
    for _ in 0..ROUNDS {
        let offered = offer(&mended.source, &mended.read).into_iter();
        let (wanted, waiting): (Vec<Fix>, Vec<Fix>) = offered.partition(|fix| fix.safe || courage == Courage::Unsafe);
        mended.waiting = waiting.len();
        let wanted: Vec<Fix> = apart(wanted);
        let Some((applied, source, result)) = sound(&mended, &wanted, &read) else {
            mended.refused = wanted.len();
            break;
        };
        mended.applied += applied;
        (mended.source, mended.read) = (source, result);
    }
    mended
}

impl Mended {
    /// The text and reading after some fixes; `None` where they would change more than they say.
    fn after(&self, fixes: &[&Fix], read: &impl Fn(&Source) -> ReadResult) -> Option<(Source, ReadResult)> {
        let source = Source::new(self.source.path.clone(), applied(&self.source.text, fixes)?);
        let result = read(&source);
        proof::holds((&self.source, &self.read), (&source, &result), fixes).then_some((source, result))
    }
}

/// Applies all fixes that keep their word; `None` where there is none.
fn sound(mended: &Mended, wanted: &[Fix], read: &impl Fn(&Source) -> ReadResult) -> Option<(usize, Source, ReadResult)> {
    let all: Vec<&Fix> = wanted.iter().collect();
    if all.is_empty() {
        return None;
    }
    if let Some((source, result)) = mended.after(&all, read) {
        return Some((all.len(), source, result));
    }
    let sound: Vec<&Fix> = all.into_iter().filter(|fix| mended.after(&[fix], read).is_some()).collect();
    let (source, result) = mended.after(&sound, read).filter(|_| !sound.is_empty())?;
    Some((sound.len(), source, result))
}

/// The fixes whose edits do not meet those of an earlier one. The others wait for the next round.
fn apart(fixes: Vec<Fix>) -> Vec<Fix> {
    let mut taken: Vec<Span> = Vec::new();
    let mut kept = Vec::with_capacity(fixes.len());
    for fix in fixes {
        let spans = || fix.edits.iter().map(|edit| edit.span);
        let free = spans().enumerate().all(|(at, span)| {
            let own = fix.edits.iter().take(at).map(|edit| edit.span);
            taken.iter().copied().chain(own).all(|other| !meet(span, other))
        });
        if free && !fix.edits.is_empty() {
            taken.extend(spans());
            kept.push(fix);
        }
    }
    kept
}

/// Whether two edits touch the same bytes, or insert at one place.
fn meet(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end || a.start == b.start && (a.is_empty() || b.is_empty()) || a == b
}

/// A text after fixes whose edits lie apart; `None` where an edit lies outside the text.
fn applied(text: &str, fixes: &[&Fix]) -> Option<String> {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start)?);
        out.push_str(&edit.replacement);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests;
