//! In: a seed, or none. Out: numbers that look random and are the same for the same seed.

/// A generator of numbers (`SplitMix64`); good enough to pick moments.
pub(crate) struct Random(u64);

impl Random {
    /// By `TEST_SEED`, or another each time; the seed is printed, and shown where the test fails.
    pub(crate) fn seeded() -> Self {
        let given = std::env::var("TEST_SEED").ok().and_then(|seed| seed.parse().ok());
        let now = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
        let seed = given.unwrap_or(now);
        println!("again with TEST_SEED={seed}");
        Self(seed)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}
