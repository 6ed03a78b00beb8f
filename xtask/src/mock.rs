//! `cargo xtask mock`.
//!
//! In: a specs folder and a port. Out: the fake service, which answers as the documents say until it is interrupted. It
//! is a program of the generated crate, built without any product; this command gives it the tables as data, so that
//! the generator and its command line do without that crate.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use generator::fake;

use crate::input::Input;
use crate::interrupt::Temporary;
use crate::paths;
use crate::progress::Progress;
use crate::report::Format;

/// Serve the documented operations on this machine, for clients in any language
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Requests are checked as the service does: path, token (any), organisation, parameters, body.\n\
                  The accounts server is there as well: POST /oauth/v2/token.\n\n\
                  Examples:\n  cargo xtask mock --port 8080\n  cargo xtask mock --port 8080 --specs ../my-specs --strict"
)]
pub(crate) struct Args {
    /// The port on 127.0.0.1
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    /// Read the documents `<product>/*.yml` of this folder
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Refuse keys, parts and query parameters that are not documented
    #[arg(long)]
    strict: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args, progress: Progress) -> ExitCode {
    let input = Input::normalise(args.specs.as_ref(), &[], progress);
    let reporter = input.reporter(Format::Human);
    if input.diagnostics.has_errors() {
        reporter.diagnostics(&input.diagnostics);
        reporter.failed("nothing is served");
        return ExitCode::FAILURE;
    }
    let served = write_tables(&input.normalised.api).and_then(|tables| serve(args, tables.path()));
    served.unwrap_or_else(|message| {
        reporter.failed(&message);
        ExitCode::FAILURE
    })
}

fn write_tables(api: &generator::ir::Api) -> Result<Temporary, String> {
    let folder = paths::target().join("mock");
    // Two services of different documents may start at the same time.
    let file = Temporary::new(folder.join(format!("tables-{}.json", std::process::id())));
    let tables: Vec<String> = fake::tables(api).iter().map(|table| fake::lines(table).concat()).collect();
    let written =
        std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(file.path(), format!("[{}]", tables.join(","))));
    written.map_err(|error| format!("`{}` cannot be written: {error}", file.path().display()))?;
    Ok(file)
}

fn serve(args: &Args, tables: &Path) -> Result<ExitCode, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(paths::root());
    command.args(["run", "--quiet", "--package", "zoho-finance", "--example", "mock"]);
    command.args(["--no-default-features", "--features", "fake", "--"]);
    command.args(["--port", &args.port.to_string(), "--tables"]).arg(tables);
    command.args(args.strict.then_some("--strict"));
    let ended = command.status();
    let ended = ended.map_err(|error| format!("cargo cannot be run: {error}"))?;
    Ok(if ended.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
