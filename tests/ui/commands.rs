//! The table of commands: no two rows that can be on together have the same keys, and every title exists.

use std::borrow::Cow;
use std::collections::BTreeSet;

use bayan::locale;
use bayan::model::codebook::{COMMAND_KEYS, Codebook, EntryNotes, Kind, LineForm};
use bayan::model::id::{AnnotatorId, KindId, PartyId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::ui::command::situation::{AgreementSituation, ReviewSituation, Situation, StatementsSituation};
use bayan::ui::command::table::{self, Brought, CommandRow, CommandTitle};
use bayan::ui::state::Page;

/// What decides which rows are on, and which keys they have.
const MATTERS: [fn(&mut Situation, bool); 13] = [
    |now, so| now.has_passage = so,
    |now, so| now.has_statement = so,
    |now, so| now.is_armed = so,
    |now, so| now.is_finding = so,
    |now, so| now.is_looking_back = so,
    |now, so| now.is_correcting = so,
    |now, so| now.has_dialog = so,
    |now, so| now.is_locked = so,
    |now, so| now.has_conflict_copies = so,
    |now, so| now.is_nameless = so,
    |now, so| now.reads_rtl = so,
    |now, so| now.agreement.is_computing = so,
    |now, so| now.has_project = so,
];

/// What only decides whether a row that is on can be used.
const DOES_NOT_MATTER: [fn(&mut Situation, bool); 19] = [
    |now, so| now.has_several = so,
    |now, so| now.has_article = so,
    |now, so| now.has_words = so,
    |now, so| now.has_target = so,
    |now, so| now.has_orphans = so,
    |now, so| now.has_conflicts = so,
    |now, so| now.review.is_compared = so,
    |now, so| now.review.has_places = so,
    |now, so| now.review.has_place = so,
    |now, so| now.review.is_marked = so,
    |now, so| now.review.is_decided = so,
    |now, so| now.review.is_out_of_date = so,
    |now, so| now.review.gives_gold = so,
    |now, so| now.review.explains_last = so,
    |now, so| now.agreement.is_computed = so,
    |now, so| now.agreement.has_list = so,
    |now, so| now.statements.has_rows = so,
    |now, so| now.statements.has_chosen = so,
    |now, so| now.statements.is_gold = so,
];

#[test]
fn no_two_commands_that_are_on_together_have_the_same_keys() {
    let project = project(('A'..='Z').chain('0'..='9').collect());
    let clashes = clashes(&project);
    assert!(clashes.is_empty(), "{clashes:#?}");
}

#[test]
fn a_planted_clash_is_found() {
    let mut rows = table::rows(&Situation::default(), Brought::default());
    assert_eq!(clashing(&rows, &Situation::default()), []);
    let again = rows.iter().find(|row| row.id == "add-span").unwrap().clone();
    rows.push(again);
    let pair = ("add-span".to_owned(), "add-span".to_owned());
    // The key of a command that cannot be used now is taken as well.
    assert_eq!(clashing(&rows, &Situation::default()), [pair]);
}

#[test]
fn a_command_keeps_its_key_whatever_a_codebook_says() {
    let now = Situation { page: Page::Review, is_correcting: true, ..Situation::default() };
    let plain = |row: &Cow<'_, CommandRow<'_>>| {
        let keys: Vec<char> = row
            .shortcuts(&now)
            .filter(|shortcut| shortcut.modifiers.is_none() && shortcut.logical_key.name().len() == 1)
            .filter_map(|shortcut| shortcut.logical_key.name().chars().next())
            .collect();
        keys
    };
    // What the model knows of the commands' keys is what the table says.
    let letters: BTreeSet<char> = table::rows(&now, Brought::default()).iter().flat_map(plain).collect();
    let known: BTreeSet<char> = COMMAND_KEYS.iter().map(|(key, _)| *key).collect();
    assert_eq!(known, letters.into_iter().chain('1'..='9').collect());
    assert!(COMMAND_KEYS.iter().all(|(_, title)| locale::has(title)));
    // An old project whose kind has such a key: the kind is there without it.
    let project = project(BTreeSet::from(['S', '3', 'C']));
    let rows = table::rows(&now, brought(&project, &[]));
    let keys = |id: &str| rows.iter().find(|row| row.id == id).map(plain).unwrap();
    assert_eq!(
        (keys("kind:s"), keys("kind:3"), keys("kind:c"), keys("add-span")),
        (vec![], vec![], vec!['C'], vec!['S'])
    );
}

#[test]
fn nothing_else_decides_which_commands_are_on() {
    let Situation {
        page: _,
        has_project: _,
        has_article: _,
        has_passage: _,
        has_statement: _,
        has_several: _,
        has_words: _,
        is_armed: _,
        has_target: _,
        has_orphans: _,
        has_conflicts: _,
        is_finding: _,
        is_looking_back: _,
        is_correcting: _,
        has_dialog: _,
        is_locked: _,
        has_conflict_copies: _,
        is_nameless: _,
        reads_rtl: _,
        review:
            ReviewSituation {
                is_compared: _,
                has_places: _,
                has_place: _,
                is_marked: _,
                is_decided: _,
                is_out_of_date: _,
                gives_gold: _,
                explains_last: _,
            },
        agreement: AgreementSituation { is_computed: _, is_computing: _, has_list: _ },
        statements: StatementsSituation { has_rows: _, has_chosen: _, is_gold: _ },
    } = Situation::default();
    let project = project(('A'..='Z').chain('0'..='9').collect());
    let annotators = annotators();
    for situation in situations() {
        let keys = |now: &Situation| {
            let rows = table::rows(now, brought(&project, &annotators));
            rows.iter().map(|row| (row.id.to_string(), row.shortcuts(now).count())).collect::<Vec<_>>()
        };
        let before = keys(&situation);
        // A command whose key is Escape has it only where it can be used; those depend on what matters.
        let mut all = situation;
        DOES_NOT_MATTER.iter().for_each(|set| set(&mut all, true));
        assert_eq!(keys(&all), before, "{situation:?}");
    }
}

#[test]
fn every_title_is_in_the_catalogue_and_every_id_is_one() {
    let mut ids = BTreeSet::new();
    for row in table::fixed() {
        assert!(ids.insert(row.id.clone()), "{} twice", row.id);
        assert!(locale::has(row.group.title()), "{}", row.group.title());
        let CommandTitle::Message(key, arguments) = row.title else { panic!("{}: {:?}", row.id, row.title) };
        for key in std::iter::once(&key).chain(arguments.iter().map(|(_, key)| key)) {
            assert!(locale::has(key), "{}: {key}", row.id);
        }
        assert!(!row.title.words().contains("{$"), "{}", row.title.words());
    }
    assert!(ids.len() > 100, "{}", ids.len());
}

/// The pairs of rows that have the same keys in some situation.
fn clashes(project: &Project) -> BTreeSet<(String, String)> {
    let annotators = annotators();
    let mut found = BTreeSet::new();
    for now in situations() {
        found.extend(clashing(&table::rows(&now, brought(project, &annotators)), &now));
    }
    found
}

/// The pairs of these rows that have the same keys now.
fn clashing(rows: &[Cow<'_, CommandRow<'_>>], now: &Situation) -> Vec<(String, String)> {
    let (mut seen, mut found) = (Vec::new(), Vec::new());
    for row in rows {
        for shortcut in row.shortcuts(now) {
            let taken = seen.iter().find(|(known, _)| *known == shortcut);
            found.extend(taken.map(|(_, other): &(_, String)| (other.clone(), row.id.to_string())));
            seen.push((shortcut, row.id.to_string()));
        }
    }
    found
}

/// Every page with every combination of what matters.
fn situations() -> impl Iterator<Item = Situation> {
    Page::ALL.iter().flat_map(|&page| {
        (0..1_u32 << MATTERS.len()).map(move |bits| {
            let mut now = Situation { page, ..Situation::default() };
            MATTERS.iter().enumerate().for_each(|(index, set)| set(&mut now, bits >> index & 1 == 1));
            now
        })
    })
}

fn brought<'p>(project: &'p Project, annotators: &'p [AnnotatorId]) -> Brought<'p> {
    Brought { project: Some(project), annotators, unconfirmed: annotators.first(), keymap: None }
}

fn annotators() -> Vec<AnnotatorId> {
    (0..10).map(|number| AnnotatorId::new(format!("annotator-{number}")).unwrap()).collect()
}

/// A project with a kind for each of these keys, and more parties than digits.
fn project(keys: BTreeSet<char>) -> Project {
    let mut project = Project::new("p");
    let kind = |key: char| Kind {
        id: KindId::new(key.to_ascii_lowercase().to_string()).unwrap(),
        name: key.to_string(),
        definition: String::new(),
        key: Some(key),
        line: LineForm::Solid,
        notes: EntryNotes::default(),
    };
    project.codebook = Codebook { kinds: keys.into_iter().map(kind).collect(), ..Codebook::default() };
    project.parties = (0..12)
        .map(|number| Party {
            id: PartyId::new(format!("party-{number}")).unwrap(),
            name: number.to_string(),
            aliases: Vec::new(),
            color: Rgb([0; 3]),
            parent: None,
            key: None,
            about: PartyAbout::default(),
        })
        .collect();
    project
}
