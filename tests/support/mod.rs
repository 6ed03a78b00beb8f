//! What the tests share: folders, runs of the generator, runs of cargo, a server.

pub(crate) mod cargo;
pub(crate) mod folders;
pub(crate) mod outline;
pub(crate) mod run;
pub(crate) mod server;
