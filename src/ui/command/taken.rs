//! Which command has a key already.

use super::keymap::Keymap;
use super::shortcut::Shortcut;
use super::situation::Situation;
use super::table::{self, CommandRow};
use crate::ui::state::Page;

/// The keys in the settings.
pub(crate) fn keymap_of(settings: &std::collections::BTreeMap<String, Vec<String>>) -> Keymap {
    Keymap::read(settings, |id| table::row_of(id).is_some())
}

/// The fixed row that has this key now and can be on together with `row`.
pub(crate) fn taken_by(
    row: &CommandRow<'_>,
    shortcut: Shortcut,
    keymap: &Keymap,
) -> Option<&'static CommandRow<'static>> {
    table::fixed().filter(|other| other.id != row.id).find(|other| {
        let keys = keymap.keys(&other.id).unwrap_or(&other.keys);
        keys.contains(&shortcut) && can_be_on_together(row, other)
    })
}

/// Whether both rows exist in some situation.
fn can_be_on_together(a: &CommandRow<'_>, b: &CommandRow<'_>) -> bool {
    const SWITCHES: [fn(&mut Situation); 10] = [
        |now| now.has_passage = true,
        |now| now.has_statement = true,
        |now| now.is_armed = true,
        |now| now.is_finding = true,
        |now| now.is_looking_back = true,
        |now| now.is_correcting = true,
        |now| now.has_dialog = true,
        |now| now.is_locked = true,
        |now| now.is_nameless = true,
        |now| now.agreement.is_computing = true,
    ];
    Page::ALL.iter().any(|page| {
        (0..1_u32 << SWITCHES.len()).any(|bits| {
            let mut now =
                Situation { page: *page, has_project: true, has_conflict_copies: true, ..Situation::default() };
            for (index, switch) in SWITCHES.iter().enumerate() {
                if bits >> index & 1 == 1 {
                    switch(&mut now);
                }
            }
            a.is_on(&now) && b.is_on(&now)
        })
    })
}

#[cfg(test)]
mod tests {
    use egui::{Key, Modifiers};

    use super::*;
    use crate::ui::command::shortcut::Shortcut;

    #[test]
    fn every_key_of_the_table_is_read_as_it_is_written() {
        let mut count = 0;
        for row in table::fixed() {
            for key in row.keys.iter() {
                assert_eq!(Shortcut::read(&key.written()), Some(*key), "{}", key.written());
                count += 1;
            }
        }
        assert!(count > 80, "{count}");
        let plus = Shortcut::Key(Modifiers::COMMAND, Key::Plus);
        assert_eq!((plus.written().as_str(), Shortcut::read(&plus.written())), ("Ctrl+Plus", Some(plus)));
    }

    #[test]
    fn what_cannot_be_read_leaves_the_keys_of_the_table() {
        let settings =
            [("go-to", vec!["Alt+G"]), ("undo", vec!["Hyper+G"]), ("redo", vec![]), ("no such command", vec!["Alt+Q"])];
        let settings = settings.map(|(id, keys)| (id.to_owned(), keys.into_iter().map(str::to_owned).collect()));
        let keymap = keymap_of(&settings.into_iter().collect());
        assert_eq!(keymap.keys("go-to"), Some(&[Shortcut::Key(Modifiers::ALT, Key::G)][..]));
        assert_eq!((keymap.keys("undo"), keymap.keys("no such command")), (None, None));
        assert_eq!(keymap.keys("redo"), Some(&[][..]));
    }

    #[test]
    fn a_key_is_taken_only_by_a_command_that_is_there_at_the_same_time() {
        let row = |id: &str| table::row_of(id).unwrap();
        let l = Shortcut::Key(Modifiers::NONE, Key::N);
        let taken = |id: &str, keymap: &Keymap| taken_by(row(id), l, keymap).map(|row| row.id.to_string());
        // N goes to the next statement on the page of articles, and to the next place on that of the review.
        assert_eq!(taken("cue", &Keymap::default()).as_deref(), Some("next-statement"));
        assert_eq!(taken("decide-later", &Keymap::default()).as_deref(), Some("next-place"));
        assert_eq!(taken("compute", &Keymap::default()), None);
        let without = Keymap::read(&[("next-statement".to_owned(), Vec::new())].into(), |_| true);
        assert_eq!(taken("trim", &without), None);
    }
}
