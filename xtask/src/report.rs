//! Diagnostics on standard error.
//!
//! In: findings and the files they speak of. Out: text with source lines for people, or one JSON object a line.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use clap::ValueEnum;
use generator::diag::render::{FileText, human, json_lines};
use generator::diag::{Diagnostics, Severity, Sites};
use generator::ir::FileId;
use generator::load::Source;

use crate::paths;
use crate::style::{counted, no_color_is_unset};

/// How to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Human,
    /// For programs: JSON
    Json,
}

/// What to treat as an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Every warning
    Warnings,
}

/// Prints findings of one run.
#[derive(Debug)]
pub(crate) struct Reporter<'a> {
    pub(crate) format: Format,
    pub(crate) specs: &'a Path,
    pub(crate) templates: &'a Path,
    pub(crate) source: &'a Source,
}

impl Reporter<'_> {
    /// Prints all findings; for people without the notes, which `cargo xtask lint` lists, and with how many there are.
    pub(crate) fn diagnostics(&self, diagnostics: &Diagnostics) {
        let sites = self.sites();
        let paths = sites.paths();
        let files: Vec<FileText<'_>> =
            self.source.files.iter().zip(paths).map(|(file, path)| FileText { path, text: &file.text }).collect();
        let mut out = std::io::stderr().lock();
        match self.format {
            Format::Json => {
                let _ = write!(out, "{}", json_lines(diagnostics, &files, ""));
            }
            Format::Human => {
                let color = out.is_terminal() && no_color_is_unset();
                let _ = write!(out, "{}", human(&diagnostics.at_least(Severity::Warning), &files, "", color));
                let [errors, warnings, notes] =
                    [Severity::Error, Severity::Warning, Severity::Note].map(|severity| diagnostics.count(severity));
                let mut sums = Vec::new();
                if errors + warnings > 0 {
                    sums.extend([counted(errors, "error"), counted(warnings, "warning")]);
                }
                if notes > 0 {
                    sums.push(format!("{}, which `cargo xtask lint` lists", counted(notes, "note")));
                }
                if !sums.is_empty() {
                    let _ = writeln!(out, "{}", sums.join(", "));
                }
            }
        }
    }

    /// Where files were read from, as people read it.
    pub(crate) fn sites(&self) -> Sites {
        let ids = (0_u32..).map(FileId);
        Sites::new(self.source.files.iter().zip(ids).map(|(file, id)| self.path(id, &file.path)).collect())
    }

    /// Prints why the command failed, and what to do about it.
    pub(crate) fn failed_with(&self, message: &str, help: &str) {
        let mut out = std::io::stderr().lock();
        let _ = match self.format {
            Format::Human => writeln!(out, "error: {message}\nhelp: {help}"),
            Format::Json => {
                writeln!(out, "{}", serde_json::json!({ "kind": "failed", "message": message, "help": help }))
            }
        };
    }

    /// Prints why the command failed.
    pub(crate) fn failed(&self, message: &str) {
        let mut out = std::io::stderr().lock();
        let _ = match self.format {
            Format::Human => writeln!(out, "error: {message}"),
            Format::Json => writeln!(out, "{}", serde_json::json!({ "kind": "failed", "message": message })),
        };
    }

    /// Where a file was read from, as people read it.
    fn path(&self, id: FileId, path: &str) -> String {
        let template = self.source.templates.contains(&id).then(|| path.strip_prefix("templates/")).flatten();
        paths::shown(&template.map_or_else(|| self.specs.join(path), |path| self.templates.join(path)))
    }
}
