//! Standard output and standard error, and what becomes of them when a reader goes away.

use std::io::{self, BufWriter, Stdout, Write};
use std::ops::ControlFlow;

use anstream::{AutoStream, ColorChoice};

use super::{Colour, Status};
use crate::report::paint::Paint;
use crate::report::text::Pen;
use crate::trouble::Trouble;

/// Where a command writes to.
#[derive(Debug)]
pub(super) struct Output {
    stdout: BufWriter<Stdout>,
    /// Draws for standard output.
    pub(super) pen: Pen,
    colour: Colour,
    /// What went wrong with writing, once something has.
    error: Option<io::Error>,
    failed: bool,
    /// Whether reports go to standard error, since something else goes to standard output.
    aside: bool,
}

impl Output {
    pub(super) fn new(colour: Colour) -> Self {
        let pen = Pen::new(coloured(colour, AutoStream::choice(&io::stdout())));
        Self { stdout: BufWriter::with_capacity(1 << 16, io::stdout()), pen, colour, error: None, failed: false, aside: false }
    }

    /// Draws for files, which get colours only where they are asked for.
    pub(super) fn pen_for_files(&self) -> Pen {
        Pen::new(coloured(self.colour, ColorChoice::Never))
    }

    /// Leaves standard output to what is passed on; reports go to standard error.
    pub(super) fn step_aside(&mut self) {
        self.aside = true;
        self.pen = Pen::new(coloured(self.colour, AutoStream::choice(&io::stderr())));
    }

    /// Writes a report, to standard output unless that is taken. Once that fails, nothing more is written and the caller may stop.
    pub(super) fn write(&mut self, bytes: &[u8]) -> ControlFlow<()> {
        match self.aside {
            true => {
                self.tell(bytes);
                ControlFlow::Continue(())
            }
            false => self.pass_on(bytes),
        }
    }

    /// Writes a remark to standard error.
    pub(super) fn tell(&mut self, remark: &[u8]) {
        // Nobody is left to hear of a failure here.
        let _ = io::stderr().write_all(remark);
    }

    /// Writes to standard output. Once that fails, nothing more is written and the caller may stop.
    pub(super) fn pass_on(&mut self, bytes: &[u8]) -> ControlFlow<()> {
        if self.error.is_none() {
            self.error = self.stdout.write_all(bytes).err();
        }
        match self.error {
            Some(_) => ControlFlow::Break(()),
            None => ControlFlow::Continue(()),
        }
    }

    /// Writes what has been drawn.
    pub(super) fn sheet(&mut self, sheet: Paint) {
        let _ = self.write(&sheet.into_bytes());
    }

    /// Tells troubles on standard error. A fatal one makes the run a failed one.
    pub(super) fn troubles<'t>(&mut self, troubles: impl IntoIterator<Item = &'t Trouble>) {
        if self.error.is_none() {
            self.error = self.stdout.flush().err();
        }
        let pen = Pen::new(coloured(self.colour, AutoStream::choice(&io::stderr())));
        let mut sheet = pen.sheet();
        for trouble in troubles {
            self.failed |= trouble.fatal;
            pen.trouble(&mut sheet, trouble);
        }
        // Nobody is left to hear of a failure here.
        let _ = io::stderr().write_all(&sheet.into_bytes());
    }

    /// Writes what is still held back and settles how the run ended. A reader that goes away early (`okrlint check | head`) is no failure.
    pub(super) fn close(mut self, status: Status) -> Status {
        let error = self.error.take().or_else(|| self.stdout.flush().err());
        if let Some(error) = error.filter(|error| error.kind() != io::ErrorKind::BrokenPipe) {
            self.troubles([&Trouble::new(format!("standard output cannot be written: {error}"), "check the disk and the pipe")]);
        }
        if self.failed { Status::Failed } else { status }
    }
}

fn coloured(colour: Colour, choice: ColorChoice) -> bool {
    match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => choice != ColorChoice::Never,
    }
}
