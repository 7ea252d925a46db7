//! Contents by id, from one `git cat-file --batch` that lives as long as the run.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use super::git::{Failure, Git};
use super::log::Id;

/// Ids that are asked for at once. As many lines fit into any pipe, so that git can be asked before it is listened to.
const AT_ONCE: usize = 50;
/// A larger content is no OKR document.
const MAX_BYTES: u64 = 8 << 20;

/// A running `git cat-file --batch`.
#[derive(Debug)]
pub(super) struct Blobs {
    child: Child,
    ask: Option<ChildStdin>,
    answer: BufReader<ChildStdout>,
}

impl Blobs {
    pub(super) fn start(git: &Git) -> Result<Self, Failure> {
        let mut child = git.start(&["cat-file", "--batch"], true)?;
        let (ask, answer) = (child.stdin.take(), child.stdout.take());
        let answer = answer.ok_or_else(|| Failure::Other("git cat-file has no output".to_owned()))?;
        Ok(Self { child, ask, answer: BufReader::new(answer) })
    }

    /// The contents of some ids; `None` for what is missing, no file or too large.
    pub(super) fn contents(&mut self, ids: &[&Id]) -> io::Result<Vec<Option<Vec<u8>>>> {
        let mut contents = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            let Some(ask) = &mut self.ask else { break };
            let lines: String = some.iter().flat_map(|id| [id, "\n"]).collect();
            ask.write_all(lines.as_bytes())?;
            ask.flush()?;
            for _ in some {
                contents.push(self.next()?);
            }
        }
        Ok(contents)
    }

    /// One answer: `ID blob SIZE`, the content and a line break, or `ID missing`.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = String::new();
        if self.answer.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut words = line.trim_end().split(' ').skip(1);
        let (kind, size) = (words.next(), words.next());
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else { return Ok(None) };
        if kind != Some("blob") || size > MAX_BYTES {
            io::copy(&mut self.answer.by_ref().take(size + 1), &mut io::sink())?;
            return Ok(None);
        }
        let mut content = Vec::with_capacity(size as usize + 1);
        self.answer.by_ref().take(size + 1).read_to_end(&mut content)?;
        content.pop();
        Ok(Some(content))
    }
}

impl Drop for Blobs {
    /// git ends when nobody can ask it any more.
    fn drop(&mut self) {
        drop(self.ask.take());
        let _ = self.child.wait();
    }
}
