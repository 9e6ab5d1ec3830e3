//! The panels by their accessible names: what they show fits, and what is clicked becomes the right command.

use std::borrow::Cow;

use bayan::edit::change::Edit;
use bayan::edit::session::Session;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, PartyId};
use bayan::model::party::{Party, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Link, Statement};
use bayan::settings::Settings;
use bayan::shape::TextEngine;
use bayan::text::content::Content;
use bayan::ui::command::Command;
use bayan::ui::command::path::PathQuestion;
use bayan::ui::command::safety::Saving;
use bayan::ui::command::situation::Situation;
use bayan::ui::command::table::{self, Brought, CommandRow};
use bayan::ui::dialogs;
use bayan::ui::dialogs::export::ExportDialog;
use bayan::ui::dialogs::palette::{self, PaletteEntry};
use bayan::ui::dialogs::scope::{DialogScope, OpenProject};
use bayan::ui::drafts::Drafts;
use bayan::ui::panel_state::PanelState;
use bayan::ui::panels::{documents, inspector, parties, statements, welcome};
use bayan::ui::shaped;
use bayan::ui::state::{Dialog, View};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

/// The narrowest that a side panel gets.
const NARROW_PX: f32 = 280.0;
const TEXT: &str = "أعلن الكرملين أن الرئيس الأميركي جو بايدن حذر نظيره الروسي فلاديمير بوتين من عواقب وخيمة.";

struct World {
    session: Session,
    view: View,
    panels: PanelState,
    drafts: Drafts,
    out: Vec<Command>,
    /// Where the panel ended, in points from where it began.
    width_used: f32,
}

impl World {
    fn new() -> Self {
        let mut project = Project::new("P");
        for (id, name) in [("kremlin", "Kremlin"), ("biden", "الرئيس الأميركي جو بايدن رئيس الولايات المتحدة الأميركية")]
        {
            project.parties.push(Party {
                id: PartyId::new(id).unwrap(),
                name: name.to_owned(),
                aliases: vec!["بايدن".to_owned()],
                color: Rgb::PALETTE[0],
                parent: None,
            });
        }
        let document = DocumentId::new("call").unwrap();
        project.documents.insert(
            document.clone(),
            Document {
                id: document.clone(),
                content: Content::new(TEXT),
                metadata: Metadata { title: TEXT.to_owned(), ..Metadata::default() },
                encoding: "UTF-8".to_owned(),
                excluded: Vec::new(),
            },
        );
        let annotator = AnnotatorId::new("a").unwrap();
        let mut session = Session::new(project, annotator.clone());
        let mut first = None;
        for kind in ["claim", "warning"] {
            let link = |id| Link { party: PartyId::new(id).unwrap(), cue: Some(Span::new(0, 8)), mention: None };
            let statement = Statement {
                chain: vec![link("kremlin"), link("biden")],
                addressees: vec![PartyId::new("kremlin").unwrap()],
                ..Statement::new(KindId::new(kind).unwrap(), vec![Span::new(0, TEXT.len())], jiff::Timestamp::now())
            };
            first.get_or_insert(statement.id);
            let layer = (document.clone(), annotator.clone());
            session.apply("add", Edit::AddStatement { layer, statement: Box::new(statement) }).unwrap();
        }
        let view = View {
            document: Some(document),
            selection: Some(Span::new(0, 8)),
            selected: first,
            party: PartyId::new("biden").ok(),
            ..View::default()
        };
        Self {
            session,
            view,
            panels: PanelState::default(),
            drafts: Drafts::default(),
            out: Vec::new(),
            width_used: 0.0,
        }
    }

    /// Does what `app` does with gestures; the rest stays in `out`.
    fn drain(&mut self) {
        for command in std::mem::take(&mut self.out) {
            match command {
                Command::Apply { gesture, edit, merge_key } => {
                    self.session.apply_merging(gesture, *edit, merge_key).unwrap();
                }
                Command::EndGesture => self.session.end_gesture(),
                other => self.out.push(other),
            }
        }
    }

    fn selected(&self) -> &Statement {
        let key = (self.view.document.clone().unwrap(), self.session.annotator().clone());
        self.session.project().layers[&key].statement(self.view.selected.unwrap()).unwrap()
    }
}

