//! English, as far as names need it.
//!
//! In: single words. Out: whether a word is a verb, a state, a participle, or says nothing in a name. Lists hold
//! everyday words only; no noun of any product is here.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// First words of a name that says what is done, in their plain form.
const VERBS: &str = "\
    accept acknowledge activate add adjust allocate allow amend append apply approve archive assign associate \
    attach authorize begin block build bundle buy calculate cancel capture categorize change charge check clear \
    clone close collect compare complete compute configure confirm connect consume convert copy count create \
    deallocate decline decrypt defer delete deliver deposit detach disable disassociate discard disconnect \
    dismiss dispatch display dissociate download drop duplicate edit email enable encrypt end enroll exclude \
    execute expire export extend fetch fill filter finalize find finish flag follow force forward freeze fulfill \
    generate get give grant halt hide hold ignore import include initiate insert install invalidate invite issue \
    join keep leave link list load lock log login logout make map mark match merge modify move mute notify open \
    override pack parse patch pause pay pick pin place post postpone preview print process provision publish \
    pull purge push query queue raise read recall receive recognize recommend reconcile record redeem redirect \
    redo reduce refresh refund register reject release remind remove rename render renew reorder repeat replace \
    reply request require reschedule reserve reset resolve restart restore restrict resume retire retrieve retry \
    return reverse revert review revoke roll rotate run save scan schedule search select sell send set settle \
    share ship show sign simulate skip snooze sort split start stop store submit subscribe suggest suspend swap \
    switch sync synchronize terminate test toggle track transfer transform translate trigger undo update upgrade \
    upload upsert use validate verify view void withdraw write";

/// Words that name a state as they stand.
const STATES: &str = "\
    active billable default draft final inactive offline online open overdue pending primary private public read \
    ready secondary sent spam unbillable unread unsent void";

/// Words before a noun that say nothing of it.
const DETERMINERS: &str = "\
    a an any each every existing given individual its multiple my our particular respective s several single \
    specific specified that the their these this those your";

/// Words that tie a name to something else.
const PREPOSITIONS: &str = "\
    against along among and as at between but by for from in into of on onto or per regarding through to under \
    upon using via when which while with within without";

/// Small words that belong to the verb before them: `write off`.
const PARTICLES: &str = "\
    away back down off out over up";

/// Last words of a noun that only say that there is more of it.
const EMPTY_NOUNS: &str = "\
    content contents data detail details info information list object";

/// Nouns without a plural.
const UNCOUNTABLE: &str = "\
    content data forecast history info information metadata sms tracking";

/// Kinds of files.
const FILE_KINDS: &str = "\
    csv doc docx html json pdf tsv xls xlsx xml zip";

/// Nouns for many things of one kind: `chart of accounts`.
const COLLECTIVES: &str = "\
    catalog chart collection list set table";

/// Words that end like a participle and are none.
const NO_PARTICIPLES: &str = "\
    bed feed need red seed shed speed embed exceed indeed";

/// Participles that do not end in `ed`.
const IRREGULAR: &str = "\
    bought left lost made paid sent sold spent unpaid unsold";

static VERB_SET: LazyLock<BTreeSet<&str>> = LazyLock::new(|| VERBS.split(' ').collect());

fn in_list(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// Whether the word says what is done: a verb, or one with `un`, `re`, `de`, `dis` in front.
pub(super) fn is_verb(word: &str) -> bool {
    let plain = |word: &str| VERB_SET.contains(word);
    let prefixes = ["un", "re", "de", "dis"];
    plain(word)
        || prefixes.iter().any(|prefix| word.strip_prefix(prefix).is_some_and(|rest| rest.len() > 2 && plain(rest)))
}

/// Whether the word names a state: `active`, `sent`, `approved`.
pub(super) fn is_state(word: &str) -> bool {
    in_list(STATES, word) || is_participle(word)
}

/// Whether the word is a past participle.
pub(super) fn is_participle(word: &str) -> bool {
    (word.len() > 4 && word.ends_with("ed") && !in_list(NO_PARTICIPLES, word)) || in_list(IRREGULAR, word)
}

/// Whether the word alone means something else to a program, or to a handle.
pub(super) fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "break"
            | "clone"
            | "continue"
            | "do"
            | "loop"
            | "match"
            | "move"
            | "new"
            | "override"
            | "return"
            | "try"
            | "use"
            | "yield"
    )
}

pub(super) fn is_determiner(word: &str) -> bool {
    in_list(DETERMINERS, word)
}

pub(super) fn is_preposition(word: &str) -> bool {
    in_list(PREPOSITIONS, word)
}

pub(super) fn is_particle(word: &str) -> bool {
    in_list(PARTICLES, word)
}

pub(super) fn is_empty_noun(word: &str) -> bool {
    in_list(EMPTY_NOUNS, word)
}

pub(super) fn is_uncountable(word: &str) -> bool {
    in_list(UNCOUNTABLE, word)
}

pub(super) fn is_file_kind(word: &str) -> bool {
    in_list(FILE_KINDS, word)
}

pub(super) fn is_collective(word: &str) -> bool {
    in_list(COLLECTIVES, word)
}

/// Whether the verb only says that something is had.
pub(super) fn is_get(word: &str) -> bool {
    matches!(word, "display" | "fetch" | "find" | "get" | "list" | "read" | "retrieve" | "show" | "view")
}

/// Whether the verb says that something new is made.
pub(super) fn is_create(word: &str) -> bool {
    matches!(word, "add" | "create" | "insert" | "log" | "make" | "post" | "raise" | "record" | "register")
}

/// Whether the verb says that something is changed.
pub(super) fn is_update(word: &str) -> bool {
    matches!(word, "change" | "edit" | "modify" | "patch" | "set" | "update")
}

/// Whether the verb says that something goes.
pub(super) fn is_delete(word: &str) -> bool {
    matches!(word, "delete" | "remove")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_make_verbs() {
        for verb in ["unmap", "resend", "reactivate", "deactivate", "uncategorize", "unship"] {
            assert!(is_verb(verb), "{verb}");
        }
        for noun in ["invoices", "reminder", "unit", "details", "region"] {
            assert!(!is_verb(noun), "{noun}");
        }
    }

    #[test]
    fn participles_are_states() {
        assert!(is_state("approved") && is_state("paid") && is_state("inactive"));
        assert!(!is_state("speed") && !is_state("tag"));
    }
}
