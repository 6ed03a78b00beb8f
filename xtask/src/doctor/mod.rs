//! `cargo xtask doctor`.
//!
//! In: this machine. Out: what the project needs of it, what of that is missing, what cannot be done without, and how to
//! get it; an exit status that says whether anything is missing that nothing works without.

mod checks;

use std::io::Write as _;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::report::Format;
use crate::style::{Style, counted};
use generator::diag::Severity;

/// Say what is missing on this machine, and how to get it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exits with 1 if something is missing without which the client cannot be generated and tested. What is\n\
                  needed by some commands only is named with them.\n\n\
                  Examples:\n  cargo xtask doctor\n  cargo xtask doctor --format json"
)]
pub(crate) struct Args {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// Something that the project needs.
struct Check {
    name: &'static str,
    /// What needs it, where not all does.
    only_for: Option<&'static str>,
    found: Found,
}

enum Found {
    /// It is there: which.
    Here(String),
    /// It is not, or not as it must be: what is wrong, and what to do.
    Missing(String, String),
}

impl Check {
    const fn is_missing(&self) -> bool {
        matches!(self.found, Found::Missing(..))
    }

    fn json(&self) -> Value {
        let (state, text, help) = match &self.found {
            Found::Here(text) => ("ok", text, None),
            Found::Missing(text, help) => ("missing", text, Some(help)),
        };
        let required = self.only_for.is_none();
        json!({"name": self.name, "state": state, "required": required, "only_for": self.only_for, "text": text, "help": help})
    }

    fn human(&self, style: Style) -> String {
        match (&self.found, self.only_for) {
            (Found::Here(text), _) => {
                format!("{}  {:<20} {text}\n", style.severity(Severity::Note, "ok      "), self.name)
            }
            (Found::Missing(text, help), None) => {
                format!("{}  {:<20} {text}\n{:30} {help}\n", style.severity(Severity::Error, "missing "), self.name, "")
            }
            (Found::Missing(text, help), Some(only)) => {
                let word = style.severity(Severity::Warning, "optional");
                format!("{word}  {:<20} {text}\n{:30} only for {only}\n{:30} {help}\n", self.name, "", "")
            }
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> ExitCode {
    let checks = checks::all();
    let missing = checks.iter().filter(|check| check.is_missing() && check.only_for.is_none()).count();
    let optional = checks.iter().filter(|check| check.is_missing() && check.only_for.is_some()).count();
    let text = match args.format {
        Format::Json => {
            let rows: Vec<Value> = checks.iter().map(Check::json).collect();
            format!("{:#}\n", json!({"missing": missing, "missing_optional": optional, "checks": rows}))
        }
        Format::Human => {
            let style = Style::stdout();
            let rows: String = checks.iter().map(|check| check.human(style)).collect();
            let last = match (missing, optional) {
                (0, 0) => "nothing is missing".to_owned(),
                (0, optional) => {
                    format!("nothing is missing that all need; {} for some commands", counted(optional, "thing"))
                }
                (missing, _) => format!("{} missing", counted(missing, "thing")),
            };
            format!("{rows}{last}\n")
        }
    };
    // A closed pipe is no failure of ours.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    if missing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
