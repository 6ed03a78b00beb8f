//! The command-line face of the project: `cargo xtask …`.
//!
//! In: arguments. Out: what the command does, diagnostics on standard error, and an exit status: 0 done, 1 something
//! is wrong with the input or the check failed, 2 the arguments make no sense.

mod api;
mod contract;
mod diff;
mod diff_suite;
mod explain;
mod generate;
mod input;
mod lint;
mod mock;
mod new_case;
mod paths;
mod report;
mod style;
mod timing;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generating is mostly many short-lived tokens and texts, of which this one makes less.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Chores of the project.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Args),
    Lint(lint::Args),
    Explain(explain::Args),
    Api(api::Args),
    Diff(diff::Args),
    DiffSuite(diff_suite::Args),
    NewCase(new_case::Args),
    Mock(mock::Args),
    Contract(contract::Args),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Generate(args) => generate::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Api(args) => api::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::DiffSuite(args) => diff_suite::run(&args),
        Command::NewCase(args) => new_case::run(&args),
        Command::Mock(args) => mock::run(&args),
        Command::Contract(args) => contract::run(&args),
    }
}
