//! What comes from outside while the real application has the project open: a colleague's tags, a conflict copy, a damaged
//! file; by accessible names.

use std::path::{Path, PathBuf};

use bayan::model::id::DocumentId;
use bayan::ui::command::Command;

use crate::support::project::who;
use crate::support::window::Window;
use crate::support::words::{stretch, words};

impl Window {
    fn layers(&self) -> PathBuf {
        self.path.join("annotations/biden-putin-call")
    }

    /// The kind of the first statement of an annotator, by its id in the file.
    fn first_kind(&self, annotator: &str) -> String {
        let session = self.harness.state().as_ref().unwrap().session().unwrap();
        let layer = session.project().layer(&DocumentId::new("biden-putin-call").unwrap(), &who(annotator)).unwrap();
        layer.statements().next().unwrap().kind.to_string()
    }
}

/// Puts a file in its place as git and synchronising programs do: at once.
fn put(path: &Path, text: &str) {
    let beside = path.with_extension("part");
    std::fs::write(&beside, text).unwrap();
    std::fs::rename(&beside, path).unwrap();
}

/// The file with the kind of its first statement changed.
fn changed(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap().replacen("kind: \"position\"", "kind: \"warning\"", 1)
}

#[test]
fn a_colleagues_tags_come_in_by_themselves() {
    let mut window = Window::on_sample();
    let file = window.layers().join("annotator-b.ron");
    assert_eq!(window.first_kind("annotator-b"), "position");
    put(&file, &changed(&file));
    window.until_told(&words!("outside-layer", annotator = "annotator-b", added = 0, changed = 1, removed = 0));
    assert_eq!(window.first_kind("annotator-b"), "warning");
    // What came into one's own layer is a step that can be undone, after a question.
    let file = window.layers().join("annotator-a.ron");
    put(&file, &changed(&file));
    window.until_told("The tags of annotator-a, merged");
    assert_eq!(window.first_kind("annotator-a"), "warning");
    window.click(&words!("bar-undo"));
    assert_eq!(window.first_kind("annotator-a"), "warning");
    window.until_told(&stretch("whose-step-outside"));
    window.harness.key_press(egui::Key::Enter);
    window.draw();
    assert_eq!(
        (window.first_kind("annotator-a"), window.first_kind("annotator-b")),
        ("position".into(), "warning".into())
    );
}

#[test]
fn a_conflict_copy_is_counted_named_and_merged() {
    let mut window = Window::on_sample();
    assert!(!window.shows(&words!("status-problems", count = 1)));
    let copy = window.layers().join("annotator-a (conflicted copy 2026-11-25).ron");
    put(&copy, &changed(&window.layers().join("annotator-a.ron")));
    window.until_told(&words!("status-problems", count = 1));
    assert!(window.shows(&words!("status-conflict-copy", program = "Dropbox")));
    window.click(&words!("status-problems", count = 1));
    assert!(window.shows("annotator-a (conflicted copy 2026-11-25).ron"));
    window.click(&words!("outside-merge-copies", count = 1));
    assert_eq!((window.first_kind("annotator-a").as_str(), copy.exists()), ("warning", false));
    assert!(!window.shows(&words!("status-problems", count = 1)));
    window.click(&words!("bar-undo"));
    assert_eq!(window.first_kind("annotator-a"), "position");
}

#[test]
fn a_file_that_is_damaged_outside_is_told_and_left_and_mended() {
    let mut window = Window::on_sample();
    let file = window.layers().join("annotator-b.ron");
    let whole = std::fs::read_to_string(&file).unwrap();
    let half: String = whole.chars().take(whole.chars().count() / 2).collect();
    put(&file, &half);
    window.until_told(&words!("status-problems", count = 1));
    assert_eq!(window.first_kind("annotator-b"), "position", "what was read before is still there");
    // Saving something else leaves it alone.
    window.ask(Command::Apply {
        gesture: "title".into(),
        edit: Box::new(bayan::edit::change::Edit::SetTitle("After".into())),
        merge_key: None,
    });
    window.until_told(&words!("status-all-saved"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), half);
    put(&file, &whole);
    window.until("a mended file is no problem", |window| !window.shows(&words!("status-problems", count = 1)));
}
