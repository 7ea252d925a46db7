//! A file that okrlint writes: a draft beside it first, so that whoever reads the file finds the old text or the new one and never half of one.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::trouble::Trouble;

/// A file that is being written.
#[derive(Debug)]
pub(super) struct ReportFile {
    /// As the user named it.
    path: PathBuf,
    writer: BufWriter<File>,
    /// Where it is written until it is whole, and where it goes then; `None` where it is a device or a pipe, which cannot be replaced.
    draft: Option<(PathBuf, PathBuf)>,
    error: Option<io::Error>,
}

impl ReportFile {
    /// Opens a file for writing.
    ///
    /// # Errors
    ///
    /// The folder is missing or may not be written to, or the path is a folder.
    pub(super) fn open(path: &Path) -> Result<Self, Trouble> {
        open(path).map_err(|error| unwritable(path, &error))
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
    pub(super) fn close(mut self) -> Result<(), Trouble> {
        let whole = self.error.take().map_or_else(|| self.writer.flush(), Err);
        let placed = whole.and_then(|()| match &self.draft {
            Some((draft, target)) => fs::rename(draft, target),
            None => Ok(()),
        });
        match placed {
            Ok(()) => {
                self.draft = None;
                Ok(())
            }
            Err(error) => Err(unwritable(&self.path, &error)),
        }
    }
}

impl Drop for ReportFile {
    /// Leaves no draft behind.
    fn drop(&mut self) {
        if let Some((draft, _)) = &self.draft {
            let _ = fs::remove_file(draft);
        }
    }
}

fn open(path: &Path) -> io::Result<ReportFile> {
    let known = fs::metadata(path);
    let (file, draft) = match &known {
        Ok(known) if known.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(known) if !known.is_file() => (File::options().write(true).open(path)?, None),
        _ => {
            // A link keeps pointing to the file.
            let target = if known.is_ok() { fs::canonicalize(path)? } else { path.to_owned() };
            let mut name = OsString::from(".");
            name.push(target.file_name().ok_or(io::ErrorKind::InvalidFilename)?);
            name.push(format!(".{}.tmp", std::process::id()));
            let draft = target.with_file_name(name);
            let file = File::create_new(&draft)?;
            (file, Some((draft, target)))
        }
    };
    let opened = ReportFile { path: path.to_owned(), writer: BufWriter::new(file), draft, error: None };
    if let (Ok(known), Some((draft, _))) = (known, &opened.draft) {
        fs::set_permissions(draft, known.permissions())?;
    }
    Ok(opened)
}

fn unwritable(path: &Path, error: &io::Error) -> Trouble {
    let help = match error.kind() {
        io::ErrorKind::NotFound => "make its folder first; paths are relative to the folder in which okrlint runs",
        io::ErrorKind::IsADirectory => "name a file, not a folder",
        _ => "check the disk, and whether you may write there; the file is as it was",
    };
    Trouble::new(format!("`{}` cannot be written: {error}", path.display()), help)
}
