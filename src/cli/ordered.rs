//! Work on many things at once, with the results taken in order.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Results that wait for their turn.
struct Queue<R, F> {
    /// The index whose turn it is.
    next: usize,
    waiting: BTreeMap<usize, R>,
    take: F,
}

/// Runs `work` on all items in parallel and hands the results to `take` in the order of the items, each as soon as those before it are
/// through, so that few results are held at a time. `take` may break the run off.
pub(super) fn in_order<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<()> + Send,
) {
    // Starting threads costs more than one document.
    if items.len() <= 1 {
        items.iter().map(work).for_each(|result| {
            let _ = take(result);
        });
        return;
    }
    let start = AtomicUsize::new(0);
    let queue = Mutex::new(Queue { next: 0, waiting: BTreeMap::new(), take });
    let worker = || {
        while let Some((index, item)) = next_item(items, &start) {
            let result = work(item);
            let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            queue.waiting.insert(index, result);
            loop {
                let Queue { next, waiting, take } = &mut *queue;
                let Some(result) = waiting.remove(next) else { break };
                *next += 1;
                if take(result).is_break() {
                    start.store(items.len(), Ordering::Relaxed);
                    // No later result has its turn.
                    *next = usize::MAX;
                    return;
                }
            }
        }
    };
    rayon::scope(|scope| {
        for _ in 0..rayon::current_num_threads().min(items.len()) {
            scope.spawn(|_| worker());
        }
    });
}

fn next_item<'t, T>(items: &'t [T], start: &AtomicUsize) -> Option<(usize, &'t T)> {
    let index = start.fetch_add(1, Ordering::Relaxed);
    items.get(index).map(|item| (index, item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let items: Vec<usize> = (0..500).collect();
        let mut taken = Vec::new();
        in_order(
            &items,
            |item| item * 2,
            |result| {
                taken.push(result);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(taken, items.iter().map(|item| item * 2).collect::<Vec<_>>());
    }

    #[test]
    fn the_taker_may_break_off() {
        let items: Vec<usize> = (0..500).collect();
        let mut taken = 0;
        in_order(
            &items,
            |item| *item,
            |_| {
                taken += 1;
                if taken == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(taken, 3);
    }
}
