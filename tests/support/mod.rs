//! What the tests share: folders, runs of the generator, runs of cargo, a server, a copy of the project.

pub(crate) mod archive;
pub(crate) mod cargo;
pub(crate) mod copy;
pub(crate) mod folders;
pub(crate) mod host;
pub(crate) mod outline;
pub(crate) mod random;
pub(crate) mod run;
pub(crate) mod server;

/// Compares with the snapshot of this name.
macro_rules! picture {
    ($name:expr, $text:expr) => {{
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!($name, $text));
    }};
}
pub(crate) use picture;
