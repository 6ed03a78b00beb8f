//! Reading folders: what is found, what is left alone, what is reported.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::PathBuf;

use super::*;

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("front-load-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("specs")).unwrap();
        fs::create_dir_all(path.join("templates/sub")).unwrap();
        Self(path)
    }

    fn put(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn load(&self, products: &[&str]) -> (Source, Diagnostics) {
        let mut out = Diagnostics::default();
        let options = LoadOptions {
            specs: self.0.join("specs"),
            templates: self.0.join("templates"),
            products: products.iter().map(|name| (*name).to_owned()).collect(),
        };
        (load(&options, &mut out), out)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn reads_everything_in_order() {
    let scratch = Scratch::new("order");
    scratch
        .put("specs/b/two.yaml", "x: 1")
        .put("specs/b/one.yml", "\u{feff}x: 1")
        .put("specs/b/one.overlay.yaml", "y: 1")
        .put("specs/a/three.json", "{}")
        .put("specs/none/readme.md", "")
        .put("specs/products.toml", "")
        .put("templates/sub/mod.rs.j2", "t")
        .put("templates/lib.rs.j2", "t");
    let (source, out) = scratch.load(&[]);
    assert_eq!(out, Diagnostics::default());
    let paths: Vec<_> = source.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "a/three.json",
            "b/one.overlay.yaml",
            "b/one.yml",
            "b/two.yaml",
            "products.toml",
            "templates/lib.rs.j2",
            "templates/sub/mod.rs.j2"
        ]
    );
    assert_eq!(source.files[2].text, "x: 1");
    assert_eq!(source.files[0].sha256, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    assert_eq!(source.products[1].overlays, [FileId(1)]);
    assert_eq!(source.products[1].documents, [FileId(2), FileId(3)]);
    assert_eq!(source.config, Some(FileId(4)));
}

#[test]
fn suggests_a_near_product() {
    let scratch = Scratch::new("near");
    scratch.put("specs/books/one.yml", "x: 1");
    let (source, out) = scratch.load(&["bookz"]);
    assert!(source.products.is_empty());
    assert_eq!(out.sorted()[0].help.as_deref(), Some("did you mean `books`?"));
}

#[test]
fn reports_what_cannot_be_read() {
    let scratch = Scratch::new("bad");
    scratch.put("specs/a/latin.yml", b"x: \xe9").put("specs/a/good.yml", "x: 1");
    let (source, out) = scratch.load(&[]);
    assert_eq!(source.products[0].documents.len(), 1);
    assert_eq!(out.sorted()[0].code, Code::Io);
    assert!(out.sorted()[0].message.contains("UTF-8"));
    let (_, out) = Scratch::new("empty").load(&[]);
    assert!(out.sorted()[0].message.contains("holds no product"));
    let mut out = Diagnostics::default();
    load(&LoadOptions { specs: "/nowhere/at/all".into(), ..LoadOptions::default() }, &mut out);
    assert!(out.has_errors());
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_followed() {
    let scratch = Scratch::new("links");
    scratch.put("outside.yml", "x: 1").put("specs/a/good.yml", "x: 1");
    std::os::unix::fs::symlink(scratch.0.join("outside.yml"), scratch.0.join("specs/a/link.yml")).unwrap();
    std::os::unix::fs::symlink(scratch.0.join("specs/a/good.yml"), scratch.0.join("specs/a/inside.yml")).unwrap();
    let (source, out) = scratch.load(&[]);
    assert_eq!(source.products[0].documents.len(), 2);
    assert!(out.sorted()[0].message.contains("leads out"));
    assert!(!out.has_errors());
}
