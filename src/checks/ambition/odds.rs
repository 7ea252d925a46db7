//! How likely a run of scores is if the targets were a stretch.
//!
//! The model: in each cycle a team reaches some share of its key results in full. That share differs from cycle to cycle, since the key
//! results of a cycle have capacity, luck and weather in common; it follows a beta distribution with mean `full`, and `correlation` is the
//! correlation of two key results of one cycle. The number of key results reached in full is then beta-binomial (J. G. Skellam, "A
//! probability distribution derived from the binomial distribution ...", JRSS B 10, 1948), and the total over independent cycles is the
//! convolution of these. The answer is exact, and needs no table.

use crate::checks::Options;

/// From this score on a key result counts as reached in full.
pub(super) const FULL: f32 = 0.95;
/// Scores are written with one or two decimals; binary fractions of them are not exact.
pub(super) const NEARLY: f32 = 1e-4;

/// The test that a run of scores must pass to be called no stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Test {
    /// The cycles that are looked at, the last ones.
    cycles: usize,
    /// Fewer scores tell nothing.
    least: usize,
    /// What share must be reached in full for "practically everything".
    share: f64,
    /// How often in a year a team that stretches may be taken for one that does not.
    level: f64,
    stretch: Stretch,
}

impl Test {
    pub(super) fn new(options: Options<'_>) -> Self {
        let percent = |name: &str| options.count(name) as f64 / 100.0;
        Self {
            cycles: options.count("cycles").max(1),
            least: options.count("least"),
            share: percent("share"),
            level: percent("chance"),
            stretch: Stretch::new(percent("full"), percent("correlation")),
        }
    }

    /// The probability of the last cycles' scores if the targets were a stretch, where practically everything was reached and that is too
    /// unlikely. `days` is the length of a cycle: each one that closes is one more look at the same team.
    pub(super) fn judge(self, cycles: &[Vec<f32>], days: i32) -> Option<f64> {
        let run = &cycles[cycles.len().checked_sub(self.cycles)?..];
        let graded = |score: f32| (1.0 - FULL..FULL).contains(&score);
        let all = || cycles.iter().flatten().copied();
        // Where part of the way is never scored, a miss shows as 0 and a near miss as 1: nothing can be told from such scores.
        if all().any(|score| score < 1.0 - FULL) && !all().any(graded) {
            return None;
        }
        let counts: Vec<(usize, usize)> = run.iter().map(|scores| (scores.len(), full(scores))).collect();
        let (count, reached) = counts.iter().fold((0, 0), |(all, full), cycle| (all + cycle.0, full + cycle.1));
        let mean = run.iter().flatten().sum::<f32>() / count.max(1) as f32;
        let nearly_all = reached as f64 >= self.share * count as f64 || mean >= FULL - NEARLY;
        let looks = (365.0 / f64::from(days.max(1))).max(1.0);
        let chance = self.stretch.probability(&counts);
        (count >= self.least && nearly_all && chance <= self.level / looks).then_some(chance)
    }

    /// The last cycles, those that the test looks at.
    pub(super) fn run<T>(self, cycles: &[T]) -> &[T] {
        &cycles[cycles.len().saturating_sub(self.cycles)..]
    }
}

/// How many scores are full.
pub(super) fn full(scores: &[f32]) -> usize {
    scores.iter().filter(|score| **score >= FULL - NEARLY).count()
}

/// What a stretch reaches in full.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    alpha: f64,
    beta: f64,
}

impl Stretch {
    /// `full` is the share of key results that a stretch reaches in full, on average; `correlation` that of key results within a cycle. Both
    /// lie between 0 and 1, and are kept off both.
    pub(super) fn new(full: f64, correlation: f64) -> Self {
        let full = full.clamp(0.01, 0.99);
        let size = 1.0 / correlation.clamp(0.01, 0.99) - 1.0;
        Self { alpha: full * size, beta: (1.0 - full) * size }
    }

    /// The probability that at least as many key results are reached in full as were, given the number of key results and of those reached
    /// in full in each cycle.
    pub(super) fn probability(self, cycles: &[(usize, usize)]) -> f64 {
        let mut total = vec![1.0];
        for (count, _) in cycles {
            total = sum(&total, &self.of_cycle(*count));
        }
        let reached: usize = cycles.iter().map(|(_, full)| full).sum();
        total.iter().skip(reached).sum()
    }

    /// The probability of each number of key results, 0 to `count`, to be reached in full in one cycle.
    fn of_cycle(self, count: usize) -> Vec<f64> {
        let Self { alpha, beta } = self;
        let mut probability: f64 = (0..count).map(|n| (beta + n as f64) / (alpha + beta + n as f64)).product();
        let mut distribution = Vec::with_capacity(count + 1);
        for full in 0..=count {
            distribution.push(probability);
            let (full, rest) = (full as f64, (count - full) as f64);
            probability *= rest / (full + 1.0) * (alpha + full) / (beta + rest - 1.0).max(f64::MIN_POSITIVE);
        }
        distribution
    }
}

/// The distribution of the sum of two independent counts.
fn sum(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; a.len() + b.len() - 1];
    for (i, p) in a.iter().enumerate() {
        for (j, q) in b.iter().enumerate() {
            sum[i + j] += p * q;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_is_the_beta_binomial() {
        // Beta(1, 1): every number is as likely as any other.
        let uniform = Stretch::new(0.5, 1.0 / 3.0);
        assert!(uniform.of_cycle(4).iter().all(|p| (p - 0.2).abs() < 1e-12), "{:?}", uniform.of_cycle(4));
        // Without correlation, the binomial: the mean is kept, and all of three is the cube.
        let free = Stretch::new(0.3, 0.01);
        assert!((free.probability(&[(1, 1)]) - 0.3).abs() < 1e-12);
        assert!((free.probability(&[(1, 1), (1, 1), (1, 1)]) - 0.027).abs() < 1e-12);
        for count in [1, 5, 40] {
            let total: f64 = Stretch::new(0.3, 0.2).of_cycle(count).iter().sum();
            assert!((total - 1.0).abs() < 1e-9, "{count}: {total}");
        }
    }

    #[test]
    fn correlation_makes_runs_less_surprising() {
        let run = [(4, 4), (4, 4), (4, 4)];
        assert!(Stretch::new(0.3, 0.4).probability(&run) > 10.0 * Stretch::new(0.3, 0.05).probability(&run));
    }
}
