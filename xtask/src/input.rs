//! A specs folder, for the commands that begin with one.
//!
//! In: the folder and the products asked for. Out: the normalised API, what there is to say about it, and the way to say
//! it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generator::diag::Diagnostics;
use generator::load::LoadOptions;
use generator::{Normalised, Observer};

use crate::paths;
use crate::progress::Progress;
use crate::report::{Format, Reporter};
use crate::stages::Stages;

/// A specs folder as it was read.
#[derive(Debug)]
pub(crate) struct Input {
    options: LoadOptions,
    pub(crate) normalised: Normalised,
    pub(crate) diagnostics: Diagnostics,
}

impl Input {
    /// Reads the project's specs folder, or another one, by `read`; no products mean all.
    pub(crate) fn read(
        specs: Option<&PathBuf>,
        products: &[String],
        progress: Progress,
        read: impl FnOnce(&LoadOptions, &mut Diagnostics, &mut dyn Observer) -> Normalised,
    ) -> Self {
        let options = LoadOptions {
            specs: specs.cloned().unwrap_or_else(paths::specs),
            templates: paths::templates(),
            products: products.to_vec(),
        };
        let mut diagnostics = Diagnostics::default();
        let normalised = read(&options, &mut diagnostics, &mut Stages::new(progress));
        Self { options, normalised, diagnostics }
    }

    /// The same by `normalise`, the front half of generation.
    pub(crate) fn normalise(specs: Option<&PathBuf>, products: &[String], progress: Progress) -> Self {
        Self::read(specs, products, progress, generator::normalise)
    }

    /// How a command ends that could not do with what was found.
    pub(crate) fn failed(&self) -> ExitCode {
        failed(&self.options.specs, &self.options.products)
    }

    /// Prints what is found in the folder.
    pub(crate) fn reporter(&self, format: Format) -> Reporter<'_> {
        let (specs, templates) = (&self.options.specs, &self.options.templates);
        Reporter { format, specs, templates, source: &self.normalised.source }
    }
}

/// The arguments make no sense.
const MISUSE: u8 = 2;

/// The status of a command that failed: 2 where a product was asked for that the specs folder does not have.
pub(crate) fn failed(specs: &Path, products: &[String]) -> ExitCode {
    let is_misuse = specs.is_dir() && products.iter().any(|product| !specs.join(product).is_dir());
    if is_misuse { ExitCode::from(MISUSE) } else { ExitCode::FAILURE }
}
