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

/// Letters to add, drop, change, or swap with their neighbour, to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    // The row and the letter before, for letters that are swapped.
    let mut last: Option<(Vec<usize>, char)> = None;
    for (index, letter) in one.chars().enumerate() {
        let mut left = index + 1;
        let mut next = vec![left];
        for (column, (candidate, ways)) in other.iter().zip(row.windows(2)).enumerate() {
            let &[diagonal, above] = ways else { continue };
            let change = diagonal + usize::from(*candidate != letter);
            left = change.min(above + 1).min(left + 1);
            let before = column.checked_sub(1).and_then(|column| Some((column, *other.get(column)?)));
            if let (Some((column, neighbour)), Some((swapped, letter_before))) = (before, &last)
                && neighbour == letter
                && *letter_before == *candidate
            {
                left = swapped.get(column).map_or(left, |ways| left.min(ways + 1));
            }
            next.push(left);
        }
        last = Some((std::mem::replace(&mut row, next), letter));
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (one, other, slips) in [
            ("books", "books", 0),
            ("boks", "books", 1),
            ("shpo", "shop", 1),
            ("inventroy", "inventory", 1),
            ("", "shop", 4),
            ("shop", "", 4),
            ("billing", "books", 6),
            ("ca", "abc", 3),
        ] {
            assert_eq!(distance(one, other), slips, "{one} {other}");
            assert_eq!(distance(other, one), slips, "{other} {one}");
        }
    }
}
