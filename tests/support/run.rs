//! In: a folder of documents. Out: what the generator, used as a library, makes of it.

use std::path::Path;
use std::sync::OnceLock;

use generator::diag::render::{FileText, human};
use generator::diag::{Diagnostics, Severity};
use generator::load::{LoadOptions, Skeleton, load_skeleton};
use generator::render::Files;
use generator::{Normalised, generate, normalise};

use super::folders;

/// One run in memory.
pub(crate) struct Run {
    pub(crate) normalised: Normalised,
    pub(crate) files: Files,
    pub(crate) diagnostics: Diagnostics,
}

impl Run {
    /// Reads and generates with the project's templates.
    pub(crate) fn of(specs: &Path) -> Self {
        Self::with(&options(specs))
    }

    /// Reads and generates.
    pub(crate) fn with(options: &LoadOptions) -> Self {
        let mut diagnostics = Diagnostics::default();
        let normalised = normalise(options, &mut diagnostics, &mut ());
        let files = generate(&normalised, &mut diagnostics, &mut ());
        Self { normalised, files, diagnostics }
    }

    /// Reads and names, and generates nothing.
    pub(crate) fn names_of(specs: &Path) -> Self {
        let mut diagnostics = Diagnostics::default();
        let normalised = normalise(&options(specs), &mut diagnostics, &mut ());
        Self { normalised, files: Files::default(), diagnostics }
    }

    /// All findings as the command line shows them.
    pub(crate) fn report(&self) -> String {
        let files: Vec<FileText<'_>> =
            self.normalised.source.files.iter().map(|file| FileText { path: &file.path, text: &file.text }).collect();
        human(&self.diagnostics, &files, "", false)
    }

    /// Fails with the findings, if one is an error.
    pub(crate) fn without_errors(self, what: &str) -> Self {
        let errors = self.diagnostics.sorted().iter().filter(|finding| finding.severity == Severity::Error).count();
        assert_eq!(errors, 0, "{what}: {}", self.report());
        self
    }
}

/// The project's own documents, read and generated once for all tests.
pub(crate) fn project() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| Run::of(&folders::specs()).without_errors("specs"))
}

/// The folder of documents with the project's templates.
pub(crate) fn options(specs: &Path) -> LoadOptions {
    LoadOptions { specs: specs.to_owned(), templates: folders::templates(), products: Vec::new() }
}

/// The hand-written part of the project's crate.
pub(crate) fn skeleton() -> Skeleton {
    let mut diagnostics = Diagnostics::default();
    let skeleton = load_skeleton(&folders::generated(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    skeleton
}
