//! The panels by their accessible names: what they show fits, and what is clicked becomes the right command.

use std::borrow::Cow;

use bayan::edit::change::Edit;
use bayan::edit::session::Session;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, PartyId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Link, Statement};
use bayan::settings::Settings;
use bayan::shape::TextEngine;
use bayan::store::Glance;
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
use bayan::ui::panels::welcome::{Recent, Seen};
use bayan::ui::panels::{documents, inspector, parties, statements, welcome};
use bayan::ui::shaped;
use bayan::ui::state::{Armed, Dialog, View};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::support::words::words;

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
                key: None,
                about: PartyAbout::default(),
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

/// A panel or a dialog in a window of its own.
struct Panel(Harness<'static, World>);

impl Panel {
    /// Draws until nothing moves any more.
    fn draw(&mut self) {
        self.0.run_ok();
    }

    fn click(&mut self, name: &str) {
        self.0.get_by_label(name).click();
        self.draw();
    }

    fn click_role(&mut self, role: Role, name: &str) {
        self.0.get_by_role_and_label(role, name).click();
        self.draw();
    }

    fn type_text(&mut self, text: &str) {
        self.0.event(egui::Event::Text(text.to_owned()));
        self.draw();
    }

    fn press(&mut self, key: egui::Key) {
        self.0.key_press(key);
        self.draw();
    }

    fn world(&self) -> &World {
        self.0.state()
    }

    /// What was asked for and is not done in here.
    fn out(&self) -> &[Command] {
        &self.world().out
    }
}

fn panel(show: fn(&mut egui::Ui, &mut World)) -> Panel {
    panel_of(NARROW_PX, show)
}

/// The same, of this width in points.
fn panel_of(width: f32, show: fn(&mut egui::Ui, &mut World)) -> Panel {
    let harness = Harness::builder()
        .with_size(egui::vec2(width + 16.0, 1000.0))
        .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
        .build_ui_state(
            move |ui, world: &mut World| {
                world.drain();
                ui.set_max_width(width);
                show(ui, world);
                world.width_used = ui.min_rect().width();
            },
            World::new(),
        );
    let mut panel = Panel(harness);
    panel.draw();
    panel
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
        let panel = panel(show);
        assert!(panel.world().width_used <= NARROW_PX, "{name}: {}", panel.world().width_used);
    }
}

#[test]
fn the_inspector_changes_the_statement_and_typing_a_note_is_one_step() {
    let mut panel = panel(show_inspector);
    panel.click_role(Role::ComboBox, &words!("panel-kind"));
    panel.click("Warning");
    assert_eq!(panel.world().selected().kind.as_str(), "warning");
    panel.click("Stance: Opposes");
    assert!(panel.world().selected().stance.is_some());
    panel.click(&words!("panel-link-down", number = 1));
    assert_eq!(panel.world().selected().speaker().unwrap().as_str(), "kremlin");
    panel.click(&words!("panel-mention-set", number = 2));
    assert!(panel.out().iter().any(|command| matches!(command, Command::Arm(Armed::Mention(1)))));

    let note = |panel: &Panel| panel.world().selected().note.clone();
    panel.click_role(Role::MultilineTextInput, &words!("panel-note"));
    for letter in ["a", "b ", "c"] {
        panel.type_text(letter);
    }
    assert_eq!(note(&panel), "ab c");
    panel.0.state_mut().session.undo();
    panel.draw();
    assert_eq!(note(&panel), "");
}

#[test]
fn a_complete_statement_with_two_links_fits_a_small_window_without_scrolling() {
    /// A window of 720 points has the bar of 40 and the status line of 24 above and below the inspector, and its margins.
    const ROOM_PT: f32 = 720.0 - 40.0 - 24.0 - 16.0;
    let mut panel = panel_of(340.0 - 16.0, show_inspector);
    let world = panel.0.state_mut();
    world.view.selection = None;
    let key = (world.view.document.clone().unwrap(), world.session.annotator().clone());
    let mut statement = world.selected().clone();
    statement.topic = None;
    statement.stance = Some(bayan::model::statement::Stance::Opposes);
    statement.quotation = Some(bayan::model::statement::Quotation::Mixed);
    statement.note = "ملاحظة لمن يراجع هذا التصريح\nوسطر ثان".to_owned();
    for link in &mut statement.chain {
        link.mention = Some(Span::new(9, 17));
    }
    world.session.apply("all", Edit::ReplaceStatement { layer: key, statement: Box::new(statement) }).unwrap();
    panel.draw();
    let height = panel.world().panels.inspector.height_pt();
    assert!((300.0..=ROOM_PT).contains(&height), "{height} of {ROOM_PT}");
}

#[test]
fn a_party_is_found_by_its_alias_and_taken_with_enter() {
    let mut panel = panel(show_inspector);
    panel.click(&words!("panel-link-party", number = 1));
    panel.type_text("بايد");
    panel.press(egui::Key::Enter);
    let chain: Vec<_> = panel.world().selected().chain.iter().map(|link| link.party.to_string()).collect();
    // Both have the alias in this world; the first in the list is taken, so the chain stays.
    assert_eq!(chain, ["kremlin", "biden"]);
    panel.click(&words!("panel-link-party", number = 1));
    panel.type_text("الولايات");
    panel.press(egui::Key::Enter);
    assert_eq!(panel.world().selected().chain[0].party.as_str(), "biden");
}

