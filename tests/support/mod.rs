//! What the tests share: folders, runs of the generator, runs of cargo, a server, a copy of the project.

pub(crate) mod archive;
pub(crate) mod cargo;
pub(crate) mod copy;
pub(crate) mod folders;
pub(crate) mod host;
pub(crate) mod outline;
pub(crate) mod run;
pub(crate) mod server;
