//! `okrlint parse`: what okrlint understands of documents.

use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::Args;

use super::inputs::{self, Input, Inputs, Loaded};
use super::ordered::in_order;
use super::output::Output;
use super::{Format, Status};
use crate::config::Config;
use crate::report::text::Pen;
use crate::report::{json, model, outline};
use crate::trouble::{Blame, Trouble};

/// Show what okrlint understands of OKR documents.
#[derive(Debug, Args)]
pub(super) struct Parse {
    #[command(flatten)]
    inputs: Inputs,
    /// How to write what was understood.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What came of one document.
#[derive(Default)]
struct Parsed {
    bytes: Vec<u8>,
    troubles: Vec<Trouble>,
}

impl Parse {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let (plan, mut troubles) = match self.inputs.planned() {
            Ok(planned) => planned,
            Err(troubles) => {
                output.troubles(&troubles);
                return Status::Failed;
            }
        };
        let mut empty = true;
        let json = self.format == Format::Json;
        if json {
            let _ = output.write(b"{\"version\":1,\"documents\":[");
        }
        let pen = output.pen.clone();
        let work = |input: &Input| self.parse(input, &plan.configs, &pen);
        in_order(&plan.inputs, work, |parsed: Parsed| {
            troubles.extend(parsed.troubles);
            let comma = usize::from(json && empty && !parsed.bytes.is_empty());
            empty &= parsed.bytes.is_empty();
            output.write(&parsed.bytes[comma..])
        });
        if json {
            let _ = output.write(if empty { b"]}\n" } else { b"\n]}\n" });
        }
        if empty && plan.excluded == 0 {
            troubles.push(inputs::nothing_found());
        }
        if !troubles.is_empty() {
            output.troubles(&troubles);
        }
        Status::Clean
    }

    fn parse(&self, input: &Input, configs: &[Config], pen: &Pen) -> Parsed {
        let loaded = catch_unwind(AssertUnwindSafe(|| input.load(configs)));
        match loaded {
            Ok(Ok(Some(loaded))) => self.written(loaded, pen),
            Ok(Ok(None)) => Parsed::default(),
            Ok(Err(trouble)) => Parsed { troubles: vec![trouble], ..Parsed::default() },
            Err(_) => Parsed { troubles: vec![super::check::broken(input.path())], ..Parsed::default() },
        }
    }

    fn written(&self, loaded: Loaded, pen: &Pen) -> Parsed {
        let Loaded { source, read, .. } = loaded;
        let bytes = match self.format {
            Format::Json => {
                let mut bytes = Vec::new();
                json::line(&mut bytes, &model::document(&source, &read.document));
                bytes
            }
            Format::Text => {
                let mut sheet = pen.sheet();
                outline::document(&mut sheet, &read.document);
                sheet.into_bytes()
            }
        };
        let mut troubles = Vec::new();
        if !read.problems.is_empty() {
            let message = format!("not all of `{}` could be understood", source.path);
            let blame = vec![Blame { source, problems: read.problems }];
            troubles.push(Trouble { blame, ..Trouble::notice(message, "what is written above is the rest") });
        }
        Parsed { bytes, troubles }
    }
}
