//! Findings for people. In: findings with their sums. Out: one block a file, in it one a code, and a table of codes.

use std::collections::BTreeMap;

use generator::diag::render::printable;
use generator::diag::{Code, Severity};
use generator::lint::{Finding, Findings, Totals};

use crate::style::{Style, counted, table, word};

/// All findings and their sums.
pub(super) fn listing(report: &Findings, documents: usize, operations: usize, style: Style) -> String {
    let mut text = String::new();
    for (file, findings) in by_file(&report.findings) {
        text.push_str(&format!("{}\n", style.title(&printable(file.unwrap_or("in no file")))));
        for ((severity, code), findings) in by_code(&findings) {
            text.push_str(&block(severity, code, &findings, style));
        }
        text.push('\n');
    }
    let read = format!("{} and {} read", counted(documents, "document"), counted(operations, "operation"));
    if report.findings.is_empty() {
        return format!("{text}{read}, nothing to say about them\n");
    }
    let rows: Vec<Vec<String>> = report
        .codes
        .iter()
        .map(|line| {
            vec![
                line.code.id().to_owned(),
                word(line.severity).to_owned(),
                line.count.to_string(),
                line.title.to_owned(),
            ]
        })
        .collect();
    text.push_str(&table(&rows));
    let Totals { errors, warnings, notes } = report.totals;
    let sums = [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")].join(", ");
    format!("{text}{sums}; {read}\n")
}

/// Findings by file, in the order in which files come.
fn by_file(findings: &[Finding]) -> Vec<(Option<&str>, Vec<&Finding>)> {
    let mut files: Vec<(Option<&str>, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        let file = finding.file.as_deref();
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, list)) => list.push(finding),
            None => files.push((file, vec![finding])),
        }
    }
    files
}

/// Findings by code, the worst first.
fn by_code<'f>(findings: &[&'f Finding]) -> Vec<((Severity, Code), Vec<&'f Finding>)> {
    let mut codes: BTreeMap<(std::cmp::Reverse<Severity>, Code), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        codes.entry((std::cmp::Reverse(finding.severity), finding.code)).or_default().push(finding);
    }
    codes.into_iter().map(|((severity, code), findings)| ((severity.0, code), findings)).collect()
}

fn block(severity: Severity, code: Code, findings: &[&Finding], style: Style) -> String {
    let head = style.severity(severity, &format!("{} {}", word(severity), code.id()));
    let mut text = format!("  {head}  {}\n", code.title());
    let help = findings.first().and_then(|finding| finding.help.as_deref());
    let one_help = findings.iter().all(|finding| finding.help.as_deref() == help);
    let places: Vec<String> = findings.iter().map(|finding| place(finding)).collect();
    let width = places.iter().map(String::len).max().unwrap_or_default();
    for (finding, place) in findings.iter().zip(&places) {
        text.push_str(format!("    {place:<width$}  {}", printable(&finding.message)).trim_end());
        text.push('\n');
        if !one_help {
            text.push_str(&help_line(finding.help.as_deref(), style));
        }
    }
    if one_help {
        text.push_str(&help_line(help, style));
    }
    text
}

fn place(finding: &Finding) -> String {
    let numbers = [finding.line, finding.column].into_iter().flatten().map(|number| number.to_string());
    numbers.collect::<Vec<_>>().join(":")
}

fn help_line(help: Option<&str>, style: Style) -> String {
    help.map_or_else(String::new, |help| format!("    {}\n", style.aside(&format!("help: {}", printable(help)))))
}
