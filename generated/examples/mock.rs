//! The fake service as a program of its own, for clients in any language.
//!
//! In: a port and, for other documents than those of this crate, a file of tables. Out: a line a request. It runs until
//! it is interrupted; `cargo xtask mock` starts it.

use std::process::ExitCode;
use std::time::Duration;

use zoho_finance::fake::{Error, Received, Service};

/// What the command line says.
#[derive(Default)]
struct Options {
    port: u16,
    tables: Option<String>,
    strict: bool,
}

fn main() -> ExitCode {
    match options().and_then(|options| start(&options)) {
        Ok(service) => serve(&service),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options, String> {
    let mut options = Options::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("`{name}` needs a value"));
        match name.as_str() {
            "--port" => options.port = value()?.parse().map_err(|_| "a port is a number up to 65535".to_owned())?,
            "--tables" => options.tables = Some(value()?),
            "--strict" => options.strict = true,
            _ => return Err(format!("`{name}` is not known; there are --port, --tables and --strict")),
        }
    }
    Ok(options)
}

fn start(options: &Options) -> Result<Service, String> {
    let mut builder = Service::builder().port(options.port).any_credentials().on_request(log);
    if options.strict {
        builder = builder.strict();
    }
    if let Some(file) = &options.tables {
        builder = builder.tables(std::fs::read_to_string(file).map_err(|error| format!("`{file}`: {error}"))?);
    }
    builder.start_blocking().map_err(|error| match error {
        Error::Io(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            format!("port {} is taken; name another with --port", options.port)
        }
        error => error.to_string(),
    })
}

fn serve(service: &Service) -> ExitCode {
    let operations = service.operations();
    println!("{} serves {} operations and the accounts server; Ctrl-C ends it", service.url(), operations.len());
    for (base, count) in bases(&operations) {
        println!("  {}{base} ({count})", service.url());
    }
    loop {
        std::thread::park();
    }
}

/// The first two segments of the paths, and how many operations begin with them.
fn bases(operations: &[String]) -> Vec<(String, usize)> {
    let mut bases: Vec<(String, usize)> = Vec::new();
    for operation in operations {
        let path = operation.split_once(' ').map_or("", |(_, path)| path);
        let base: String = path.split('/').skip(1).take(2).map(|segment| format!("/{segment}")).collect();
        match bases.iter_mut().find(|(known, _)| *known == base) {
            Some((_, count)) => *count += 1,
            None => bases.push((base, 1)),
        }
    }
    bases
}

fn log(request: &Received, took: Duration) {
    let operation = request.operation.as_deref().unwrap_or("-");
    let milliseconds = took.as_secs_f64() * 1000.0;
    println!("{} {} {} {operation} {milliseconds:.1} ms", request.status, request.method, request.path);
    if let Some((code, message)) = &request.problem {
        println!("    code {code}: {message}");
    }
    for unknown in &request.undocumented {
        println!("    not documented: {unknown}");
    }
}
