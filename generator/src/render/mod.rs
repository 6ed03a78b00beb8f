//! From the lowered crate to files.
//!
//! In: a [`Crate`] and the templates. Out: [`Files`], one text a path, not yet formatted. minijinja lays out, tokens
//! fill in; a variable that a template names and nobody gives is an error at its line.

mod context;
mod data;
mod example;
mod requests;
pub(crate) mod tokens;
mod verbatim;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use minijinja::{Environment, UndefinedBehavior};
use rayon::prelude::*;
use serde::Serialize;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{self, FileId};
use crate::lower::krate::{Crate, Product, Shared};

use requests::RequestsContext;

use context::{CommonContext, FakeContext, ProductContext, ResourceContext, TypesContext, TypesIndexContext};

/// One template as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Path below `templates/`, with `/`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The file it was read from.
    pub file: FileId,
}

/// Texts by path below the crate's folder, and the texts of marked regions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Whole files.
    pub files: BTreeMap<String, String>,
    /// Regions of hand-written files: file and region name.
    pub regions: BTreeMap<(String, String), String>,
}

/// Renders everything machine-owned, several texts at a time. On an error the diagnostics say where; what could be rendered
/// is returned.
#[must_use]
pub fn render(krate: &Crate, templates: &[Template], diagnostics: &mut Diagnostics) -> Files {
    let Some(environment) = environment(templates, diagnostics) else { return Files::default() };
    let requests = OnceLock::new();
    let mut jobs = Vec::new();
    krate.products.iter().for_each(|product| of_product(&mut jobs, product));
    of_common(&mut jobs, &krate.common);
    of_tests(&mut jobs, krate, &requests);
    of_regions(&mut jobs, krate);
    let rendered: Vec<_> = jobs.par_iter().map(|job| (job.render)(&environment)).collect();
    let mut files = Files::default();
    for (job, text) in jobs.into_iter().zip(rendered) {
        match (text, job.place) {
            (Ok(text), Place::File(path)) => drop(files.files.insert(path, text)),
            (Ok(text), Place::Region(file, region)) => drop(files.regions.insert((file, region), text)),
            (Err(error), _) => diagnostics.push(report(&error, templates)),
        }
    }
    files
}

/// Where a text belongs.
enum Place {
    File(String),
    Region(String, String),
}

/// One text that can be rendered by itself.
struct Job<'k> {
    place: Place,
    render: Render<'k>,
}

type Render<'k> = Box<dyn Fn(&Environment<'_>) -> Result<String, minijinja::Error> + Send + Sync + 'k>;

impl<'k> Job<'k> {
    /// A text by a template. What fills the template is made when it is needed, beside the others.
    fn new<C: Serialize>(place: Place, template: &'static str, context: impl Fn() -> C + Send + Sync + 'k) -> Self {
        let render = move |environment: &Environment<'_>| {
            environment.get_template(template)?.render(minijinja::value::Serde(&context()))
        };
        Self { place, render: Box::new(render) }
    }

    fn file<C: Serialize>(
        path: impl Into<String>,
        template: &'static str,
        context: impl Fn() -> C + Send + Sync + 'k,
    ) -> Self {
        Self::new(Place::File(path.into()), template, context)
    }

    /// A text that no template lays out.
    fn data(path: &str, text: impl Fn() -> String + Send + Sync + 'k) -> Self {
        Self { place: Place::File(path.to_owned()), render: Box::new(move |_| Ok(text())) }
    }
}

fn environment<'t>(templates: &'t [Template], diagnostics: &mut Diagnostics) -> Option<Environment<'t>> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    let mut whole = true;
    for template in templates {
        if let Err(error) = environment.add_template(&template.name, &template.text) {
            diagnostics.push(report(&error, templates));
            whole = false;
        }
    }
    whole.then_some(environment)
}

#[derive(Serialize)]
struct Row {
    shape: String,
    kind: String,
    operation: String,
}

#[derive(Serialize)]
struct Wire {
    products: Vec<WireProduct>,
}

#[derive(Serialize)]
struct WireProduct {
    feature: String,
    constant: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Modules {
    products: Vec<ModuleRow>,
    /// Features that bring shared types in.
    common: Vec<String>,
}

#[derive(Serialize)]
struct ModuleRow {
    module: String,
    feature: String,
}

fn of_product<'k>(jobs: &mut Vec<Job<'k>>, product: &'k Product) {
    let folder = format!("src/{}", product.module.plain());
    jobs.push(Job::file(format!("{folder}/mod.rs"), "src/product/mod.rs.j2", || ProductContext::of(product)));
    for resource in &product.resources {
        let path = format!("{folder}/{}.rs", resource.module.plain());
        jobs.push(Job::file(path, "src/product/resource.rs.j2", || ResourceContext::of(product, resource)));
    }
    jobs.push(Job::file(format!("{folder}/fake.rs"), "src/product/fake.rs.j2", || FakeContext::of(product)));
    if product.types.is_empty() {
        return;
    }
    let path = format!("{folder}/types/mod.rs");
    jobs.push(Job::file(path, "src/product/types/mod.rs.j2", || TypesIndexContext::of(product)));
    for types in &product.types {
        let path = format!("{folder}/types/{}.rs", types.module.plain());
        jobs.push(Job::file(path, TYPES, || TypesContext::of(types, "Types of this resource.")));
    }
}

