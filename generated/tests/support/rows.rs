//! Finding the operation that a path belongs to.
//!
//! In: templates such as `/books/v3/invoices/{invoice_id}` and paths of samples. Out: how well they fit.

/// How many literal segments a path shares with a template; nothing where they do not fit. An empty segment is a
/// parameter whose value a sample left out.
pub(crate) fn literals(template: &str, path: &str) -> Option<usize> {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    if template.len() != path.len() {
        return None;
    }
    template.iter().zip(&path).try_fold(0, |score, (template, segment)| match template.contains('{') {
        true => Some(score),
        false => (template == segment).then_some(score + 1),
    })
}
