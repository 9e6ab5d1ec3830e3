//! The real application in a window without a screen: it is opened on a project, asked for commands, given keys and the
//! mouse, and read by what it tells a screen reader.
//!
//! Widgets are found by their names, and passages of the article by their words ([`Window::select`]); what threads find
//! out is waited for ([`Window::until`]). A test file that needs more adds its own `impl Window`.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bayan::app::App;
use bayan::edit::session::Session;
use bayan::model::id::{DocumentId, StatementId};
use bayan::model::project::Project;
use bayan::model::statement::Statement;
use bayan::settings::Settings;
use bayan::ui::command::Command;
use egui::accesskit::{Role, TextDirection};
use egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, OutputCommand, PointerButton, Pos2, Rect, TouchPhase,
    pos2, vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, HarnessBuilder};

use super::{app, project};

/// How long background work may take on a busy machine.
const LONG: Duration = Duration::from_secs(60);
/// Frames in which the window takes in what was done to it and draws it, at least.
const FRAMES: usize = 6;
/// A window that wants to be drawn again sooner than this is not at rest.
const SOON: Duration = Duration::from_millis(100);
/// Frames that it may ask for beyond those, for what scrolls or fades.
const FRAMES_MOST: usize = 20;
/// In points.
const SIZE: [f32; 2] = [1360.0, 860.0];
/// Animations have ended after a few frames that are as far apart as this, in seconds.
const FRAME_S: f32 = 0.25;
/// Seconds after which a click is not the second one of a double click.
const PAUSE_S: f32 = 1.0;

/// The handle of an edge stands so far above the bottom of its line, in points.
const HANDLE_PT: f32 = 6.0;

/// A place that is so far from the text is in the margin, in points.
const MARGIN_PT: f32 = 20.0;

/// A letter of the article: its bytes, its place in the window, and whether it is read from right to left.
struct Letter {
    bytes: Range<usize>,
    rect: Rect,
    is_rtl: bool,
}

/// A side of a letter, in the direction in which it is read.
#[derive(PartialEq)]
enum Side {
    Start,
    End,
}

impl Letter {
    /// In the third of the letter at this side.
    fn near_its(&self, side: Side) -> Pos2 {
        let third = self.rect.width() / 3.0;
        let is_right = self.is_rtl == (side == Side::Start);
        let x = if is_right { self.rect.right() - third } else { self.rect.left() + third };
        pos2(x, self.rect.center().y)
    }
}

pub struct Window {
    pub harness: Harness<'static, Option<App>>,
    /// The project that was opened.
    pub path: PathBuf,
    folder: Option<tempfile::TempDir>,
    /// What passes between two frames, in seconds.
    frame_s: f32,
}

/// A copy of the sample in a folder of its own, which goes when it is dropped.
pub fn sample() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let project = project::sample(folder.path());
    (folder, project)
}

impl Window {
    /// A window on a copy of the sample, as annotator-a.
    pub fn on_sample() -> Self {
        Self::on_sample_after(|_| {})
    }

    /// The same, after something was done to the files of the project.
    pub fn on_sample_after(prepare: impl FnOnce(&Path)) -> Self {
        let (folder, project) = sample();
        prepare(&project);
        Self { folder: Some(folder), ..Self::on(&project) }
    }

    /// The same in a window of this size, in points.
    pub fn on_sample_sized(size: [f32; 2]) -> Self {
        let (folder, project) = sample();
        Self { folder: Some(folder), ..Self::open(Some(&project), size, FRAME_S) }
    }

    /// The same with 60 frames a second, for clicks and drags that depend on the time.
    pub fn on_sample_in_real_time() -> Self {
        let (folder, project) = sample();
        Self { folder: Some(folder), ..Self::open(Some(&project), SIZE, 1.0 / 60.0) }
    }

    /// A window on this project, as annotator-a.
    pub fn on(project: &Path) -> Self {
        Self::open(Some(project), SIZE, FRAME_S)
    }

    /// The window without a project.
    pub fn empty() -> Self {
        Self::open(None, SIZE, FRAME_S)
    }

    /// A window on this project, as this person or as somebody who has not said who they are.
    pub fn on_as(project: &Path, annotator: Option<&str>) -> Self {
        let annotator = annotator.map(str::to_owned);
        let settings = Settings { annotator, keeps_messages: true, ..Settings::default() };
        let builder = Harness::builder().with_size(SIZE).with_step_dt(FRAME_S);
        let harness = app::open_as(builder, Some(project.to_owned()), settings);
        Self { harness, path: project.to_owned(), folder: None, frame_s: FRAME_S }
    }

    /// A window of this builder for a person with these settings, on a project if one is given.
    pub fn built(builder: HarnessBuilder<Option<App>>, project: Option<&Path>, settings: Settings) -> Self {
        let harness = app::open_as(builder.with_step_dt(FRAME_S), project.map(Path::to_owned), settings);
        let path = project.map(Path::to_owned).unwrap_or_default();
        Self { harness, path, folder: None, frame_s: FRAME_S }
    }

