//! The window without a screen: the main story, by accessible names, through the real application.

use std::path::{Path, PathBuf};

use bayan::edit::gesture::parties::{delete_party, merge_party};
use bayan::model::span::Span;
use bayan::store::templates::{Beginning, Template};
use bayan::text::encoding::Encoding;
use bayan::ui::command::Command;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::window::{Window, sample};
use crate::support::words::{stretch, words};

/// Words of the article that nobody has marked.
const WORDS: &str = "عقب محادثة بين الرئيسين";
/// A word in the same line, before them.
const CUE: &str = "وقال";

#[test]
fn a_passage_selected_by_mouse_becomes_a_warning_that_survives_reopening() {
    let (_folder, project) = sample();
    let mut window = Window::on(&project);
    let before = window.own().len();
    // From the start of a right-to-left line towards its end.
    window.select(WORDS);
    let span = window.app().view().selection.expect("the drag selects");
    window.press(egui::Modifiers::NONE, egui::Key::Num2);
    window.press(egui::Modifiers::NONE, egui::Key::W);
    assert_eq!(window.own().len(), before + 1);
    let id = window.selected().expect("the new statement is selected");
    let app = window.app();
    let session = app.session().unwrap();
    let document = app.view().document.clone().unwrap();
    let made = session.project().layer(&document, session.annotator()).unwrap().statement(id).unwrap().clone();
    assert_eq!(made.kind.as_str(), "warning");
    assert_eq!(made.speaker(), Some(&session.project().parties[1].id));
    let text = &session.project().documents[&document].content;
    assert_eq!(text.get(made.spans[0].range()).unwrap(), text.get(span.range()).unwrap().trim());

    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    drop(window);
    let reopened = bayan::store::open(&project).unwrap();
    assert!(reopened.problems.is_empty(), "{:?}", reopened.problems);
    let layer = reopened.project.layers.values().find_map(|layer| layer.statement(id)).cloned();
    // On disk times are kept to the precision of the file format.
    let layer = layer.expect("saved");
    assert_eq!((layer.spans, layer.kind, layer.chain), (made.spans, made.kind, made.chain));
}

#[test]
fn undo_goes_back_to_the_start_and_redo_to_the_end() {
    let mut window = Window::on_sample();
    let before = window.project().clone();
    for words in [WORDS, "التقدم الجوهري"] {
        window.select(words);
        window.press(egui::Modifiers::NONE, egui::Key::C);
    }
    window.press(egui::Modifiers::NONE, egui::Key::Delete);
    let after = window.project().clone();
    assert_ne!(before, after);
    for _ in 0..3 {
        window.undo();
    }
    assert_eq!(*window.project(), before);
    for _ in 0..3 {
        window.redo();
    }
    assert_eq!(*window.project(), after);
}

#[test]
fn the_welcome_screen_offers_the_sample() {
    let window = Window::empty();
    window.harness.get_by_label(&words!("welcome-sample"));
}

#[test]
fn a_project_is_removed_from_the_list_of_recent_ones_and_stays_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::empty();
    for name in ["Alpha", "Beta", "Gamma"] {
        window.ask(Command::CreateProject {
            title: name.to_owned(),
            folder: folder.path().join(name),
            beginning: Beginning::default(),
        });
        window.ask(Command::CloseProject);
    }
    let card = |name: &str| words!("welcome-recent-name", name = name);
    window.until("the cards", |window| window.shows(&card("Gamma")));
    // By the button of the card, and by its menu.
    window.click(&words!("welcome-recent-forget-name", name = "Beta"));
    assert!(!window.shows(&card("Beta")) && window.app().session().is_none());
    window.harness.get_by_label(&card("Alpha")).click_secondary();
    window.draw();
    window.click(&words!("welcome-recent-forget"));
    window.until("one card", |window| !window.shows(&card("Alpha")));
    assert!(window.shows(&card("Gamma")));
    assert_eq!(window.app().settings().recent.len(), 1);
    assert!(folder.path().join("Beta/project.ron").exists() && folder.path().join("Alpha/project.ron").exists());
}

