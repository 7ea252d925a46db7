//! The difference of two texts, as `diff -u` and `git apply` know it.

use similar::TextDiff;

/// The unified diff from one text of a file to another; empty where they are the same.
pub fn unified(path: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_names_the_file_and_shows_what_changes() {
        let (before, after) = ("one\ntwo\nthree\n", "one\n2\nthree\n");
        assert_eq!(
            unified("okrs/a.md", before, after),
            "--- a/okrs/a.md\n+++ b/okrs/a.md\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n"
        );
        assert_eq!(unified("a.md", before, before), "");
    }
}
