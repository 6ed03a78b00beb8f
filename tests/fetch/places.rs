//! Where documents come from: sources, addresses, files, folders; and arguments that make no sense.

use super::{Project, document, published};
use crate::support::archive::zipped;
use crate::support::host::{Given, Host};

const TWO: &str = "[products.office]\ndocuments = ['*']\n[products.shop]\ndocuments = ['bills.yml', 'it*s.yml']\n";

#[test]
fn a_source_is_asked_where_nothing_else_is_said() {
    let host = Host::of(Given::file(published()));
    let project = Project::with(&format!(
        "[products.none]\ntitle = 'None'\n[products.shop]\nsource = '{}'\ndocuments = ['bills.yml']\n",
        host.at("all.zip")
    ));
    let ended = project.fetch(&[]).expect(0);
    assert!(ended.stdout.contains("shop: 1 document from") && !ended.stdout.contains("none:"), "{}", ended.stdout);
    project.refuses(&["--product", "none"], &["names no source of `none`", "--from"]);
    project.misused(&["--product", "shob"], &["no product `shob`", "did you mean `shop`?"]);
    let plain = Project::with("[products.shop]\nsource = 'http://example.com/all.zip'\n");
    plain.refuses(&[], &["products.toml`, shop: `http://example.com/all.zip` is refused", "use https"]);
    Project::with("").refuses(&[], &["names no source of any product"]);
    Project::with("[products.'../x']\nsource = 'https://example.com/'\n").refuses(&[], &["`../x`"]);
    Project::with("[products.shop]\nsauce = 1\n").refuses(&[], &["specs/products.toml", "sauce"]);
}

#[test]
fn one_place_has_several_products() {
    let (shop, office) = (published(), zipped(&[("rooms.json", "{\"openapi\": \"3.0.0\", \"paths\": {}}")]));
    let project = Project::with(TWO);
    project.put("came/shop.zip", &shop);
    project.put("came/office/rooms.json", "{\"openapi\": \"3.0.0\", \"paths\": {}}");
    project.put("came/office/readme.txt", "");
    project.put("came/office/rooms.overlay.yaml", "");
    let host = Host::start(move |asked, _| match asked.path.as_str() {
        "/all/shop.zip" => Given::file(shop.clone()),
        "/all/office.zip" => Given::file(office.clone()),
        _ => Given::new(404, ""),
    });
    for from in ["came".to_owned(), host.at("all/")] {
        let ended = project.fetch(&["--from", &from]).expect(0);
        assert!(
            ended.stdout.contains("office: 1 document") && ended.stdout.contains("shop: 2 documents"),
            "{}",
            ended.stdout
        );
        assert!(project.path("target/specs/office/rooms.json").is_file());
        assert!(project.path("target/specs/shop/items.yml").is_file());
        std::fs::remove_dir_all(project.path("target/specs")).unwrap();
    }
    // One that fails stops all, and each is said.
    let told = project.refuses(&["--from", &host.at("none/")], &["error: office: ", "error: shop: "]);
    assert_eq!(told.matches("404").count(), 2, "{told}");
    project.put("came/shop/bills.yml", document("bills"));
    project.refuses(&["--from", "came"], &["both `shop/` and `shop.zip`"]);
    project.refuses(&["--from", "specs"], &["neither `office/` nor `office.zip`", "--product"]);
}

#[test]
fn a_folder_or_a_file_is_of_the_product_asked_for() {
    let project = Project::with(TWO);
    project.put("flat/bills.yml", document("bills"));
    project.put("flat/more.zip", zipped(&[("items.yml", document("items"))]));
    project.put("came/shop/bills.yml", document("bills"));
    project.put("came/shop/items.yml", document("items"));
    for from in ["flat", "came", "came/shop"] {
        project.fetch(&["--product", "shop", "--from", from]).expect(0);
        assert_eq!(project.read("target/specs/shop/items.yml"), document("items"), "{from}");
    }
    project.put("flat/BILLS.yml", document("bills"));
    project.refuses(&["--product", "shop", "--from", "flat"], &["two documents called"]);
    project.put("empty/readme.txt", "");
    project.refuses(&["--product", "shop", "--from", "empty"], &["neither documents", "nor zip archives"]);
    project.refuses(&["--product", "shop", "--from", "absent.zip"], &["cannot read `absent.zip`"]);
    project.refuses(&["--product", "shop", "--from", "empty/readme.txt"], &["nothing came"]);
}