const TYPES: &str = "src/product/types/types.rs.j2";

fn of_common<'k>(jobs: &mut Vec<Job<'k>>, common: &'k [Shared]) {
    if common.is_empty() {
        return;
    }
    jobs.push(Job::file("src/common/mod.rs", "src/common/mod.rs.j2", || CommonContext::of(common)));
    for shared in common {
        let path = format!("src/common/{}.rs", shared.types.module.plain());
        let context = || TypesContext::of(&shared.types, "Types that the same products share.");
        jobs.push(Job::file(path, TYPES, context));
    }
}

fn of_tests<'k>(jobs: &mut Vec<Job<'k>>, krate: &'k Crate, requests: &'k OnceLock<RequestsContext>) {
    jobs.push(Job::file("tests/wire.rs", "tests/wire.rs.j2", || Wire::of(krate)));
    let requests = || requests.get_or_init(|| RequestsContext::of(krate));
    for (path, template) in [
        ("tests/requests.rs", "tests/requests.rs.j2"),
        ("tests/rows/requests.rs", "tests/rows/requests.rs.j2"),
        ("tests/calls.rs", "tests/calls.rs.j2"),
        ("tests/contract.rs", "tests/contract.rs.j2"),
    ] {
        jobs.push(Job::file(path, template, requests));
    }
    jobs.push(Job::data("tests/examples.json", || data::answers(&krate.answers)));
    jobs.push(Job::data("tests/calls.json", || data::calls(&krate.calls)));
}

fn of_regions<'k>(jobs: &mut Vec<Job<'k>>, krate: &'k Crate) {
    for (template, file, region) in
        [("src/lib.rs.j2", "src/lib.rs", "products"), ("Cargo.toml.j2", "Cargo.toml", "features")]
    {
        let place = Place::Region(file.to_owned(), region.to_owned());
        jobs.push(Job::new(place, template, || Modules::of(krate)));
    }
}

impl Wire {
    fn of(krate: &Crate) -> Self {
        let products = krate.products.iter().map(|product| WireProduct {
            feature: product.module.plain().to_owned(),
            constant: product.module.plain().to_uppercase(),
            rows: rows(product, krate),
        });
        Self { products: products.collect() }
    }
}

impl Modules {
    fn of(krate: &Crate) -> Self {
        let products = krate.products.iter().map(|product| ModuleRow {
            module: product.module.as_str().to_owned(),
            feature: product.module.plain().to_owned(),
        });
        let common = krate.common.iter().flat_map(|shared| &shared.products).map(|product| product.plain().to_owned());
        let common: BTreeSet<String> = common.collect();
        Self { products: products.collect(), common: common.into_iter().collect() }
    }
}

/// The rows of the wire test of one product.
fn rows(product: &Product, krate: &Crate) -> Vec<Row> {
    let methods =
        product.resources.iter().flat_map(|resource| resource.methods.iter().map(move |method| (resource, method)));
    // The second view of an operation (`get_as`) has no JSON of its own.
    let own = methods.filter(|(_, method)| !method.as_file);
    own.map(|(resource, method)| {
        let spec = &method.spec;
        let key = (spec.product.clone(), spec.method.to_owned(), format!("{}{}", spec.base_path, spec.path));
        let answer = krate.answers.roots.get(&key).cloned().unwrap_or_default();
        Row {
            shape: literal(&answer.shape),
            kind: literal(&answer.kind),
            operation: format!("{}::{}::{}", product.module, resource.module, method.request),
        }
    })
    .collect()
}

fn literal(text: &str) -> String {
    quote::quote! { #text }.to_string()
}

fn report(error: &minijinja::Error, templates: &[Template]) -> Diagnostic {
    let template = error.name().and_then(|name| templates.iter().find(|template| template.name == name));
    let at = template.map(|template| {
        let line = u32::try_from(error.line().unwrap_or(1)).unwrap_or(1);
        ir::Place { file: template.file, line, column: column(error, template) }
    });
    let help = match error.kind() {
        minijinja::ErrorKind::UndefinedError => "name a variable that the stage `render` gives to this template",
        minijinja::ErrorKind::TemplateNotFound => "put the template back below `templates/`",
        _ => "correct the template",
    };
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    Diagnostic::new(Code::Template, at, format!("{}{detail}", error.kind())).help(help)
}

/// Column of the error, from 1, where minijinja knows the range.
fn column(error: &minijinja::Error, template: &Template) -> u32 {
    let start = error.range().map_or(0, |range| range.start);
    let before = template.text.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    u32::try_from(line.chars().count() + 1).unwrap_or(1)
}
