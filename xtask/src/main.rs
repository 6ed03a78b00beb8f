//! The command-line face of the project: `cargo xtask …`.
//!
//! In: arguments. Out: what the command does, diagnostics on standard error, and an exit status: 0 done, 1 something
//! is wrong with the input or the check failed, 2 the arguments make no sense.

mod api;
mod changelog;
mod ci;
mod completions;
mod contract;
mod diff;
mod diff_suite;
mod doctor;
mod explain;
mod fetch;
mod generate;
mod input;
mod interrupt;
mod lint;
mod memo;
mod mock;
mod new_case;
mod paths;
mod progress;
mod refresh;
mod release;
mod report;
mod stages;
mod steps;
mod style;
mod suggest;
mod timing;
mod turn;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use progress::Progress;

/// Generating is mostly many short-lived tokens and texts, of which this one makes less.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// From documents to a published crate: the commands stand in the order of the work
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    max_term_width = 100,
    after_help = "Examples:\n  \
                  cargo xtask refresh\n  \
                  cargo xtask generate\n  \
                  cargo xtask diff --since-lock --changelog\n  \
                  cargo xtask ci\n\n\
                  `cargo xtask COMMAND --help` tells more, with examples."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Show no progress
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// In the order of the work: bring documents, look at what came, make the crate, test it, look after the project.
#[derive(Debug, Subcommand)]
enum Command {
    Fetch(fetch::Args),
    Diff(diff::Args),
    Lint(lint::Args),
    Explain(explain::Args),
    Api(api::Args),
    Generate(generate::Args),
    Mock(mock::Args),
    Contract(contract::Args),
    Refresh(refresh::Args),
    Release(release::Args),
    Ci(ci::Args),
    Doctor(doctor::Args),
    Completions(completions::Args),
    NewCase(new_case::Args),
    DiffSuite(diff_suite::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let progress = Progress::new(cli.quiet);
    interrupt::listen();
    match cli.command {
        Command::Fetch(args) => fetch::run(&args, progress),
        Command::Lint(args) => lint::run(&args, progress),
        Command::Explain(args) => explain::run(&args, progress),
        Command::Api(args) => api::run(&args, progress),
        Command::Diff(args) => diff::run(&args, progress),
        Command::Generate(args) => generate::run(&args, progress),
        Command::Mock(args) => mock::run(&args, progress),
        Command::Contract(args) => contract::run(&args, progress),
        Command::Refresh(args) => refresh::run(&args, cli.quiet),
        Command::Release(args) => release::run(&args, cli.quiet),
        Command::Ci(args) => ci::run(&args, cli.quiet),
        Command::Doctor(args) => doctor::run(&args),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::NewCase(args) => new_case::run(&args),
        Command::DiffSuite(args) => diff_suite::run(&args),
    }
}
