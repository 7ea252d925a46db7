//! A file that is written whole or not at all: beside its place first, so that whoever reads it finds the old text or the new one and never
//! half of one.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A file that is being written.
#[derive(Debug)]
pub(super) struct WholeFile {
    writer: BufWriter<File>,
    /// Where it is written until it is whole, and where it goes then; `None` where it is a device or a pipe, which cannot be replaced.
    draft: Option<(PathBuf, PathBuf)>,
    error: Option<io::Error>,
}

impl WholeFile {
    /// Opens a file for writing. A link keeps pointing to it, and it keeps its permissions.
    ///
    /// # Errors
    ///
    /// The folder is missing or may not be written to, or the path is a folder.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let known = fs::metadata(path);
        let (file, draft) = match &known {
            Ok(known) if known.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(known) if !known.is_file() => (File::options().write(true).open(path)?, None),
            _ => {
                let target = if known.is_ok() { fs::canonicalize(path)? } else { path.to_owned() };
                let mut name = OsString::from(".");
                name.push(target.file_name().ok_or(io::ErrorKind::InvalidFilename)?);
                name.push(format!(".{}.tmp", std::process::id()));
                let draft = target.with_file_name(name);
                let file = File::create_new(&draft)?;
                (file, Some((draft, target)))
            }
        };
        let opened = Self { writer: BufWriter::new(file), draft, error: None };
        if let (Ok(known), Some((draft, _))) = (known, &opened.draft) {
            fs::set_permissions(draft, known.permissions())?;
        }
        Ok(opened)
    }

    /// Writes bytes. After a failure, which [`Self::close`] tells, nothing more is written.
    pub(super) fn write(&mut self, bytes: &[u8]) {
        if self.error.is_none() {
            self.error = self.writer.write_all(bytes).err();
        }
    }

    /// Puts the whole file in its place.
    ///
    /// # Errors
    ///
    /// Something could not be written; the file is as it was before.
    pub(super) fn close(mut self) -> io::Result<()> {
        self.error.take().map_or_else(|| self.writer.flush(), Err)?;
        if let Some((draft, target)) = &self.draft {
            fs::rename(draft, target)?;
        }
        self.draft = None;
        Ok(())
    }
}

impl Drop for WholeFile {
    /// Leaves no draft behind.
    fn drop(&mut self) {
        if let Some((draft, _)) = &self.draft {
            let _ = fs::remove_file(draft);
        }
    }
}
