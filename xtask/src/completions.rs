//! `cargo xtask completions`.
//!
//! In: a shell. Out: on standard output a script that completes `cargo xtask …` there.

use std::io::Write as _;
use std::process::ExitCode;

use clap_complete::{Shell, generate};

/// Print a script with which a shell completes `cargo xtask …`
#[derive(Debug, clap::Args)]
#[command(
    after_help = "In bash, zsh and fish `cargo xtask <TAB>` is completed as it is typed, whatever else completes \
                  `cargo`; elsewhere define a function `xtask` that calls `cargo xtask`.\n\n\
                  Examples:\n  \
                  source <(cargo xtask completions bash)        # this shell, or in ~/.bashrc\n  \
                  source <(cargo xtask completions zsh)         # in ~/.zshrc, after compinit\n  \
                  cargo xtask completions fish > ~/.config/fish/conf.d/cargo-xtask.fish\n  \
                  cargo xtask completions powershell >> $PROFILE\n  \
                  cargo xtask completions elvish >> ~/.config/elvish/rc.elv"
)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command; `cli` is the whole command line.
pub(crate) fn run(args: &Args, mut cli: clap::Command) -> ExitCode {
    // Shells complete the first word of a line by a name without blanks.
    cli = cli.name("xtask").bin_name("xtask");
    let mut script = Vec::new();
    generate(args.shell, &mut cli, "xtask", &mut script);
    script.extend_from_slice(bridge(args.shell).as_bytes());
    // A closed pipe is no failure of ours.
    let _ = std::io::stdout().lock().write_all(&script);
    ExitCode::SUCCESS
}

/// What leads from `cargo xtask …` to the completion of `xtask …`; cargo's own, where there is any, stays for the rest.
const fn bridge(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => BASH,
        Shell::Zsh => ZSH,
        Shell::Fish => FISH,
        _ => "",
    }
}

const BASH: &str = include_str!("completions/cargo.bash");
const ZSH: &str = include_str!("completions/cargo.zsh");
const FISH: &str = include_str!("completions/cargo.fish");