fn harness(show: fn(&mut egui::Ui, &mut World)) -> Harness<'static, World> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(NARROW_PX + 16.0, 1000.0))
        .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
        .build_ui_state(
            move |ui, world: &mut World| {
                world.drain();
                ui.set_max_width(NARROW_PX);
                show(ui, world);
                world.width_used = ui.min_rect().width();
            },
            World::new(),
        );
    harness.run_steps(3);
    harness
}

fn show_inspector(ui: &mut egui::Ui, world: &mut World) {
    let (state, threads) = (&mut world.panels.inspector, &mut world.panels.threads);
    inspector::show(ui, &world.session, &world.view, state, threads, &mut world.out);
}

fn show_parties(ui: &mut egui::Ui, world: &mut World) {
    parties::show(ui, &world.session, &world.view, &mut world.panels.parties, &mut world.out);
}

fn show_statements(ui: &mut egui::Ui, world: &mut World) {
    statements::show(ui, &world.session, &world.view, &mut world.panels.statements, &mut world.out);
}

fn show_documents(ui: &mut egui::Ui, world: &mut World) {
    documents::show(ui, &world.session, &world.view, &mut world.panels.documents, &mut world.out);
}

fn rows() -> Vec<Cow<'static, CommandRow<'static>>> {
    ["undo", "redo", "save"].map(|id| Cow::Borrowed(table::row_of(id).unwrap())).into()
}

/// A project is open.
fn situation() -> Situation {
    Situation { has_project: true, ..Situation::default() }
}

#[test]
fn no_side_panel_is_wider_than_its_place() {
    for (name, show) in [
        ("inspector", show_inspector as fn(&mut egui::Ui, &mut World)),
        ("parties", show_parties),
        ("statements", show_statements),
        ("documents", show_documents),
    ] {
        let harness = harness(show);
        assert!(harness.state().width_used <= NARROW_PX, "{name}: {}", harness.state().width_used);
    }
}

#[test]
fn the_inspector_changes_the_statement_and_typing_a_note_is_one_step() {
    let mut harness = harness(show_inspector);
    harness.get_by_label("Warning").click();
    harness.run_steps(3);
    assert_eq!(harness.state().selected().kind.as_str(), "warning");
    harness.get_by_label("Stance: Opposes").click();
    harness.run_steps(3);
    assert!(harness.state().selected().stance.is_some());
    harness.get_by_label("Move link 1 inwards").click();
    harness.run_steps(3);
    assert_eq!(harness.state().selected().speaker().unwrap().as_str(), "kremlin");
    harness.get_by_label("Set the mention of link 2 from the selection").click();
    harness.run_steps(3);
    assert!(harness.state().out.iter().any(|command| matches!(command, Command::SetMention(Some(1)))));

    let note = |harness: &Harness<'static, World>| harness.state().selected().note.clone();
    harness.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "Note").click();
    harness.run_steps(3);
    for letter in ["a", "b ", "c"] {
        harness.event(egui::Event::Text(letter.to_owned()));
        harness.run_steps(3);
    }
    assert_eq!(note(&harness), "ab c");
    harness.state_mut().session.undo();
    harness.run_steps(3);
    assert_eq!(note(&harness), "");
}

#[test]
fn a_party_is_found_by_its_alias_and_taken_with_enter() {
    let mut harness = harness(show_inspector);
    harness.get_by_label("Party of link 1").click();
    harness.run_steps(4);
    harness.event(egui::Event::Text("بايد".to_owned()));
    harness.run_steps(3);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    let chain: Vec<_> = harness.state().selected().chain.iter().map(|link| link.party.to_string()).collect();
    // Both have the alias in this world; the first in the list is taken, so the chain stays.
    assert_eq!(chain, ["kremlin", "biden"]);
    harness.get_by_label("Party of link 1").click();
    harness.run_steps(4);
    harness.event(egui::Event::Text("الولايات".to_owned()));
    harness.run_steps(3);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    assert_eq!(harness.state().selected().chain[0].party.as_str(), "biden");
}

#[test]
fn a_topic_and_an_attribute_are_added_where_they_are_needed() {
    let mut harness = harness(show_inspector);
    harness.get_by_label("New attribute").click();
    harness.run_steps(2);
    harness.event(egui::Event::Text("modality: conditional".to_owned()));
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    let attributes = harness.state().selected().attributes.clone();
    assert_eq!((attributes[0].name.as_str(), attributes[0].value.as_str()), ("modality", "conditional"));
    harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, "Topic").click();
    harness.run_steps(4);
    harness.get_by_label("New topic").click();
    harness.run_steps(2);
    harness.event(egui::Event::Text("العقوبات".to_owned()));
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    let topic = harness.state().selected().topic.clone().unwrap();
    assert_eq!(harness.state().session.project().codebook.topic(&topic).unwrap().name, "العقوبات");
    harness.get_by_label("Remove attribute modality").click();
    harness.run_steps(3);
    assert!(harness.state().selected().attributes.is_empty());
}

