//! From the lowered crate to files.
//!
//! In: a [`Crate`] and the templates. Out: [`Files`], one text a path, not yet formatted. minijinja lays out, tokens
//! fill in; a variable that a template names and nobody gives is an error at its line.

mod context;
mod data;
mod example;
mod requests;
pub(crate) mod tokens;

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{FileId, Place};
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

/// Renders everything machine-owned. On an error the diagnostics say where; what could be rendered is returned.
#[must_use]
pub fn render(krate: &Crate, templates: &[Template], diagnostics: &mut Diagnostics) -> Files {
    let Some(environment) = environment(templates, diagnostics) else { return Files::default() };
    let mut renderer = Renderer { environment, templates, files: Files::default(), diagnostics };
    krate.products.iter().for_each(|product| renderer.product(product));
    renderer.common(&krate.common);
    renderer.tests(krate);
    renderer.regions(krate);
    renderer.files
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

struct Renderer<'t, 'd> {
    environment: Environment<'t>,
    templates: &'t [Template],
    files: Files,
    diagnostics: &'d mut Diagnostics,
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

impl Renderer<'_, '_> {
    fn product(&mut self, product: &Product) {
        let folder = format!("src/{}", product.module.plain());
        self.file("src/product/mod.rs.j2", &format!("{folder}/mod.rs"), &ProductContext::of(product));
        for resource in &product.resources {
            let path = format!("{folder}/{}.rs", resource.module.plain());
            self.file("src/product/resource.rs.j2", &path, &ResourceContext::of(product, resource));
        }
        self.file("src/product/fake.rs.j2", &format!("{folder}/fake.rs"), &FakeContext::of(product));
        if product.types.is_empty() {
            return;
        }
        self.file("src/product/types/mod.rs.j2", &format!("{folder}/types/mod.rs"), &TypesIndexContext::of(product));
        for types in &product.types {
            let path = format!("{folder}/types/{}.rs", types.module.plain());
            self.file("src/product/types/types.rs.j2", &path, &TypesContext::of(types, "Types of this resource."));
        }
    }

    fn common(&mut self, common: &[Shared]) {
        if common.is_empty() {
            return;
        }
        self.file("src/common/mod.rs.j2", "src/common/mod.rs", &CommonContext::of(common));
        for shared in common {
            let path = format!("src/common/{}.rs", shared.types.module.plain());
            let context = TypesContext::of(&shared.types, "Types that the same products share.");
            self.file("src/product/types/types.rs.j2", &path, &context);
        }
    }

    fn tests(&mut self, krate: &Crate) {
        let products = krate.products.iter().map(|product| WireProduct {
            feature: product.module.plain().to_owned(),
            constant: product.module.plain().to_uppercase(),
            rows: rows(product, krate),
        });
        let wire = Wire { products: products.collect() };
        self.file("tests/wire.rs.j2", "tests/wire.rs", &wire);
        let requests = RequestsContext::of(krate);
        self.file("tests/requests.rs.j2", "tests/requests.rs", &requests);
        self.file("tests/rows/requests.rs.j2", "tests/rows/requests.rs", &requests);
        self.file("tests/calls.rs.j2", "tests/calls.rs", &requests);
        self.file("tests/contract.rs.j2", "tests/contract.rs", &requests);
        self.files.files.insert("tests/examples.json".to_owned(), data::answers(&krate.answers));
        self.files.files.insert("tests/calls.json".to_owned(), data::calls(&krate.calls));
    }

    fn regions(&mut self, krate: &Crate) {
        let products = krate.products.iter().map(|product| ModuleRow {
            module: product.module.as_str().to_owned(),
            feature: product.module.plain().to_owned(),
        });
        let common = krate.common.iter().flat_map(|shared| &shared.products).map(|product| product.plain().to_owned());
        let common: BTreeSet<String> = common.collect();
        let modules = Modules { products: products.collect(), common: common.into_iter().collect() };
        self.region("src/lib.rs.j2", "src/lib.rs", "products", &modules);
        self.region("Cargo.toml.j2", "Cargo.toml", "features", &modules);
    }

    fn file(&mut self, template: &str, path: &str, context: &impl Serialize) {
        if let Some(text) = self.text(template, context) {
            self.files.files.insert(path.to_owned(), text);
        }
    }

    fn region(&mut self, template: &str, path: &str, region: &str, context: &impl Serialize) {
        if let Some(text) = self.text(template, context) {
            self.files.regions.insert((path.to_owned(), region.to_owned()), text);
        }
    }

    fn text(&mut self, template: &str, context: &impl Serialize) -> Option<String> {
        let rendered = self
            .environment
            .get_template(template)
            .and_then(|template| template.render(minijinja::value::Serde(context)));
        match rendered {
            Ok(text) => Some(text),
            Err(error) => {
                self.diagnostics.push(report(&error, self.templates));
                None
            }
        }
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
        Place { file: template.file, line, column: column(error, template) }
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