    fn open(project: Option<&Path>, size: [f32; 2], frame_s: f32) -> Self {
        let builder = Harness::builder().with_size(size).with_step_dt(frame_s);
        let harness = app::open(builder, project.map(Path::to_owned));
        Self { harness, path: project.map(Path::to_owned).unwrap_or_default(), folder: None, frame_s }
    }

    /// The folder that the project was made in, with room for other files.
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().map_or_else(|| self.path.parent().unwrap(), |folder| folder.path())
    }

    pub fn app(&self) -> &App {
        self.harness.state().as_ref().unwrap()
    }

    pub fn session(&self) -> &Session {
        self.app().session().unwrap()
    }

    pub fn project(&self) -> &Project {
        self.session().project()
    }

    /// The article that is shown.
    pub fn document(&self) -> DocumentId {
        self.app().view().document.clone().unwrap()
    }

    /// The statements of the person in the article that is shown.
    pub fn own(&self) -> Vec<Statement> {
        let layer = self.project().layer(&self.document(), self.session().annotator());
        layer.map(|layer| layer.statements().cloned().collect()).unwrap_or_default()
    }

    pub fn selected(&self) -> Option<StatementId> {
        self.app().view().selected
    }

    /// Asks for a command, as the panels do.
    pub fn ask(&mut self, command: Command) {
        self.harness.state_mut().as_mut().unwrap().request(command);
        self.draw();
    }

    /// Lets the window take in what was done to it, and a search end.
    pub fn draw(&mut self) {
        self.harness.run_steps(FRAMES);
        for _ in 0..FRAMES_MOST {
            if !self.harness.output().viewport_output.values().any(|viewport| viewport.repaint_delay < SOON) {
                break;
            }
            self.harness.step();
        }
        if self.app().view().find.is_searching {
            self.until("the search has ended", |window| !window.app().view().find.is_searching);
        }
    }

    /// What the next frames copy.
    pub fn copied(&mut self) -> Option<String> {
        let copied = (0..FRAMES).find_map(|_| {
            self.harness.step();
            self.harness.output().platform_output.commands.iter().find_map(|command| match command {
                OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            })
        });
        self.draw();
        copied
    }

    /// Lets a second pass, so that the next click is no double click.
    pub fn pause(&mut self) {
        self.harness.run_steps((PAUSE_S / self.frame_s).ceil() as usize);
    }

    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.draw();
    }

    /// A key as a keyboard sends it: with its letter, in the same frame.
    pub fn key(&mut self, key: Key) {
        let name = key.symbol_or_name();
        if name.chars().count() == 1 {
            let (physical_key, modifiers) = (Some(key), Modifiers::NONE);
            let press = Event::Key { key, physical_key, pressed: true, repeat: false, modifiers };
            self.harness.input_mut().events.extend([press, Event::Text(name.to_lowercase())]);
            self.draw();
        } else {
            self.press(Modifiers::NONE, key);
        }
    }

    pub fn undo(&mut self) {
        self.press(Modifiers::COMMAND, Key::Z);
    }

    pub fn redo(&mut self) {
        self.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    }

    pub fn event(&mut self, event: Event) {
        self.harness.event(event);
        self.draw();
    }

    pub fn type_text(&mut self, text: &str) {
        self.event(Event::Text(text.to_owned()));
    }

    /// Clicks on what has this name; what lies over the window comes last.
    #[track_caller]
    pub fn click(&mut self, name: &str) {
        let nodes: Vec<_> = self.harness.query_all_by_label(name).collect();
        nodes.last().unwrap_or_else(|| panic!("no {name:?} in:\n{}", self.told())).click();
        drop(nodes);
        self.draw();
    }

    /// Turns the mouse wheel down over a place, ten notches, which is further than anything here is long.
    pub fn wheel_down(&mut self, at: Pos2) {
        self.event(Event::PointerMoved(at));
        for _ in 0..10 {
            let (unit, delta, modifiers) = (MouseWheelUnit::Point, vec2(0.0, -200.0), Modifiers::NONE);
            let (phase, source) = (TouchPhase::Move, MouseWheelSource::Unknown);
            self.event(Event::MouseWheel { unit, source, delta, phase, modifiers });
        }
    }

    pub fn clicks(&mut self, at: Pos2, times: usize) {
        self.press_button(at, times, Modifiers::NONE);
        self.pause();
    }

    /// Presses the mouse button and lets it go so many times, one after the other at once.
    pub fn press_button(&mut self, at: Pos2, times: usize, modifiers: Modifiers) {
        self.harness.event(Event::PointerMoved(at));
        self.harness.run_steps(2);
        for pressed in [true, false].repeat(times) {
            let button = PointerButton::Primary;
            self.harness.event_modifiers(Event::PointerButton { pos: at, button, pressed, modifiers }, modifiers);
            self.harness.step();
        }
    }

    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.harness.hover_at(from);
        self.harness.run_steps(2);
        self.harness.drag_at(from);
        self.harness.run_steps(2);
        self.harness.hover_at(to);
        self.harness.run_steps(2);
        self.harness.drop_at(to);
        self.pause();
    }

    /// Selects the first passage of these words that is shown in the article, by mouse.
    #[track_caller]
    pub fn select(&mut self, words: &str) {
        let start = self.project().documents[&self.document()].content.as_str().find(words).unwrap();
        let from = self.place_of(start);
        let to = self.place_before(start + words.len());
        self.drag(from, to);
    }

    /// Just inside the letter that begins at this byte of the article: a click puts the caret before it.
    #[track_caller]
    pub fn place_of(&self, byte: usize) -> Pos2 {
        self.letter(|letter| letter.bytes.start == byte).near_its(Side::Start)
    }

    /// Just inside the letter that ends at this byte of the article: a click puts the caret after it.
    #[track_caller]
    pub fn place_before(&self, byte: usize) -> Pos2 {
        self.letter(|letter| letter.bytes.end == byte).near_its(Side::End)
    }

    /// The handle of the selected statement that starts at this byte of the article.
    #[track_caller]
    pub fn handle_of_start(&self, byte: usize) -> Pos2 {
        let letter = self.letter(|letter| letter.bytes.start == byte);
        let edge = if letter.is_rtl { letter.rect.right() } else { letter.rect.left() };
        pos2(edge, letter.rect.bottom() - HANDLE_PT)
    }

    /// The start of a word in the middle of what can be seen of the article.
    #[track_caller]
    pub fn word_in_view(&self) -> usize {
        let text = self.project().documents[&self.document()].content.as_str();
        let letters = self.letters();
        let words = letters.iter().map(|letter| letter.bytes.start).skip(letters.len() / 2);
        let mut words =
            words.filter(|start| text[..*start].ends_with(' ') && text[*start..].starts_with(char::is_alphabetic));
        words.next().expect("a word in view")
    }

    /// The margin of the article, at the left of its text.
    pub fn margin(&self) -> Pos2 {
        let text = self.letters().into_iter().map(|letter| letter.rect).reduce(Rect::union).expect("a text");
        pos2(text.left() - MARGIN_PT, text.center().y)
    }

    #[track_caller]
    fn letter(&self, is_wanted: impl Fn(&Letter) -> bool) -> Letter {
        self.letters().into_iter().find(is_wanted).expect("that letter is not shown")
    }

    fn article(&self) -> egui_kittest::Node<'_> {
        self.harness.query_all_by(|node| node.role() == Role::Article).next().expect("an article")
    }

    /// The letters of the article that can be seen, as a screen reader is told them.
    fn letters(&self) -> Vec<Letter> {
        let text = self.project().documents[&self.document()].content.as_str();
        let (mut letters, mut from) = (Vec::new(), 0);
        for node in self.article().children_recursive() {
            let node = node.accesskit_node();
            let (node, Some(bounds)) = (node.data(), node.bounding_box()) else { continue };
            let Some(value) = node.value().filter(|_| node.role() == Role::TextRun) else { continue };
            let (Some(positions), Some(widths)) = (node.character_positions(), node.character_widths()) else {
                continue;
            };
            let Some(start) = text[from..].find(value.trim_end_matches('\n')).map(|at| from + at) else { continue };
            from = start;
            let is_rtl = node.text_direction() == Some(TextDirection::RightToLeft);
            for (index, length) in node.character_lengths().iter().enumerate() {
                let end = from + usize::from(*length);
                let (near, far) = (f64::from(positions[index]), f64::from(positions[index] + widths[index]));
                let (left, right) =
                    if is_rtl { (bounds.x1 - far, bounds.x1 - near) } else { (bounds.x0 + near, bounds.x0 + far) };
                let [min, max] = [(left, bounds.y0), (right, bounds.y1)].map(|(x, y)| pos2(x as f32, y as f32));
                letters.push(Letter { bytes: from..end, rect: Rect::from_min_max(min, max), is_rtl });
                from = end;
            }
            from = from.min(text.len());
        }
        letters
    }

    /// Whether something that can be read has this in its name.
    pub fn shows(&self, part: &str) -> bool {
        self.count(part) > 0
    }

    /// How many things that can be read have this in their names.
    pub fn count(&self, part: &str) -> usize {
        self.harness.query_all_by_label_contains(part).count()
    }

    /// Everything that can be read or heard now, a line each, without the marks that isolate directions.
    pub fn told(&self) -> String {
        let nodes = self.harness.query_all_by(|_| true);
        let words = nodes.flat_map(|node| [node.accesskit_node().label(), node.accesskit_node().value()]);
        bayan::locale::plain(&words.flatten().collect::<Vec<_>>().join("\n"))
    }

    /// Draws until this holds, for what threads find out.
    #[track_caller]
    pub fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < LONG, "not met: {what}; in:\n{}", self.told());
            std::thread::sleep(Duration::from_millis(10));
            self.harness.step();
        }
        self.draw();
    }

    /// Draws until something that can be read or heard contains this.
    #[track_caller]
    pub fn until_told(&mut self, part: &str) {
        self.until(part, |window| window.told().contains(part));
    }
}