#[test]
fn a_topic_and_an_attribute_are_added_where_they_are_needed() {
    let mut panel = panel(show_inspector);
    panel.click(&words!("inspector-details"));
    panel.click(&words!("panel-attribute-new"));
    panel.type_text("modality");
    panel.press(egui::Key::Enter);
    panel.type_text("conditional");
    panel.press(egui::Key::Enter);
    let attributes = panel.world().selected().attributes.clone();
    assert_eq!((attributes[0].name.as_str(), attributes[0].value.as_str()), ("modality", "conditional"));
    panel.click_role(Role::ComboBox, &words!("panel-topic"));
    panel.type_text("العقوبات");
    panel.press(egui::Key::Enter);
    let topic = panel.world().selected().topic.clone().unwrap();
    assert_eq!(panel.world().session.project().codebook.topic(&topic).unwrap().name, "العقوبات");
    panel.click(&words!("panel-attribute-remove", name = "modality"));
    assert!(panel.world().selected().attributes.is_empty());
}

#[test]
fn a_party_is_added_and_deleted_after_a_question() {
    let mut panel = panel(show_parties);
    panel.click(&words!("panel-party-new-name"));
    panel.type_text("Ushakov");
    panel.press(egui::Key::Enter);
    assert_eq!(panel.world().session.project().parties[2].name, "Ushakov");
    panel.click(&words!("panel-party-edit", name = "Kremlin"));
    panel.click(&words!("panel-party-delete"));
    assert_eq!(panel.world().session.project().parties.len(), 3);
    panel.click(&words!("panel-party-delete-yes"));
    assert_eq!(panel.world().session.project().parties.len(), 2);
    assert_eq!(panel.world().selected().chain.len(), 1);
}

#[test]
fn the_list_of_statements_selects_and_filters() {
    let mut panel = panel(show_statements);
    panel.0.get_by_label(&words!("panel-statements-count", shown = 2, all = 2));
    panel.0.state_mut().panels.statements.filter.kind = KindId::new("warning").ok();
    panel.draw();
    panel.0.get_by_label(&words!("panel-statements-count", shown = 1, all = 2));
    panel.0.get_by_label_contains("Warning, Kremlin").click();
    panel.draw();
    assert!(panel.out().iter().any(|command| matches!(command, Command::SelectStatement(Some(_)))));
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
        written_to: None,
        panels: &mut world.panels,
        drafts: &mut world.drafts,
        out: &mut world.out,
    };
    (dialogs::row(dialog).show)(&mut scope, ui);
}

#[test]
fn the_palette_finds_a_command_and_asks_for_it() {
    let mut panel = panel(|ui, world| {
        let entries: Vec<_> = rows().iter().map(|row| PaletteEntry::new(row, &situation(), ui.ctx())).collect();
        palette::show(ui, &entries, world.drafts.of(), &mut world.out);
    });
    panel.type_text("do");
    panel.press(egui::Key::ArrowDown);
    panel.press(egui::Key::Enter);
    assert!(matches!(panel.out(), [Command::CloseDialog, Command::Redo, ..]), "{:?}", panel.out());
}

#[test]
fn the_list_of_shortcuts_names_keys_and_closes() {
    let mut panel = panel(|ui, world| dialog(ui, world, Dialog::Shortcuts));
    panel.0.get_by_label("Ctrl+Z");
    // What is typed narrows the list, by the name of a command or by its keys.
    panel.type_text("redo");
    panel.0.get_by_label("Ctrl+Shift+Z, Ctrl+Y");
    assert!(panel.0.query_by_label("Ctrl+Z").is_none());
    panel.click(&words!("panel-close"));
    assert!(matches!(panel.out(), [Command::CloseDialog, ..]));
}

#[test]
fn an_export_is_asked_for_in_the_format_that_was_chosen() {
    let mut panel = panel(|ui, world| dialog(ui, world, Dialog::Export));
    panel.click(&words!("panel-export-for-statistics"));
    panel.click(&words!("panel-export-csv"));
    let csv = &bayan::formats::csv::FORMAT;
    assert_eq!(panel.0.state_mut().drafts.of::<ExportDialog>().draft.format, csv);
    panel.click(&words!("panel-export-go"));
    let asked = panel.out().first();
    assert!(matches!(asked, Some(Command::AskPath(PathQuestion::ExportTo(format))) if *format == csv), "{asked:?}");
}

fn recent_projects() -> [Recent; 4] {
    let seen = |title: &str, done| Seen::Found(Glance { title: title.to_owned(), articles: 20, done, changed: None });
    [
        Recent { folder: "/tmp/sudan".into(), seen: seen("تغطية السودان", Some(12)) },
        Recent { folder: "/tmp/many".into(), seen: seen("Many", None) },
        Recent { folder: "/tmp/بيان".into(), seen: Seen::NotYet },
        Recent { folder: "/tmp/old".into(), seen: Seen::Gone },
    ]
}

#[test]
fn the_welcome_screen_offers_the_sample_and_what_was_open_before() {
    let mut panel = panel(|ui, world| welcome::show(ui, &recent_projects(), &mut world.out));
    let figures = |panel: &Panel, done: &str| {
        let articles = words!("welcome-recent-articles", count = 20);
        panel.0.query_all_by_label(&words!("welcome-recent-done", articles = articles.as_str(), done = done)).count()
    };
    assert_eq!(figures(&panel, "12"), 1, "how far the project is");
    assert_eq!(panel.0.query_all_by_label(&words!("welcome-recent-articles", count = 20)).count(), 1);
    panel.0.get_by_label(&words!("welcome-recent-gone"));
    panel.0.get_by_label(&words!("welcome-sample")).click();
    // A project is called by its title, and by its folder until that is known.
    panel.0.get_by_label(&words!("welcome-recent-name", name = "تغطية السودان"));
    panel.click(&words!("welcome-recent-name", name = "بيان"));
    let wanted = std::path::Path::new("/tmp/بيان");
    assert!(matches!(panel.out(), [Command::OpenSample, Command::OpenProject(folder)] if folder == wanted));
}
