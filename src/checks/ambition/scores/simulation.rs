//! `always-achieved` against invented teams: those that stretch are left alone, those that never do are found.

#[path = "../../../../tests/support/split_mix.rs"]
mod split_mix;

use split_mix::SplitMix;

use crate::catalogue;
use crate::checks::Options;
use crate::checks::ambition::odds::Test;

/// Days of a quarter.
const QUARTER: i32 = 91;
/// Scored key results in a cycle, from a team with one objective to one with four.
const KEY_RESULTS: std::ops::RangeInclusive<usize> = 3..=12;

/// Chance as scores need it.
struct Random(SplitMix);

impl Random {
    /// Uniform on 0..1, never 0.
    fn unit(&mut self) -> f64 {
        ((self.0.next() >> 11) as f64 + 1.0) / (1u64 << 53) as f64
    }

    /// Normal with mean 0 and deviation 1 (Box and Muller).
    fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    fn count(&mut self) -> usize {
        KEY_RESULTS.start() + (self.0.next() as usize) % (KEY_RESULTS.end() - KEY_RESULTS.start() + 1)
    }
}

/// How honest teams score: the centre of scores before they are cut off at 0 and 1, and the deviations of teams, of a team's cycles, and of
/// the key results within a cycle. The second makes key results of one cycle go up and down together.
struct Honest {
    centre: f64,
    team: f64,
    cycle: f64,
    key_result: f64,
}

impl Honest {
    /// The scores of a team over some cycles, in tenths as they are written.
    fn scores(&self, random: &mut Random, cycles: usize) -> Vec<Vec<f32>> {
        let (count, team) = (random.count(), self.centre + self.team * random.normal());
        let mut cycle = || {
            let cycle = team + self.cycle * random.normal();
            let score =
                |random: &mut Random| ((cycle + self.key_result * random.normal()).clamp(0.0, 1.0) * 10.0).round() as f32 / 10.0;
            (0..count).map(|_| score(random)).collect()
        };
        (0..cycles).map(|_| cycle()).collect()
    }
}

fn test() -> Test {
    Test::new(Options { rule: catalogue::find("always-achieved").expect("the rule"), given: None })
}

/// Share of team-years with a finding, and the mean score. A year is looked at as each of its four cycles closes; two years lie before it.
fn false_alarms(honest: &Honest, years: usize, seed: u64) -> (f64, f64) {
    let mut random = Random(SplitMix(seed));
    let (mut alarms, mut sum, mut count) = (0, 0.0, 0.0);
    for _ in 0..years {
        let cycles = honest.scores(&mut random, 12);
        sum += cycles.iter().flatten().map(|score| f64::from(*score)).sum::<f64>();
        count += cycles.iter().flatten().count() as f64;
        alarms += usize::from((9..=12).any(|closed| test().judge(&cycles[..closed], QUARTER).is_some()));
    }
    (alarms as f64 / years as f64, sum / count)
}

#[test]
fn teams_that_stretch_are_left_alone() {
    let teams = [
        ("as most", Honest { centre: 0.715, team: 0.05, cycle: 0.10, key_result: 0.22 }),
        ("cycles that succeed or fail as a whole", Honest { centre: 0.725, team: 0.05, cycle: 0.20, key_result: 0.18 }),
        ("key results that differ widely", Honest { centre: 0.76, team: 0.05, cycle: 0.12, key_result: 0.35 }),
    ];
    for (seed, (name, honest)) in teams.iter().enumerate() {
        let (alarms, mean) = false_alarms(honest, 20_000, seed as u64 + 1);
        println!("{name}: mean score {mean:.3}, false alarms {:.3}% of team-years", alarms * 100.0);
        assert!((mean - 0.7).abs() < 0.015, "{name}: mean score {mean:.3}");
        assert!(alarms <= 0.01, "{name}: {:.2}% of team-years", alarms * 100.0);
    }
}

#[test]
fn teams_that_never_stretch_are_found_after_three_cycles() {
    let mut random = Random(SplitMix(11));
    let teams = 20_000;
    let mut sandbagger = || {
        let count = random.count();
        let score = |random: &mut Random| if random.unit() < 0.95 { 1.0 } else { 0.7 };
        (0..3).map(|_| (0..count).map(|_| score(&mut random)).collect::<Vec<f32>>()).collect::<Vec<_>>()
    };
    let found = (0..teams).filter(|_| test().judge(&sandbagger(), QUARTER).is_some()).count();
    println!("found {:.1}% after three cycles", 100.0 * found as f64 / teams as f64);
    assert!(found * 10 >= teams * 9, "{found} of {teams}");
}

#[test]
fn what_cannot_tell_stays_silent() {
    let full = |count: usize| vec![1.0f32; count];
    assert!(test().judge(&[full(6), full(6)], QUARTER).is_none(), "two cycles");
    assert!(test().judge(&[full(1), full(1), full(1)], QUARTER).is_none(), "three scores");
    assert!(test().judge(&[full(6), full(6), full(6)], QUARTER).is_some());
    // All or nothing, and once nothing: how near the others came is not known.
    assert!(test().judge(&[vec![1.0, 0.0, 1.0, 1.0], full(6), full(6), full(6)], QUARTER).is_none());
}