#[test]
fn a_project_without_articles_says_how_to_add_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::empty();
    let project = folder.path().join("empty");
    window.ask(Command::CreateProject { title: "Empty".to_owned(), folder: project, beginning: Beginning::default() });
    window.harness.get_by_label(&words!("document-add-files"));
    window.harness.get_by_label(&words!("document-formats"));
    window.click(&words!("document-paste"));
    assert_eq!(window.app().view().dialog, Some(bayan::ui::state::Dialog::Paste));
}

#[test]
fn a_new_project_begins_with_the_template_that_is_chosen_in_its_dialog() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::empty();
    window.ask(Command::ShowDialog(bayan::ui::state::Dialog::NewProject));
    window.harness.get_by_label(&words!("template-claims-about"));
    window.click(&words!("new-codebook"));
    window.click(&words!("template-actor-concept-agreement"));
    window.harness.get_by_label(&words!("template-actor-concept-agreement-about"));
    window.click(&words!("new-title"));
    window.type_text("Fuel");
    window.click(&words!("new-folder"));
    window.type_text(folder.path().join("fuel").to_str().unwrap());
    window.click(&words!("new-create"));
    let template = Template::named("actor-concept-agreement").unwrap();
    let project = window.session().project();
    assert_eq!(project.codebook, template.codebook().unwrap());
    assert_eq!(project.guidelines, template.manual);
}

#[test]
fn articles_dropped_without_a_project_come_into_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("talks.txt");
    std::fs::write(&article, "The minister said the talks had failed.").unwrap();
    let mut window = Window::empty();
    window.harness.input_mut().dropped_files = vec![std::sync::Arc::new(Dropped(article))];
    window.draw();
    window.harness.get_by_label(&words!("new-articles", count = 1));
    let like = bayan::ui::command::Command::CreateProject {
        title: "Talks".to_owned(),
        folder: folder.path().join("talks"),
        beginning: Beginning::Like(Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/biden-putin-call")),
    };
    window.ask(like);
    window.until("the article", |window| window.app().session().is_some_and(|s| !s.project().documents.is_empty()));
    let project = window.session().project();
    assert_eq!(project.title, "Talks");
    assert_eq!(project.documents.values().next().unwrap().content.as_str(), "The minister said the talks had failed.");
    // Codebook and nothing else comes from the other project.
    assert!(!project.codebook.topics.is_empty());
    assert!(project.parties.is_empty() && project.layers.is_empty());
}

#[test]
fn a_project_that_is_damaged_opens_what_is_sound_and_says_so() {
    let (_folder, project) = sample();
    let layer = project.join("annotations/biden-putin-call/annotator-b.ron");
    std::fs::write(&layer, "(").unwrap();
    let window = Window::on(&project);
    assert!(window.own().len() > 25);
    window.harness.get_by_label_contains(&words!("problems-heading", count = 1));
    assert_eq!(std::fs::read_to_string(&layer).unwrap(), "(");
}

#[test]
fn a_pasted_article_becomes_a_document_and_an_undo_takes_it_away() {
    let mut window = Window::on_sample();
    let article = "قال المتحدث إن \"القرار نهائي\".\nوأضاف أن المفاوضات مستمرة.";
    window.press(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::V);
    window.harness.event(egui::Event::Paste(article.to_owned()));
    window.draw();
    window.click(&words!("paste-add"));
    let session = window.session();
    let id = window.document();
    assert_eq!(session.project().documents.len(), 2);
    let document = &session.project().documents[&id];
    assert_eq!(document.content.as_str(), article);
    assert_eq!(document.metadata.language, "ar");
    window.undo();
    assert_eq!(window.project().documents.len(), 1);
}

#[test]
fn a_project_that_is_open_elsewhere_can_be_read_but_not_changed() {
    let (_folder, project) = sample();
    let _lock = bayan::store::Lock::acquire(&project).unwrap();
    let mut window = Window::on(&project);
    let before = window.own().len();
    // It is asked what is wanted; to read is one of the answers.
    window.click(&words!("elsewhere-read-only"));
    window.select(WORDS);
    window.press(egui::Modifiers::NONE, egui::Key::C);
    assert_eq!(window.own().len(), before);
    window.harness.get_by_label_contains(&words!("status-refused-elsewhere"));
}

