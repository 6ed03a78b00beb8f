use super::prose::Prose;
use super::tokens::tokens;
use super::values::{self, Claim};
use crate::ir::name::Name;

fn found(field: &str, text: &str) -> Option<(Claim, String)> {
    let prose = Prose::of(text);
    let values = values::find(&tokens(&prose), &Name::parse(field))?;
    Some((values.claim, values.values.join("|")))
}

fn listed(field: &str, text: &str) -> Option<String> {
    found(field, text).map(|(_, values)| values)
}

#[test]
fn allowed_values_in_many_phrasings() {
    let wanted = Some("red|dark_blue|green".to_owned());
    for text in [
        "Allowed Values: <code>red</code>, <code>dark_blue</code> and <code>green</code>.",
        "Hue.Allowed Values: <code>red</code>,<code>dark_blue</code>,<code>green</code>",
        "Allowed values <code>red</code> <code>dark_blue</code> and <code>green</code>",
        "Allowed values are <code> red </code> , <code> dark_blue </code> , <code> green </code>.",
        "Allowed values: `red`, `dark_blue` or `green`. Use `other` elsewhere.",
        "Allowed Values: <code>red, dark_blue and green</code>",
        "Allowed values: <code>red,dark_blue,green</code>",
        "Allowed values: red, dark_blue, green.",
        "Allowed Values : <br/><code>red</code> (A warm hue, see `x`.),<br/><code>dark_blue</code> (Cold.) and<br/><code>green</code> (Hope).",
        "Allowed values for <strong><code>hue</code></strong> : <br><code>red</code>, <code>dark_blue</code>, <code>green</code><br> <code>red</code> - For a warm one. <br><code>green</code> - For hope.",
        "Possible values are <code>red</code>, <code>dark_blue</code> and <code>green</code>",
        "The possible values for hue are <code>red</code>, <code>dark_blue</code>, <code>green</code>",
        "Supported hue values <code>red</code>, <code>dark_blue</code>, <code>green</code>.",
        "Valid values: 'red', 'dark_blue' and 'green'.",
        "Valid options are \"red\", \"dark_blue\" and \"green\".",
        "It must be one of the following: red, dark_blue, green",
        "It should be one of the following values: `red`, `dark_blue`, `green`.",
        "Allowed values are [red, dark_blue, green].",
        "Allowed values: <ul><li><code>red</code></li><li><code>dark_blue</code></li><li><code>green</code></li></ul>",
        "Allowed hue types : red, dark_blue(*Only at night), green <br> <strong>Note:</strong> No more.",
        "Values: <code>red</code>, <code>dark_blue</code>, <code>green</code>.",
        "Allowed Values: <br/> <b>For Europe: </b><code>red</code> and <code>dark_blue</code>.<br/><b>For South Africa Edition:</b> <code>green</code> and <code>red</code>",
        "Allowed: red, dark_blue, green",
        "Values allowed are red, dark_blue and green",
        "The values accepted for this are: `red`, `dark_blue`, `green`",
        "Allowed values: red/dark_blue/green",
        "Allowed values: red | dark_blue | green",
    ] {
        assert_eq!(listed("hue", text), wanted, "{text}");
    }
}

#[test]
fn prefixes_labels_and_editions() {
    let of = |text| listed("filter_by", text);
    assert_eq!(
        of("Allowed values are Status.(<code>All</code>, <code>Sent</code>)."),
        Some("Status.All|Status.Sent".to_owned())
    );
    assert_eq!(
        of("Allowed Values: Status.All, Status.Sent and Date.Due"),
        Some("Status.All|Status.Sent|Date.Due".to_owned())
    );
    assert_eq!(
        of(
            "Supported codes for UAE are : </br>Abu Dhabi - <code>AB</code>,</br>Umm al-Quwain - <code>UM</code><br/>Supported codes for the GCC are : <br/>Oman - <code>OM</code>"
        ),
        Some("AB|UM|OM".to_owned())
    );
    assert_eq!(
        of(
            "Allowed values: <code>a_b</code>, <code>c_d</code>.</br><code>e_f</code> and <code>g_h</code> are supported only for <b>UAE</b>.<br/><code>x</code> is mandatory."
        ),
        Some("a_b|c_d|e_f|g_h".to_owned())
    );
    assert_eq!(
        of("Allowed values: `a` or `b`. For South Africa Edition, additional values include `c` and `d`."),
        Some("a|b|c|d".to_owned())
    );
}

