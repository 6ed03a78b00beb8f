//! Running the tolerance table over documented answers.
//!
//! In: the table of operations, and answers. Out: every row of the tolerance table at every place it applies to, alone
//! and in combinations, read through the operation and written again; a failed test names operation, place, row and
//! value where the result is not what the table says.

use std::io::Write as _;
use std::thread;

use zoho_finance::{Error, Payload};

use super::compare::same;
use super::places::{Answer, At, Expected, Place, Plan};
use super::random::Random;
use super::table::{Case, Outcome};
use super::wire::{Data, Example, Row, find};

/// Combinations for each answer.
const COMBINATIONS: usize = 6;
/// Of so many places one is changed in a combination.
const ONE_OF: usize = 6;
/// Failures that are shown.
const SHOWN: usize = 60;

/// What one thread found.
#[derive(Default)]
struct Tally {
    cases: usize,
    failures: Vec<String>,
}

/// Runs all rows over all answers.
pub(crate) fn run(rows: &[Row], data: &str) {
    let data = Data::of(rows, data);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let share = data.examples.len().div_ceil(workers).max(1);
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let data = &data;
        let start = |examples| scope.spawn(move || work(rows, data, examples));
        let started: Vec<_> = data.examples.chunks(share).map(start).collect();
        started.into_iter().map(|worker| worker.join().unwrap_or_else(|_| panic!("a thread panicked"))).collect()
    });
    let cases: usize = tallies.iter().map(|tally| tally.cases).sum();
    let failures: Vec<&String> = tallies.iter().flat_map(|tally| &tally.failures).collect();
    // Written past the test harness, which shows what is printed of failed tests only.
    let _ = writeln!(
        std::io::stdout().lock(),
        "tolerance: {} answers, {cases} cases, {} differences",
        data.examples.len(),
        failures.len()
    );
    let shown: Vec<&str> = failures.iter().take(SHOWN).map(|failure| failure.as_str()).collect();
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), shown.join("\n"));
}

fn work(rows: &[Row], data: &Data, examples: &[Example]) -> Tally {
    let mut tally = Tally::default();
    for (index, example) in examples.iter().enumerate() {
        let Some(row) = find(rows, example) else { continue };
        let of_envelope = row.spec.payload != Payload::Whole;
        let readable = row.spec.payload.key().is_none_or(|key| example.response.get(key).is_some());
        if row.spec.payload == Payload::Download || (of_envelope && !example.response.is_object()) || !readable {
            continue;
        }
        let answer = Answer { kinds: &data.kinds, spec: row.spec, kind: &data.kind_of(row), body: &example.response };
        let trial = Trial { row, example, answer, places: Vec::new() };
        trial.run(&mut Random::new(index as u64), &mut tally);
    }
    tally
}

/// One answer.
struct Trial<'a> {
    row: &'a Row,
    example: &'a Example,
    answer: Answer<'a>,
    places: Vec<Place>,
}

impl Trial<'_> {
    fn run(mut self, random: &mut Random, tally: &mut Tally) {
        self.places = self.answer.places();
        self.check(&Plan::new(), None, tally);
        for place in &self.places {
            for case in &place.cases {
                self.check(&Plan::from([(place.at.clone(), case)]), Some(&place.at), tally);
            }
        }
        for round in 0.. {
            let plan = self.round(round);
            if plan.is_empty() {
                break;
            }
            self.check(&plan, None, tally);
        }
        for _ in 0..COMBINATIONS {
            self.check(&self.combination(random), None, tally);
        }
        self.check(&self.refusal(random), None, tally);
    }

    /// The row of this number at every place that has nothing inside.
    fn round(&self, number: usize) -> Plan<'_> {
        let leaves = self.places.iter().filter(|place| place.is_leaf);
        leaves.filter_map(|place| Some((place.at.clone(), accepted(place).get(number).copied()?))).collect()
    }

    fn combination(&self, random: &mut Random) -> Plan<'_> {
        let mut plan = Plan::new();
        for place in &self.places {
            if random.below(ONE_OF) == 0 {
                plan.extend(random.pick(&accepted(place)).map(|case| (place.at.clone(), *case)));
            }
        }
        plan
    }

    /// One value of a wrong kind somewhere in the whole answer.
    fn refusal(&self, random: &mut Random) -> Plan<'_> {
        let refused = |place: &'_ Place| place.cases.iter().position(|case| case.outcome == Outcome::Refused);
        let places: Vec<&Place> = self.places.iter().filter(|place| refused(place).is_some()).collect();
        let chosen = random.pick(&places).and_then(|place| Some((place.at.clone(), place.cases.get(refused(place)?)?)));
        chosen.into_iter().collect()
    }

    fn check(&self, plan: &Plan<'_>, only: Option<&At>, tally: &mut Tally) {
        tally.cases += 1;
        let (sent, expected) = self.answer.changed(plan, only);
        if let Err(problem) = self.compare(&sent, &expected) {
            let example = self.example;
            let changes: Vec<String> = plan.iter().map(|(at, case)| self.describe(at, case)).collect();
            let place = if changes.is_empty() { "as documented".to_owned() } else { changes.join("; ") };
            tally.failures.push(format!("{} {} {}: {place}: {problem}", example.product, example.method, example.path));
        }
    }

    fn describe(&self, at: &At, case: &Case) -> String {
        let place = self.places.iter().find(|place| place.at == *at).map_or("", |place| &place.path);
        format!("`{place}`, row \"{}\", value {}", case.row, case.input.as_deref().unwrap_or("left out"))
    }

    fn compare(&self, sent: &str, expected: &Expected) -> Result<(), String> {
        match ((self.row.codec)(sent), expected) {
            (Ok(written), Expected::Body(body)) => {
                same("", body, &written)?;
                let again =
                    (self.row.codec)(&written.to_string()).map_err(|error| format!("not read again: {error}"))?;
                same("", &written, &again).map_err(|problem| format!("written again, {problem}"))
            }
            (Err(Error::Decode { path, problem, .. }), Expected::Refused { path: place, what }) => {
                let found = problem.split_once(", found ").map(|(expected, _)| expected);
                if path != *place {
                    Err(format!("the error is at `{path}`: {problem}"))
                } else if !what.is_empty() && found != Some(format!("expected {what}").as_str()) {
                    Err(format!("the error says: {problem}"))
                } else {
                    Ok(())
                }
            }
            (Ok(written), Expected::Refused { path, .. }) => Err(format!("no error at `{path}`, but {written}")),
            (Err(error), _) => Err(format!("cannot be read: {error}")),
        }
    }
}

/// Rows that are no errors.
fn accepted(place: &Place) -> Vec<&Case> {
    place.cases.iter().filter(|case| case.outcome != Outcome::Refused).collect()
}