#[test]
fn articles_in_other_encodings_are_read_and_can_be_read_otherwise() {
    let (folder, project) = sample();
    let mut window = Window::on(&project);
    let file = folder.path().join("windows.txt");
    // "قال بوتين إن المفاوضات مستمرة" in Windows-1256, by Python's codec cp1256.
    let bytes: &[u8] =
        b"\xde\xc7\xe1 \xc8\xe6\xca\xed\xe4 \xc5\xe4 \xc7\xe1\xe3\xdd\xc7\xe6\xd6\xc7\xca \xe3\xd3\xca\xe3\xd1\xc9";
    std::fs::write(&file, bytes).unwrap();
    window.ask(Command::AddArticles(vec![file]));
    let read = |window: &Window| {
        let id = window.document();
        let document = window.project().documents[&id].clone();
        (id, document.encoding, document.content.as_str().to_owned())
    };
    let (id, encoding, text) = read(&window);
    assert_eq!((encoding.as_str(), text.as_str()), ("Windows-1256", "قال بوتين إن المفاوضات مستمرة"));
    window.ask(Command::ReadAs(id, Encoding::Windows1252));
    assert_eq!(read(&window).1, "Windows-1252");
    assert!(read(&window).2.starts_with("ÞÇá"), "{}", read(&window).2);
}

#[test]
fn a_removed_article_comes_back_with_everybodys_layers() {
    let mut window = Window::on_sample();
    let before = window.project().clone();
    let id = window.document();
    let remove = Command::Apply {
        gesture: "remove".into(),
        edit: Box::new(bayan::edit::change::Edit::RemoveDocument(id)),
        merge_key: None,
    };
    window.ask(remove);
    assert!(window.project().documents.is_empty());
    assert_eq!(window.app().view().document, None);
    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    assert!(!window.path.join("documents/biden-putin-call/text.txt").exists());
    window.undo();
    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    assert_eq!(*window.project(), before);
    let reopened = bayan::store::open(&window.path).unwrap();
    assert!(reopened.problems.is_empty(), "{:?}", reopened.problems);
    assert_eq!(reopened.project, before);
}

#[test]
fn from_an_empty_layer_to_a_chain_of_two_on_disk_and_back_to_the_empty_layer() {
    let mut window = Window::on_sample();
    let empty = window.project().clone();
    let tester = bayan::model::id::AnnotatorId::new("tester").unwrap();
    window.ask(Command::SetAnnotator(tester.clone()));
    assert_eq!(window.own().len(), 0);
    window.select(WORDS);
    window.press(egui::Modifiers::NONE, egui::Key::W);
    window.press(egui::Modifiers::NONE, egui::Key::Num2);
    window.press(egui::Modifiers::ALT, egui::Key::Num4);
    // The cue by selecting a word and pressing its key.
    window.select(CUE);
    window.press(egui::Modifiers::NONE, egui::Key::Q);
    window.harness.get_by_label(&words!("panel-link-party", number = 1));
    window.harness.get_by_label(&words!("panel-link-party", number = 2));
    let full = window.project().clone();
    let made = full.layers.iter().find(|((_, annotator), _)| *annotator == tester).unwrap().1;
    let made = made.statements().next().unwrap();
    let parties: Vec<_> = made.chain.iter().map(|link| &link.party).collect();
    assert_eq!(parties, [&full.parties[3].id, &full.parties[1].id]);
    assert!(made.chain[1].cue.is_some());
    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    let reopened = bayan::store::open(&window.path).unwrap();
    assert!(reopened.problems.is_empty(), "{:?}", reopened.problems);
    let layer = reopened.project.layers.iter().find(|((_, annotator), _)| *annotator == tester).unwrap().1;
    let saved = layer.statements().next().unwrap();
    assert_eq!((&saved.spans, &saved.chain, &saved.kind), (&made.spans, &made.chain, &made.kind));
    for _ in 0..4 {
        window.undo();
    }
    assert_eq!(*window.project(), empty);
    for _ in 0..4 {
        window.redo();
    }
    assert_eq!(*window.project(), full);
}

