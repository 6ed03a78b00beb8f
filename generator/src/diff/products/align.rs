//! Things of several lists that are the same.
//!
//! In: one list a product, and how alike two things are. Out: rows with at most one thing of each list; the most alike
//! find each other first.

/// How alike two things are; nothing where they are not the same.
pub(super) type Score = Option<u32>;

/// Aligns the lists. Rows stand in the order of the first list, then of what the others add.
pub(super) fn align<T: Copy>(lists: &[Vec<T>], score: impl Fn(T, T) -> Score) -> Vec<Vec<Option<T>>> {
    let mut rows: Vec<Vec<Option<T>>> = Vec::new();
    for (column, list) in lists.iter().enumerate() {
        let mut free: Vec<(usize, T)> = list.iter().copied().enumerate().collect();
        for (row, index) in matches(&rows, &free, &score) {
            let taken = free.iter().position(|(known, _)| *known == index).map(|position| free.remove(position));
            if let (Some(row), Some((_, item))) = (rows.get_mut(row), taken)
                && let Some(cell) = row.get_mut(column)
            {
                *cell = Some(item);
            }
        }
        for (_, item) in free {
            let mut row = vec![None; lists.len()];
            if let Some(cell) = row.get_mut(column) {
                *cell = Some(item);
            }
            rows.push(row);
        }
    }
    rows
}

/// Rows and indexes that belong together, each once.
fn matches<T: Copy>(
    rows: &[Vec<Option<T>>],
    items: &[(usize, T)],
    score: &impl Fn(T, T) -> Score,
) -> Vec<(usize, usize)> {
    let mut scored = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        for &(index, item) in items {
            let best = cells.iter().flatten().filter_map(|&cell| score(cell, item)).max();
            scored.extend(best.map(|best| (best, row, index)));
        }
    }
    scored.sort_by_key(|&(best, row, index)| (std::cmp::Reverse(best), row, index));
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (_, row, index) in scored {
        if !found.iter().any(|&(known, other)| known == row || other == index) {
            found.push((row, index));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_alike_find_each_other_first() {
        let score = |one: &str, other: &str| match (one, other) {
            (one, other) if one == other => Some(9),
            (one, other) if one.ends_with(other) || other.ends_with(one) => Some(1),
            _ => None,
        };
        let lists = [vec!["customer payments", "payments", "items"], vec!["payments", "vendor payments", "tax"]];
        assert_eq!(
            align(&lists, score),
            [
                vec![Some("customer payments"), None],
                vec![Some("payments"), Some("payments")],
                vec![Some("items"), None],
                vec![None, Some("vendor payments")],
                vec![None, Some("tax")],
            ]
        );
    }
}