#[test]
fn it_can_be_one_of_several() {
    let said = |values: &str| Some((Claim::Said, values.to_owned()));
    for text in [
        "State of the thing. It can be `open`, `closed` or `void`.",
        "It can either be `open`, `closed` or `void`. For more, see below",
        "The mode. This can be <code>open</code>, <code>closed</code> or <code>void</code>. Maximum length [100]",
        "Thing state can be <code>open, closed</code> or <code>void</code>.",
        "The state should be either \"open\", \"closed\" or \"void\".",
        "Must be either `open`, `closed` or `void`.",
        "Choose either `open`, `closed` or `void`",
        "State of it: `open`, `closed` or `void`.",
        "State of it. `open`, `closed`, `void`.",
        "The state of the thing is either `open`, `closed` or `void`",
        "Choose whether it falls under: <code>open</code>,<code>closed</code>,<code>void</code>.",
        "How far it reaches. <code>open</code> means all of it. <code>closed</code> applies to half. `void` means none.",
        "How it ended. It is set to <code>open</code> when new. It is set to <code>closed</code> if paid. It is set to `void` by hand.",
        "Open things have the thing state is `open`, else thing state is `closed`; the thing state is `void` at last.",
    ] {
        let field = if text.contains("hing state") { "thing_state" } else { "state" };
        assert_eq!(found(field, text), said("open|closed|void"), "{text}");
    }
    assert_eq!(found("x", "State wise list view - All, by_hand, matched"), said("All|by_hand|matched"));
    assert_eq!(found("x", "Things, ex: a_b, c_d, e_f"), None);
    for text in ["State of the thing (open or closed)", "State: open/closed", "The state: open or closed."] {
        assert_eq!(found("state", text), Some((Claim::Hinted, "open|closed".to_owned())), "{text}");
    }
    assert_eq!(
        listed("x", "How to compare. Allowed Values: is, contains and starts_with"),
        Some("is|contains|starts_with".to_owned())
    );
    assert_eq!(found("kind", "Kind of the number, it can be SSN, ATIN or EIN."), said("SSN|ATIN|EIN"));
    assert_eq!(found("state", "It can be open or closed."), Some((Claim::Hinted, "open|closed".to_owned())));
}

#[test]
fn what_is_no_list_of_values_is_passed_over() {
    for text in [
        "Allowed Extensions: <code>gif</code>, <code>png</code>",
        "It can be a single tax or a tax group.",
        "It can be `open` or the name of the user.",
        "It will either <code>Some Thing</code> or the user name.",
        "If it can be `a` or `b`, see there.",
        "The tax can be `a` or `b`.",
        "It contains `first_name`, `last_name` and `email`.",
        "Either `a` or `b` must be given.",
        "It can be either in % or in amount, e.g. 12.5% or 190.",
        "The allowed number of days.",
        "Values per page",
        "Number of days allowed for payment, e.g. 15, 30",
        "Set to true if it can be viewed in the portal, for `a` and `b`.",
        "Available only when `is_taxable` is `true`.",
        "Ex: out of a wallet, the purse can be: leather, cloth, paper.",
        "Supported only for `a` and `b` editions.",
        "Choose one. The name of it.",
        "Mandatory fields: `a`, `b`",
        "Number of the thing (e.g., 1, 2)",
        "Number of a thing that is treated as <br><code>a</code>, <code>b</code>.",
        "Variants: `state_startswith` and `state_contains`",
        "Specify `a_x` or `b_x`.",
        "The list of available types is in `settings`.",
    ] {
        assert_eq!(found("state", text), None, "{text}");
    }
}

#[test]
fn a_list_about_another_field_says_so() {
    let prose = Prose::of("The allowed values for <code>filter_by</code> are <code>a</code> and <code>b</code>.");
    let values = values::find(&tokens(&prose), &Name::parse("status"));
    assert_eq!(values.and_then(|values| values.about).as_deref(), Some("filter_by"));
}