/// A damage of the sample, what the window must say of it, and how many statements of the first layer are left.
struct Damage {
    file: &'static str,
    change: fn(&str) -> String,
    said: &'static str,
    left: usize,
}

#[test]
fn each_bad_input_is_named_in_the_window_opens_the_rest_and_is_not_touched() {
    const LAYER: &str = "annotations/biden-putin-call/annotator-a.ron";
    const DOCUMENT: &str = "documents/biden-putin-call/document.ron";
    let cases = [
        Damage {
            file: "documents/biden-putin-call/text.txt",
            change: |text| format!("{text}x"),
            said: "SHA-256",
            left: 37,
        },
        Damage {
            file: LAYER,
            change: |text| text.replacen("للحد من التوتر", "للحد من الخطر", 1),
            said: "”, not “",
            left: 36,
        },
        Damage {
            file: LAYER,
            change: |text| text.replacen("\"white-house\"", "\"nobody\"", 1),
            said: "nobody",
            left: 36,
        },
        Damage {
            file: LAYER,
            change: |text| {
                let ids = ("01a20773-a0b9-7274-ac6e-ae43e995922a", "01a20771-6ea7-71e1-ac1e-e28bfc368f33");
                text.replacen(ids.0, ids.1, 1)
            },
            said: "01a20771-6ea7-71e1-ac1e-e28bfc368f33",
            left: 36,
        },
        Damage {
            file: LAYER,
            change: |text| text.replacen("version: 3", "version: 4", 1),
            said: "newer Bayan",
            left: 0,
        },
        Damage { file: LAYER, change: |text| text.chars().take(900).collect(), said: "Line ", left: 0 },
        Damage { file: DOCUMENT, change: |_| "no ron at all".to_owned(), said: "Line 1", left: 0 },
    ];
    for Damage { file, change, said, left } in cases {
        let (_folder, project) = sample();
        let path = project.join(file);
        let whole = std::fs::read_to_string(&path).unwrap();
        let damaged = change(&whole);
        assert_ne!(whole, damaged, "{file} was not damaged");
        std::fs::write(&path, &damaged).unwrap();
        let mut window = Window::on(&project);
        // The dialog of problems is open from the start and names the file and what is wrong.
        assert_eq!(window.app().view().dialog, Some(bayan::ui::state::Dialog::Problems));
        let told: Vec<String> = window
            .harness
            .query_all_by_label_contains(file)
            .filter_map(|node| node.accesskit_node().label().or(node.accesskit_node().value()))
            .collect();
        assert!(told.iter().any(|text| text.contains(said)), "{said:?} is not in {told:?}");
        window.press(egui::Modifiers::NONE, egui::Key::Escape);
        assert_eq!(window.app().view().dialog, None);
        let session = window.session();
        let annotator = bayan::model::id::AnnotatorId::new("annotator-a").unwrap();
        let layers = session.project().layers.iter();
        let own = layers.filter(|((_, a), _)| *a == annotator).map(|(_, layer)| layer.len()).sum::<usize>();
        assert_eq!(own, left, "{said}");
        // Work goes on beside the damage, and the damaged file stays as it is to the byte.
        if window.app().view().document.is_some() {
            window.select(WORDS);
        }
        window.press(egui::Modifiers::NONE, egui::Key::C);
        window.press(egui::Modifiers::COMMAND, egui::Key::S);
        drop(window);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), damaged, "{said}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let window = Window::on_sample_after(|project| {
        std::fs::remove_file(project.join("documents/biden-putin-call/text.txt")).unwrap();
    });
    assert!(window.shows("text.txt"), "the missing file is not named");
}

