//! In: a mistyped name and the names there are. Out: those that were probably meant.

/// The name nearest to `wanted`, if any is near enough to be a slip.
#[must_use]
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    ranked(wanted, names).into_iter().next()
}

/// The names near enough to `wanted` to be meant by it, the nearest first.
#[must_use]
pub fn ranked<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let limit = (wanted.chars().count() / 3).max(1);
    let wanted = wanted.to_lowercase();
    let mut near: Vec<(usize, &str)> = names
        .map(|name| (name.to_lowercase(), name))
        .map(|(lower, name)| (distance(&wanted, &lower), lower, name))
        .filter(|(distance, lower, _)| *distance <= limit || lower.starts_with(&wanted) || wanted.starts_with(lower))
        .map(|(distance, _, name)| (distance, name))
        .collect();
    near.sort();
    near.dedup();
    near.into_iter().map(|(_, name)| name).collect()
}

/// Letters to add, drop or change to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        let mut next = vec![left];
        for (above, candidate) in row.iter().skip(1).zip(&other) {
            let change = diagonal + usize::from(*candidate != letter);
            left = change.min(above + 1).min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
