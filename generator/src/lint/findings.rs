//! Findings with their sums. In: diagnostics. Out: each with its place, and how many there are of each code.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity, Sites};

/// One finding as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Path of the file, if it is in any.
    pub file: Option<String>,
    /// Line, from 1.
    pub line: Option<u32>,
    /// Column in characters, from 1.
    pub column: Option<u32>,
    /// Stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is the matter.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl Finding {
    /// A diagnostic with the path of its file.
    #[must_use]
    pub fn of(diagnostic: &Diagnostic, sites: &Sites) -> Self {
        let site = sites.of_finding(diagnostic);
        let (line, column) = site.as_ref().map_or((None, None), |site| (site.line, site.column));
        Self {
            file: site.map(|site| site.file),
            line,
            column,
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
        }
    }
}

/// How many findings there are of one code and severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeCount {
    /// The code.
    pub code: Code,
    /// The severity.
    pub severity: Severity,
    /// What the code means.
    pub title: &'static str,
    /// How many.
    pub count: usize,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

/// All findings, by place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// The findings, by file, line and column.
    pub findings: Vec<Finding>,
    /// Sums by code.
    pub codes: Vec<CodeCount>,
    /// Sums by severity.
    pub totals: Totals,
}

impl Findings {
    /// All findings of one run.
    #[must_use]
    pub fn of(diagnostics: &Diagnostics, sites: &Sites) -> Self {
        let findings: Vec<Finding> =
            diagnostics.sorted().into_iter().map(|finding| Finding::of(finding, sites)).collect();
        let mut counts: BTreeMap<(Code, Severity), usize> = BTreeMap::new();
        let mut totals = Totals::default();
        for finding in &findings {
            *counts.entry((finding.code, finding.severity)).or_default() += 1;
            *match finding.severity {
                Severity::Error => &mut totals.errors,
                Severity::Warning => &mut totals.warnings,
                Severity::Note => &mut totals.notes,
            } += 1;
        }
        let codes = counts
            .into_iter()
            .map(|((code, severity), count)| CodeCount { code, severity, title: code.title(), count })
            .collect();
        Self { findings, codes, totals }
    }
}
