//! How often a team checks in.

/// Days from one check-in to the next: "weekly", "bi-weekly", "every two weeks", "Mondays at 9", "monthly". `None` where the words name no
/// rhythm.
pub(crate) fn cadence(text: &str) -> Option<u16> {
    const RHYTHMS: &[(&str, u16)] = &[
        ("biweekly", 14),
        ("bi weekly", 14),
        ("fortnightly", 14),
        ("every two weeks", 14),
        ("every other week", 14),
        ("every second week", 14),
        ("zweiwöchentlich", 14),
        ("alle zwei wochen", 14),
        ("weekly", 7),
        ("every week", 7),
        ("once a week", 7),
        ("wöchentlich", 7),
        ("hebdomadaire", 7),
        ("semanal", 7),
        ("daily", 1),
        ("every day", 1),
        ("monthly", 31),
        ("every month", 31),
        ("once a month", 31),
        ("monatlich", 31),
        ("quarterly", 92),
    ];
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(24).map(str::to_lowercase).collect();
    let line = words.join(" ");
    if let Some((_, days)) = RHYTHMS.iter().find(|(name, _)| line.starts_with(name) || line.contains(&format!(" {name}"))) {
        return Some(*days);
    }
    let every = words.windows(3).find(|three| three[0] == "every").and_then(|three| {
        let count: u16 = three[1].parse().ok().filter(|count| (1..=60).contains(count))?;
        match three[2].trim_end_matches('s') {
            "day" => Some(count),
            "week" => Some(count * 7),
            _ => None,
        }
    });
    let second = words.windows(3).any(|three| {
        three[0] == "every" && matches!(three[1].as_str(), "second" | "other") && DAYS.contains(&three[2].trim_end_matches('s'))
    });
    let on_a_day = || {
        let first = words.iter().find(|word| !matches!(word.as_str(), "on" | "every" | "each"))?;
        DAYS.contains(&first.trim_end_matches('s')).then_some(7)
    };
    every.or(second.then_some(14)).or_else(on_a_day)
}

#[cfg(test)]
mod tests {
    use super::cadence;

    #[test]
    fn rhythms_are_days() {
        let cases = [
            ("weekly", Some(7)),
            ("Bi-weekly", Some(14)),
            ("every two weeks, Tuesdays", Some(14)),
            ("Mondays 09:30, host Amara", Some(7)),
            ("every 3 weeks", Some(21)),
            ("every second Tuesday, host Bea", Some(14)),
            ("team meeting, once a month", Some(31)),
            ("in the team channel", None),
            ("2026-07-13: KR1 48%", None),
            ("", None),
        ];
        for (text, days) in cases {
            assert_eq!(cadence(text), days, "{text}");
        }
    }
}
