//! In: reports of calls. Out: what became of each operation, for people or as JSON.

use std::io::Write as _;

use generator::samples::CallSample;
use serde_json::{Value, json};

use crate::report::Format;

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// Both sides accept.
    Kept,
    /// The client cannot build it.
    Build,
    /// The server refuses it.
    Request,
    /// The client cannot read the answer.
    Answer,
    /// The server ended.
    Ended,
    /// It was not called.
    NotCalled,
}

impl Verdict {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Build => "build",
            Self::Request => "request",
            Self::Answer => "answer",
            Self::Ended => "ended",
            Self::NotCalled => "not-called",
        }
    }

    fn parse(text: &str) -> Self {
        let all = [Self::Kept, Self::Build, Self::Request, Self::Answer, Self::Ended];
        all.into_iter().find(|verdict| verdict.as_str() == text).unwrap_or(Self::NotCalled)
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    document: String,
    method: String,
    path: String,
    pub(super) verdict: Verdict,
    /// What was violated, and where.
    details: Vec<String>,
    /// What the document says against itself; both sides accept all the same.
    defects: Vec<String>,
}

impl Outcome {
    /// Before it was called.
    pub(super) fn of(call: &CallSample) -> Self {
        Self {
            document: call.document.clone(),
            method: call.method.to_owned(),
            path: call.path.clone(),
            verdict: Verdict::NotCalled,
            details: Vec::new(),
            defects: call.defects.clone(),
        }
    }

    pub(super) fn failed(mut self, message: &str) -> Self {
        self.details.push(message.to_owned());
        self
    }

    /// What the report says of it.
    pub(super) fn with(mut self, rows: &[Value]) -> Self {
        let text = |row: &Value, key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let own = rows.iter().find(|row| text(row, "method") == self.method && text(row, "path") == self.path);
        let Some(row) = own else { return self.failed("the calls do not mention it") };
        let list = |key: &str| {
            let list = row.get(key).and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
        };
        self.verdict = Verdict::parse(&text(row, "verdict"));
        self.details = list("details");
        self.defects.extend(list("defects"));
        self
    }

    pub(super) fn order(&self) -> (&str, &str, &str) {
        (&self.document, &self.path, &self.method)
    }
}

/// Prints all of it; the last line has the count.
pub(super) fn print(outcomes: &[Outcome], mended: &[(String, String, usize)], format: Format) {
    let kept = outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Kept).count();
    let text = match format {
        Format::Json => {
            let rows = outcomes.iter().map(|outcome| {
                json!({
                    "document": outcome.document,
                    "method": outcome.method,
                    "path": outcome.path,
                    "verdict": outcome.verdict.as_str(),
                    "details": outcome.details,
                    "defects": outcome.defects,
                })
            });
            let rows: Vec<Value> = rows.collect();
            let mended: Vec<Value> = mended
                .iter()
                .map(|(document, what, count)| json!({"document": document, "what": what, "count": count}))
                .collect();
            format!("{:#}\n", json!({"kept": kept, "operations": outcomes.len(), "calls": rows, "mended": mended}))
        }
        Format::Human => human(outcomes, mended, kept),
    };
    // A closed pipe is no failure of ours.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn human(outcomes: &[Outcome], mended: &[(String, String, usize)], kept: usize) -> String {
    let mut lines = Vec::new();
    let about = |outcome: &Outcome| format!("{} {} ({})", outcome.method, outcome.path, outcome.document);
    for outcome in outcomes.iter().filter(|outcome| outcome.verdict != Verdict::Kept) {
        lines.push(format!("{}: {}", outcome.verdict.as_str(), about(outcome)));
        lines.extend(outcome.details.iter().map(|detail| format!("    {detail}")));
        lines.extend(outcome.defects.iter().map(|defect| format!("    defect of the document: {defect}")));
    }
    for (document, what, count) in mended {
        let times = if *count > 1 { format!(" ({count} times)") } else { String::new() };
        lines.push(format!("mended in {document}: {what}{times}"));
    }
    let contradictory = outcomes.iter().filter(|outcome| !outcome.defects.is_empty()).count();
    if contradictory > 0 {
        lines.push(format!(
            "{contradictory} operations have documented answers that contradict their schemas; --format json lists them"
        ));
    }
    lines.push(format!("contract: {kept} of {} operations\n", outcomes.len()));
    lines.join("\n")
}
