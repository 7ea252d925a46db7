//! Which items are followed, and which are not.

use super::*;
use crate::model::Format;
use crate::read::{self, Context};
use crate::source::Source;

fn state(text: &str) -> State {
    let source = Source::new("okrs.md", text);
    let read = read::read(&source, Format::Markdown, &Context { named: true, ..Context::default() });
    State::of_objectives(&read.document.objectives)
}

fn followed(before: &str, after: &str, between: Between) -> Followed {
    follow(&state(before), &state(after), between)
}

fn pairs(matching: &Matching) -> Vec<(usize, usize, How)> {
    matching.pairs.iter().map(|pair| (pair.before, pair.after, pair.how)).collect()
}

const WARD: &str = "## O1: Patients who go home stay home\n\n\
    - KR1: Cut readmissions within 30 days from 14% to 9%\n- KR2: Raise letters sent on the day of discharge from 61% to 90%\n\
    - KR3: Raise follow-up calls answered from 40% to 70%\n";

#[test]
fn an_id_names_the_same_item_in_two_versions_of_a_document() {
    let reworded =
        WARD.replace("Raise letters sent on the day of discharge from 61% to 90%", "Hear from every family doctor once");
    let followed = followed(WARD, &reworded, Between::Versions);
    assert_eq!(pairs(&followed.key_results), [(0, 0, How::SameText), (1, 1, How::Id), (2, 2, How::SameText)]);
    assert!(followed.key_results.pairs[1].similarity < 0.2, "the change is told as what it is");
}

#[test]
fn renumbering_does_not_hide_who_says_the_same() {
    let without = WARD.replace("- KR2: Raise letters sent on the day of discharge from 61% to 90%\n", "").replace("KR3", "KR2");
    let followed = followed(WARD, &without, Between::Versions);
    assert_eq!(pairs(&followed.key_results), [(0, 0, How::SameText), (2, 1, How::SameText)]);
    assert_eq!(followed.key_results.before_only, [1]);
}

#[test]
fn a_moved_target_is_the_same_key_result() {
    for between in [Between::Versions, Between::Cycles] {
        let eased = WARD.replace("to 90%", "to 75%").replace("KR2: ", "");
        let followed = followed(&WARD.replace("KR2: ", ""), &eased, between);
        assert_eq!(pairs(&followed.key_results)[1], (1, 1, How::SimilarText), "{between:?}");
        assert_eq!(followed.key_results.pairs[1].similarity, 1.0);
    }
}

#[test]
fn an_id_alone_says_nothing_in_the_next_cycle() {
    let next = "## O1: Nights that are never short\n\n- KR1: Shifts fully staffed from 81% to 95%\n- KR2: Agency hours a week from 300 to 80\n";
    let followed = followed(WARD, next, Between::Cycles);
    assert_eq!((followed.key_results.pairs.len(), followed.objectives.pairs.len()), (0, 0));
    assert_eq!((followed.key_results.before_only.len(), followed.key_results.after_only.len()), (3, 2));
}

#[test]
fn an_objective_in_new_words_is_known_by_its_key_results() {
    let renamed = WARD.replace("Patients who go home stay home", "Recovery goes on behind the front door").replace("O1: ", "");
    let followed = followed(WARD, &renamed, Between::Versions);
    assert_eq!(pairs(&followed.objectives), [(0, 0, How::KeyResults)]);
}

#[test]
fn equal_key_results_stay_under_their_objectives() {
    let two = "## Objective: Faster builds\n\n- Keep defects found by customers at 3\n\n## Objective: Calmer nights\n\n- Keep defects found by customers at 3\n";
    let swapped = "## Objective: Calmer nights\n\n- Keep defects found by customers at 3\n\n## Objective: Faster builds\n\n- Keep defects found by customers at 3\n";
    let followed = followed(two, swapped, Between::Versions);
    assert_eq!(pairs(&followed.key_results), [(1, 0, How::SameText), (0, 1, How::SameText)]);
}

#[test]
fn large_sets_are_followed_in_time() {
    let set = |shift: usize| {
        let line =
            |n: usize| format!("- Raise parcels delivered on time in district number{n} from {}% to 90%\n", n % 50 + shift);
        format!("## Objective: Parcels that arrive\n\n{}", (0..3000).map(line).collect::<String>())
    };
    let (before, after) = (state(&set(1)), state(&set(2)));
    let start = std::time::Instant::now();
    let followed = follow(&before, &after, Between::Cycles);
    assert_eq!(followed.key_results.pairs.len(), before.key_results.len());
    assert!(followed.key_results.pairs.iter().all(|pair| pair.before == pair.after));
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}
