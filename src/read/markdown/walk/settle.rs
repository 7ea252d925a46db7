//! What only the whole page can settle: whether "(60%)" is a score, whether a list taken for key results counts.

use super::Walk;
use crate::model::Statement;
use crate::read::markdown::tags::{Perhaps, PerhapsValue};

impl Walk {
    /// "(60%)" or "(Ana)" after one statement may be anything; after most of them it is their score or owner.
    pub(super) fn settle_values(&mut self) {
        let all = self.objectives.iter().map(|o| o.key_results.len()).sum();
        let perhaps = std::mem::take(&mut self.perhaps);
        let is_score = |(_, _, p): &(usize, Option<usize>, Perhaps)| matches!(p.value, PerhapsValue::Score(_));
        let scored = self.objectives.iter().flat_map(|o| &o.key_results).filter(|k| k.item.score.is_some()).count();
        let scores = perhaps.iter().filter(|p| p.1.is_some() && is_score(p)).count();
        let objectives = perhaps.iter().filter(|p| p.1.is_none() && !is_score(p)).count();
        let results = perhaps.iter().filter(|p| p.1.is_some() && !is_score(p)).count();
        let most = |found: usize, known: usize, all: usize| found >= 2 && (found + known) * 2 > all;
        let (scores, objectives, results) =
            (most(scores, scored, all), most(objectives, 0, self.objectives.len()), most(results, 0, all));
        for (objective, key_result, Perhaps { value, range }) in perhaps {
            let objective = &mut self.objectives[objective];
            let item = match key_result {
                Some(index) => &mut objective.key_results[index].item,
                None => &mut objective.item,
            };
            match value {
                PerhapsValue::Score(score) if scores => item.score = Some(score),
                PerhapsValue::Owners(owners) if key_result.map_or(objectives, |_| results) => item.owners.extend(owners),
                _ => continue,
            }
            if range.end <= item.text.as_str().len() {
                item.text = item.text.sub(range).trim();
            }
        }
    }

    pub(super) fn drop_guesses(&mut self) {
        if self.objectives.len() > self.guesses.len() {
            let guesses = std::mem::take(&mut self.guesses);
            let mut index = 0;
            self.objectives.retain(|_| {
                index += 1;
                !guesses.contains(&(index - 1))
            });
            for objective in &mut self.objectives {
                let gone = |at: usize| guesses.iter().filter(|guess| **guess < at).count();
                let kept = objective.parent.filter(|parent| !guesses.contains(&parent.objective));
                objective.parent =
                    kept.map(|parent| Statement { objective: parent.objective - gone(parent.objective), ..parent });
            }
        }
    }
}