#[test]
fn a_party_is_added_and_deleted_after_a_question() {
    let mut harness = harness(show_parties);
    harness.get_by_label("New party").click();
    harness.run_steps(2);
    harness.event(egui::Event::Text("Ushakov".to_owned()));
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    assert_eq!(harness.state().session.project().parties[2].name, "Ushakov");
    harness.get_by_label("Edit Kremlin").click();
    harness.run_steps(3);
    harness.get_by_label("Delete party…").click();
    harness.run_steps(3);
    assert_eq!(harness.state().session.project().parties.len(), 3);
    harness.get_by_label("Delete").click();
    harness.run_steps(3);
    assert_eq!(harness.state().session.project().parties.len(), 2);
    assert_eq!(harness.state().selected().chain.len(), 1);
}

#[test]
fn the_list_of_statements_selects_and_filters() {
    let mut harness = harness(show_statements);
    harness.get_by_label("2 of 2");
    harness.state_mut().panels.statements.filter.kind = KindId::new("warning").ok();
    harness.run_steps(3);
    harness.get_by_label("1 of 2");
    harness.get_by_label_contains("Warning, Kremlin").click();
    harness.run_steps(3);
    assert!(harness.state().out.iter().any(|command| matches!(command, Command::SelectStatement(Some(_)))));
}

/// Shows a dialog as the window does.
fn dialog(ui: &mut egui::Ui, world: &mut World, dialog: Dialog) {
    let open = OpenProject {
        session: &world.session,
        is_writable: true,
        saving: Saving::default(),
        recovered: &[],
        problems: &Default::default,
        ways_to_open: &|| None,
    };
    let mut scope = DialogScope {
        open: Some(open),
        view: &world.view,
        settings: &Settings::default(),
        now: &situation(),
        brought: Brought::default(),
        progress: None,
        written: "",
        panels: &mut world.panels,
        drafts: &mut world.drafts,
        out: &mut world.out,
    };
    (dialogs::row(dialog).show)(&mut scope, ui);
}

#[test]
fn the_dialogs_open_and_answer() {
    let mut harness = harness(|ui, world| {
        let entries: Vec<_> = rows().iter().map(|row| PaletteEntry::new(row, &situation(), ui.ctx())).collect();
        palette::show(ui, &entries, world.drafts.of(), &mut world.out);
    });
    harness.event(egui::Event::Text("do".to_owned()));
    harness.run_steps(2);
    harness.key_press(egui::Key::ArrowDown);
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(2);
    assert!(
        matches!(harness.state().out.as_slice(), [Command::CloseDialog, Command::Redo, ..]),
        "{:?}",
        harness.state().out
    );

    let mut harness = self::harness(|ui, world| dialog(ui, world, Dialog::Shortcuts));
    harness.get_by_label("Ctrl+Z");
    harness.get_by_label("Close").click();
    harness.run_steps(2);
    assert!(matches!(harness.state().out.as_slice(), [Command::CloseDialog, ..]));

    let mut harness = self::harness(|ui, world| dialog(ui, world, Dialog::Export));
    harness.get_by_label("CSV, one row per statement").click();
    harness.run_steps(2);
    let csv = &bayan::formats::csv::FORMAT;
    assert_eq!(harness.state_mut().drafts.of::<ExportDialog>().draft.format, csv);
    harness.get_by_label("Export…").click();
    harness.run_steps(2);
    let asked = harness.state().out.first();
    assert!(matches!(asked, Some(Command::AskPath(PathQuestion::ExportTo(format))) if *format == csv), "{asked:?}");

    let mut harness = self::harness(|ui, world| welcome::show(ui, &["/tmp/بيان".into()], &mut world.out));
    harness.get_by_label("Open the sample").click();
    harness.get_by_label("Open بيان").click();
    harness.run_steps(2);
    assert!(
        matches!(harness.state().out.as_slice(), [Command::OpenSample, Command::OpenProject(_)]),
        "{:?}",
        harness.state().out
    );
}
