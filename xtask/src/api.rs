//! `cargo xtask api`.
//!
//! In: a specs folder. Out: the normalised API on standard output, for people or as JSON.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use generator::ir::model::{Operation, Payload};
use generator::ir::{Api, face};

use crate::input::Input;
use crate::progress::Progress;
use crate::report::Format;

/// Print the normalised API: products, resources, operations, models, enums
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  cargo xtask api\n  cargo xtask api --product billing --format json")]
pub(crate) struct Args {
    /// Read the documents `<product>/*.yml` of this folder
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Only this product (repeatable)
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,
    /// How to print the API
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// Runs the command.
pub(crate) fn run(args: &Args, progress: Progress) -> ExitCode {
    let input = Input::normalise(args.specs.as_ref(), &args.product, progress.unless(args.format == Format::Json));
    input.reporter(args.format).diagnostics(&input.diagnostics);
    if input.diagnostics.has_errors() {
        return input.failed();
    }
    let text = match args.format {
        Format::Json => format!("{:#}\n", face::json(&input.normalised.api)),
        Format::Human => listing(&input.normalised.api),
    };
    // A closed pipe is no failure of ours.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

fn listing(api: &Api) -> String {
    let mut lines = Vec::new();
    for product in &api.model.products {
        let operations: usize = product.resources.iter().map(|resource| resource.operations.len()).sum();
        lines.push(format!("{} ({}, {operations} operations)", product.name, product.base_path));
        for resource in &product.resources {
            lines.push(format!("  {}", resource.name));
            lines.extend(resource.operations.iter().map(|operation| row(api, operation)));
        }
    }
    let models = api.model.models.iter().filter(|model| !model.products.is_empty()).count();
    let enums = api.model.enums.iter().filter(|item| !item.products.is_empty()).count();
    lines.push(format!("{} operations, {models} models, {enums} enums\n", api.model.operations().count()));
    lines.join("\n")
}

fn row(api: &Api, operation: &Operation) -> String {
    let name = |payload: &Payload| {
        payload.ty().and_then(|ty| api.model.model(ty.model()?)).map_or("a value", |model| model.name.as_str())
    };
    let result = match &operation.result.payload {
        Payload::None => "nothing".to_owned(),
        Payload::Json => "raw JSON".to_owned(),
        Payload::Download => "a file".to_owned(),
        items @ Payload::Items { .. } if operation.paging.is_some() => format!("pages of {}", name(items)),
        items @ Payload::Items { .. } => format!("a list of {}", name(items)),
        one => name(one).to_owned(),
    };
    format!("    {:<34} {:<6} {} -> {result}", operation.verb.as_str(), operation.method.as_str(), operation.path)
}