#[test]
fn one_document_by_itself_leaves_the_others() {
    let project = Project::new();
    let from = project.put("came/bills.yml", document("bills"));
    project.put("target/specs/shop/items.yml", document("items"));
    let ended = project.fetch(&["--from", &from]).expect(0);
    assert!(ended.stdout.contains("shop: 1 document from file:bills.yml"), "{}", ended.stdout);
    assert_eq!(project.read("target/specs/shop/items.yml"), document("items"));
    let host = Host::of(Given::file(document("items")).header("content-type", "application/yaml"));
    project.fetch(&["--from", &host.at("at/items.yml?v=1")]).expect(0);
    let other = project.put("came/rooms.yml", document("rooms"));
    project.refuses(&["--from", &other], &["`rooms.yml` is not listed", "bills.yml, items.yml"]);
}

#[test]
fn what_is_published_no_more_goes_from_the_folder_that_is_looked_at() {
    let project = Project::with("[products.shop]\ndocuments = ['*.yml']\n");
    let from = project.put("all.zip", published());
    project.fetch(&["--from", &from]).expect(0);
    assert!(project.path("target/specs/shop/taxes.yml").is_file());
    project.put("all.zip", zipped(&[("bills.yml", document("bills"))]));
    let ended = project.fetch(&["--from", &from]).expect(0);
    assert!(ended.stdout.contains("0 files written to `target/specs`, 2 removed, 1 unchanged"), "{}", ended.stdout);
    assert!(!project.path("target/specs/shop/taxes.yml").exists());
}

#[test]
fn where_nothing_is_listed_all_can_be_looked_at_and_none_adopted() {
    let project = Project::with("[products.shop]\ntitle = 'Shop'\n");
    let from = project.put("all.zip", published());
    let ended = project.fetch(&["--product", "shop", "--from", &from]).expect(0);
    assert!(ended.stdout.contains("shop: 3 documents"), "{}", ended.stdout);
    let adopt = ["--product", "shop", "--from", &from, "--into", "specs", "--verbatim"];
    project.refuses(&adopt, &["lists no documents", "bills.yml, items.yml, taxes.yml"]);
}

#[test]
fn arguments_that_make_no_sense_are_told_apart() {
    let project = Project::with(TWO);
    let from = project.put("all.zip", published());
    for arguments in [
        &["--from", "http://example.com/all.zip", "--product", "shop"][..],
        &["--from", "ftp://example.com/all.zip", "--product", "shop"],
        &["--from", "https://me:secret@example.com/all.zip", "--product", "shop"],
        &["--from", "https://example.com/all.zip"],
        &["--from", &from],
        &["--verbatim"],
        &["--timeout", "0"],
        &["--timeout", "soon"],
        &["--max-size", "0"],
        &["shop"],
    ] {
        let before = project.all();
        let ended = project.fetch(arguments).expect(2);
        assert!(ended.stderr.contains("error: ") && ended.stdout.is_empty(), "{arguments:?}: {}", ended.stderr);
        assert!(!ended.stderr.contains("secret"), "{}", ended.stderr);
        assert_eq!(before, project.all());
    }
}

#[test]
fn one_fetch_at_a_time() {
    // The second waits for the first, whose connection is slow.
    let host = Host::start(|_, _| Given::file(published()).late(std::time::Duration::from_secs(2)));
    let project = Project::new();
    let (url, from) = (host.at("all.zip"), project.put("all.zip", published()));
    std::thread::scope(|scope| {
        let first = scope.spawn(|| project.fetch(&["--from", &url]).expect(0));
        while host.asked().is_empty() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let second = project.fetch(&["--from", &from]).expect(0);
        assert!(second.stderr.contains("waiting for another run"), "{}", second.stderr);
        assert!(second.stdout.contains("nothing new"), "{}", second.stdout);
        assert!(first.is_finished() || first.join().is_ok());
    });
}
