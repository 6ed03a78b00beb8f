//! `cargo xtask fetch`.
//!
//! In: products and where to look. Out: their documents in a folder, and on standard output what is new about them.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use generator::lint::Finding;
use generator::write::ChangeKind;

use super::failure::{Failure, named, printable};
use super::limits::MIB;
use super::{Destination, Fetched, Limits, Product, Put, Request, fetch, put, settings};
use crate::paths;
use crate::progress::Progress;
use crate::style::counted;

/// Bring the vendor's documents, to look at or to adopt.
///
/// Takes the documents that `products.toml` lists from the `source` that it names, or from `--from`, into
/// `target/specs/<product>`, as published. `--into specs` adopts them: documents that are not listed are named and left
/// out, overlays and other files stay as they are, and `lock.toml` keeps address, SHA-256, size and date. All is verified
/// before anything is written; a fetch that fails changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Limits, beyond which a fetch fails:
  time       300 s for each product (--timeout), 30 s without a byte
  download   64 MiB (--max-size), 5 redirects (never from https to http), 4 tries
  archive    2000 entries, 256 MiB unpacked, 64 MiB a document; above 1 MiB not over 200 times its packed size

A download that was cut goes on where it ended, also in a later run, if the server can.
Refused with the whole archive: absolute paths, `..`, links, backslashes, names that meet, encryption, other files
than YAML and JSON.

Exit status: 0 done or nothing new, 1 failed and nothing changed, 2 the arguments make no sense.

Examples:
  cargo xtask fetch                                           # to look at: target/specs/<product>
  cargo xtask fetch --into specs                              # to adopt, as facts
  cargo xtask fetch --product books --from ~/Downloads/openapi-all.zip
  cargo xtask fetch --from http://127.0.0.1:8000/             # books.zip, inventory.zip and so on
  cargo xtask fetch --locked                                  # only what specs/lock.toml pins")]
pub(crate) struct Args {
    /// Only this product (repeatable)
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,
    /// Look here instead: an https address of a zip archive or of one document (http for this machine only), a file, or
    /// a folder of them. For several products a folder, or an address that ends in `/`, with `<product>/` or
    /// `<product>.zip`
    #[arg(long, value_name = "URL|FILE|DIR")]
    from: Option<String>,
    /// Adopt into this folder of products; its own `products.toml` counts where it has one
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Fail if anything differs from what `lock.toml` pins
    #[arg(long)]
    locked: bool,
    /// Adopt documents with the vendor's prose, for private use, and not only their facts
    #[arg(long, requires = "into")]
    verbatim: bool,
    /// Time for one product's download, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 300.0, value_parser = seconds)]
    timeout: f64,
    /// Size of a download, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=4096))]
    max_size: u64,
}

/// Findings that are told one by one.
const MOST_WARNINGS: usize = 20;

fn seconds(text: &str) -> Result<f64, String> {
    let sound = |seconds: &f64| *seconds > 0.0 && *seconds <= 86_400.0;
    text.parse().ok().filter(sound).ok_or_else(|| "not a number of seconds between 0 and 86400".to_owned())
}

impl Args {
    fn request(&self, progress: Progress) -> Request {
        let whole = Duration::from_secs_f64(self.timeout);
        Request {
            products: self.product.clone(),
            from: self.from.clone(),
            settings: settings::folder(self.into.as_deref()),
            locked: self.locked,
            limits: Limits { whole, download: self.max_size * MIB, ..Limits::default() },
            progress,
        }
    }

    fn destination(&self) -> Destination {
        match &self.into {
            Some(folder) => Destination::Into { folder: folder.clone(), verbatim: self.verbatim },
            None => Destination::Aside,
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, progress: Progress) -> ExitCode {
    let fetched = match fetch(&args.request(progress)) {
        Ok(fetched) => fetched,
        Err(failures) => return failed(&failures),
    };
    match put(&fetched, &args.destination()) {
        Ok(put) => {
            warn(&put.warnings);
            // A closed pipe is no failure of ours.
            let _ = std::io::stdout().lock().write_all(report(&fetched, &put).as_bytes());
            ExitCode::SUCCESS
        }
        Err(failure) => failed(&[failure]),
    }
}

fn failed(failures: &[Failure]) -> ExitCode {
    let mut out = std::io::stderr().lock();
    for failure in failures {
        let _ = writeln!(out, "error: {}", failure.message);
        if let Some(help) = &failure.help {
            let _ = writeln!(out, "help: {help}");
        }
    }
    if failures.iter().any(|failure| failure.misuse) { ExitCode::from(2) } else { ExitCode::FAILURE }
}

/// Says what is wrong with published documents: the first findings, and how many more there are.
fn warn(warnings: &[Finding]) {
    let mut out = std::io::stderr().lock();
    for warning in warnings.iter().take(MOST_WARNINGS) {
        let _ = writeln!(out, "warning: {}", printable(&said(warning)));
    }
    let more = warnings.len().saturating_sub(MOST_WARNINGS);
    if more > 0 {
        let _ = writeln!(out, "warning: and {more} more of the kind");
    }
}

/// `shop/things.yml:12:5: what is the matter (ZG014), as published`.
pub(crate) fn said(warning: &Finding) -> String {
    let numbers = [warning.line, warning.column].into_iter().flatten().map(|number| number.to_string());
    let place: Vec<String> = warning.file.iter().cloned().chain(numbers).collect();
    format!("{}: {} ({}), as published", place.join(":"), warning.message, warning.code.id())
}

fn report(fetched: &Fetched, put: &Put) -> String {
    let mut lines: Vec<String> = fetched.products.iter().flat_map(product).collect();
    for (path, why) in &put.left {
        lines.push(format!("`{}` {why}; it is left as it is", paths::shown(&put.folder.join(path))));
    }
    for (path, now) in &put.replaced {
        let path = paths::shown(&put.folder.join(path));
        lines.push(format!("`{path}` goes: the same document is `{}` now", paths::shown(&put.folder.join(now))));
    }
    let folder = paths::shown(&put.folder);
    let removed = put.plan.changes.iter().filter(|change| change.kind == ChangeKind::Remove).count();
    let written = counted(put.plan.changes.len() - removed, "file");
    lines.push(match (put.plan.changes.is_empty(), removed) {
        (true, _) => format!("nothing new: `{folder}` is as it was"),
        (false, 0) => format!("{written} written to `{folder}`, {} unchanged", put.plan.unchanged),
        (false, _) => format!("{written} written to `{folder}`, {removed} removed, {} unchanged", put.plan.unchanged),
    });
    lines.join("\n") + "\n"
}

/// What came of one product.
fn product(product: &Product) -> Vec<String> {
    let Product { name, pin, .. } = product;
    let size = indicatif::HumanBytes(pin.size);
    let changed = product.changed();
    let news = match &product.pinned {
        None => "not pinned before".to_owned(),
        Some(pinned) if product.is_pinned => format!("as pinned since {}", pinned.date),
        Some(pinned) if changed.is_empty() => format!("packed anew since {}, no document changed", pinned.date),
        Some(pinned) => format!("changed since {}: {}", pinned.date, named(changed.into_iter())),
    };
    let sum = pin.sha256.get(..12).unwrap_or_default();
    let documents = counted(product.documents.len(), "document");
    let mut lines = vec![format!("{name}: {documents} from {} ({size}, sha256 {sum}…): {news}", pin.url)];
    if !product.others.is_empty() {
        let others = named(product.others.iter().map(String::as_str));
        lines.push(format!(
            "{name}: {} not listed in products.toml: {others}",
            counted(product.others.len(), "document")
        ));
    }
    lines
}
