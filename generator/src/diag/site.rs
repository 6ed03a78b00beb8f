//! Places as a reader finds them. In: a [`Place`] and the paths of the files. Out: path, line and column.

use std::fmt;

use serde::Serialize;

use super::Diagnostic;
use crate::ir::Place;

/// A place with the path of its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Site {
    /// Path of the file.
    pub file: String,
    /// Line, from 1; nothing where the place is the whole file.
    pub line: Option<u32>,
    /// Column in characters, from 1.
    pub column: Option<u32>,
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}

/// The paths of all files, as they are to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sites {
    paths: Vec<String>,
}

impl Sites {
    /// Paths by file.
    #[must_use]
    pub fn new(paths: Vec<String>) -> Self {
        Self { paths }
    }

    /// The path of every file.
    #[must_use]
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Where a place is; of an unknown file the path is empty.
    #[must_use]
    pub fn of(&self, at: Place) -> Site {
        let number = |number: u32| Some(number).filter(|number| *number > 0);
        let file = self.paths.get(at.file.0 as usize).cloned().unwrap_or_default();
        Site { file, line: number(at.line), column: number(at.column) }
    }

    /// Where a finding is, if it is anywhere.
    #[must_use]
    pub fn of_finding(&self, finding: &Diagnostic) -> Option<Site> {
        finding.at.map(|at| self.of(at))
    }
}