#[test]
fn a_folder_that_is_no_project_is_told_with_the_way_out_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::on(folder.path());
    window.harness.get_by_label_contains("project.ron");
    window.harness.get_by_label(&words!("welcome-sample"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_project_stays_open_when_another_one_does_not_open() {
    let mut window = Window::on_sample();
    let empty = window.folder().join("empty");
    std::fs::create_dir(&empty).unwrap();
    window.ask(Command::OpenProject(empty));
    window.harness.get_by_label_contains(&stretch("status-no-project"));
    assert_eq!(window.own().len(), 37);
}

/// A file let go over the window, as the integration hands it on.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn files_dropped_on_the_window_become_articles() {
    let mut window = Window::on_sample();
    let mut files = Vec::new();
    for (name, text) in [("أول.txt", "قال الرئيس إن الأزمة انتهت."), ("second.txt", "Moscow denied it.")]
    {
        let path = window.folder().join(name);
        std::fs::write(&path, text).unwrap();
        files.push(std::sync::Arc::new(Dropped(path)) as egui::DroppedFileHandle);
    }
    window.harness.input_mut().dropped_files = files;
    window.draw();
    window.click(&words!("adding-add", count = 2));
    let texts: Vec<_> = window.project().documents.values().map(|d| d.content.as_str().to_owned()).collect();
    assert_eq!(texts.len(), 3);
    assert!(texts.iter().any(|text| text == "Moscow denied it."));
}

#[test]
fn a_project_dropped_on_the_window_is_opened() {
    let (_folder, project) = sample();
    let mut window = Window::empty();
    window.harness.input_mut().dropped_files = vec![std::sync::Arc::new(Dropped(project))];
    window.draw();
    assert!(window.app().session().is_some());
}

#[test]
fn a_repeated_click_goes_deeper_and_hovering_tells_kind_and_chain() {
    let mut window = Window::on_sample();
    let app = window.app();
    let document = app.view().document.clone().unwrap();
    let session = app.session().unwrap();
    let layer = session.project().layer(&document, session.annotator()).unwrap();
    // A statement that lies inside another.
    let (outer, inner) = layer
        .statements()
        .flat_map(|a| layer.statements().map(move |b| (a, b)))
        .find(|(a, b)| {
            let (a, b) = (a.hull(), b.hull());
            a.start_byte <= b.start_byte && b.end_byte <= a.end_byte && a != b
        })
        .map(|(a, b)| (a.id, b.id))
        .expect("the sample has nested statements");
    window.ask(Command::SelectStatement(Some(inner)));
    // At its start both lie.
    let start = window.project().layer(&document, window.session().annotator()).unwrap();
    let at = window.place_of(start.statement(inner).unwrap().hull().start_byte);
    window.ask(Command::SelectStatement(None));
    let reached: Vec<_> = (0..4)
        .filter_map(|_| {
            window.clicks(at, 1);
            window.selected()
        })
        .collect();
    assert!(reached.contains(&inner), "a click reaches the inner statement");
    assert!(reached.contains(&outer), "the outer statement is not reached by clicking again");
    window.harness.remove_cursor();
    window.draw();
    window.harness.hover_at(at + egui::vec2(1.0, 0.0));
    let session = window.session();
    let layer = session.project().layer(&document, session.annotator()).unwrap();
    let told = bayan::ui::words::describe(session, layer.statement(inner).unwrap());
    let told = bayan::locale::plain(&told);
    window.until(&told, |window| window.harness.query_all_by_label(&told).count() > 0);
}

#[test]
fn a_party_is_merged_and_one_deleted_and_both_come_back() {
    let mut window = Window::on_sample();
    let before = window.project().clone();
    let apply = |window: &mut Window, edit| {
        let command = Command::Apply { gesture: "parties".into(), edit: Box::new(edit), merge_key: None };
        window.ask(command);
    };
    apply(&mut window, merge_party(&before, &before.parties[1].id, &before.parties[0].id).unwrap());
    let edit = delete_party(window.project(), &window.project().parties[2].id).unwrap();
    apply(&mut window, edit);
    let after = window.project().clone();
    assert_eq!(after.parties.len(), before.parties.len() - 2);
    (0..2).for_each(|_| window.undo());
    assert_eq!(*window.project(), before);
    (0..2).for_each(|_| window.redo());
    assert_eq!(*window.project(), after);
}

#[test]
fn a_copy_has_what_was_just_changed_and_never_goes_over_what_is_there() {
    let mut window = Window::on_sample();
    let id = window.own()[0].id;
    window.ask(Command::SelectStatement(Some(id)));
    window.ask(Command::DeleteSelected);
    let copy = window.folder().join("copy");
    window.ask(Command::SaveCopyTo(copy.clone()));
    window.until_told(&stretch("status-copied"));
    assert_eq!(bayan::store::open(&copy).unwrap().project, *window.project());
    let taken = window.folder().join("taken");
    std::fs::write(&taken, "mine").unwrap();
    window.ask(Command::SaveCopyTo(taken.clone()));
    window.until_told(&taken.display().to_string());
    assert_eq!(std::fs::read_to_string(&taken).unwrap(), "mine");
}

#[test]
fn an_export_is_written_in_the_format_that_was_chosen() {
    let mut window = Window::on_sample();
    window.press(egui::Modifiers::COMMAND, egui::Key::E);
    window.click(&words!("panel-export-for-archive"));
    window.harness.get_by_label_contains("annotator-b:").click();
    window.draw();
    let out = window.folder().join("out.jsonl");
    window.ask(Command::ExportTo(out.clone()));
    window.until_told(&stretch("status-exported"));
    assert_eq!(std::fs::read_to_string(&out).unwrap().lines().count(), window.project().layers.len());
}

#[test]
fn an_edge_is_dragged_by_its_handle_in_one_step() {
    let mut window = Window::on_sample();
    let before = window.project().clone();
    let document = window.document();
    let annotator = window.session().annotator().clone();
    let chosen = before.layer(&document, &annotator).unwrap().statements().nth(1).unwrap().clone();
    window.ask(Command::SelectStatement(Some(chosen.id)));
    let hull = chosen.hull();
    let at = window.handle_of_start(hull.start_byte);
    window.harness.hover_at(at);
    window.draw();
    let pointer = window.harness.output().platform_output.cursor_icon;
    assert_eq!(pointer, egui::CursorIcon::ResizeHorizontal, "the pointer says that there is a handle");
    let text = before.documents[&document].content.as_str();
    let second = hull.start_byte + text[hull.range()].find(' ').unwrap() + 1;
    window.drag(at, window.place_of(second));
    let spans = &window.project().layer(&document, &annotator).unwrap().statement(chosen.id).unwrap().spans;
    assert_eq!(spans[0], Span::new(second, chosen.spans[0].end_byte));
    assert_eq!(spans[1..], chosen.spans[1..]);
    assert_eq!(window.selected(), Some(chosen.id));
    window.undo();
    assert_eq!(*window.project(), before);
}

#[test]
fn a_modifier_that_is_let_go_in_the_same_frame_still_counts() {
    let mut window = Window::on_sample();
    window.select(WORDS);
    window.press(egui::Modifiers::NONE, egui::Key::W);
    // The frame's own modifiers are those of its end: none.
    let key = |pressed| egui::Event::Key {
        key: egui::Key::Num4,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: egui::Modifiers::ALT,
    };
    window.harness.event(key(true));
    window.harness.event(key(false));
    window.draw();
    let app = window.app();
    let session = app.session().unwrap();
    let layer = session.project().layer(app.view().document.as_ref().unwrap(), session.annotator()).unwrap();
    let made = layer.statement(app.view().selected.unwrap()).unwrap();
    assert_eq!(made.chain.len(), 2);
    assert_eq!(made.chain[0].party, session.project().parties[3].id);
}

#[test]
fn a_large_project_is_read_in_the_background_and_then_shown() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("large");
    bayan::store::create(&project, &bayan::cli::generate::project(1_600_000, 200, 1)).unwrap();
    let mut window = Window::empty();
    window.ask(Command::OpenProject(project));
    window.harness.step();
    // The window answers meanwhile, and says what it does.
    window.harness.get_by_label_contains(&stretch("status-opening"));
    window.until("the project is shown", |window| window.app().session().is_some());
    assert!(window.own().len() > 190);
    window.press(egui::Modifiers::NONE, egui::Key::N);
    assert!(window.selected().is_some());
}
