//! Adding articles from files and from pasted text, and reading them again in another encoding.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::app::context::{Context, Event};
use crate::edit::gesture;
use crate::exchange::ZIP_ENDING;
use crate::formats;
use crate::formats::article::{self, Given, KnownTexts, ReadArticle, ReadOptions};
use crate::formats::input::Input;
use crate::model::document::Metadata;
use crate::model::id::DocumentId;
use crate::store;
use crate::t;
use crate::text::encoding::{Decoded, Encoding};
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::command::exchange::ExchangeCommand;
use crate::ui::dialogs::incoming::NotAdded;
use crate::ui::dialogs::paste::PasteDraft;
use crate::ui::state::Dialog;

/// A text to be added.
pub(super) struct NewText {
    decoded: Decoded,
    /// The bytes of its file, kept to read it in another encoding. `None` if it was pasted, or if its format leaves no
    /// doubt about the encoding.
    source: Option<Vec<u8>>,
    given: Given,
    /// The path of its file or another description of its source, for display.
    pub from: String,
}

/// The parts of the message about a text that was added.
struct Said {
    title: String,
    encoding: Encoding,
    replaced: usize,
    from: String,
}

/// The articles added since the project was opened.
#[derive(Default)]
pub(super) struct Articles {
    /// The bytes of their files, kept to read them in another encoding.
    sources: HashMap<DocumentId, Vec<u8>>,
    /// Texts that the project already has, which the user can still add.
    same: Vec<NewText>,
}

/// What becomes of files and texts that are added together.
#[derive(Default)]
struct Incoming {
    /// The parts of the messages about those that were added.
    said: Vec<Said>,
    /// The reasons why others are not articles, one line per file.
    refused: Vec<String>,
    /// Texts that the project already has, each with the title of its article.
    same: Vec<(String, NewText)>,
}

impl Articles {
    /// Executes a command of this tool. Returns it if it is not one.
    pub(super) fn execute(&mut self, cx: &mut Context, command: Command) -> Option<Command> {
        match command {
            Command::AddArticles(files) => self.add_articles(cx, &files),
            Command::AddPasted(text) => self.add_pasted(cx, text),
            Command::AddAnyway => self.add_anyway(cx),
            Command::ReadAs(document, encoding) => self.read_as(cx, &document, encoding),
            command => return Some(command),
        }
        None
    }

    pub(super) fn heed(&mut self, event: Event) {
        match event {
            Event::OtherProject => *self = Self::default(),
            Event::DialogClosed(Dialog::Incoming) => self.same.clear(),
            Event::DialogClosed(_) | Event::OtherAnnotator => {}
        }
    }

    fn add_articles(&mut self, cx: &mut Context, files: &[PathBuf]) {
        if cx.open.is_none() {
            // A project folder dropped on the welcome screen is opened.
            return match files.first() {
                Some(folder) if folder.is_dir() => cx.queue.push(Command::OpenProject(folder.clone())),
                _ => cx.complain(t!("status-open-first")),
            };
        }
        let mut coming = Incoming::default();
        let mut known = cx.open.as_ref().map(|open| KnownTexts::of(open.session.project())).unwrap_or_default();
        for path in files {
            // Tags and projects dropped on an open project come from a colleague.
            if is_received(path) {
                cx.queue.push(Command::Exchange(ExchangeCommand::AddFrom(path.clone())));
                continue;
            }
            let read = match article::read(path, &ReadOptions::default()) {
                Ok(read) => read,
                Err(error) => {
                    coming.refused.push(error.to_string());
                    continue;
                }
            };
            coming.refused.extend(read.refused.iter().map(ToString::to_string));
            for found in read.articles {
                // Losses of the conversion are reported together with the refused files.
                let ReadArticle { decoded, source, name, from, metadata, losses, doubts } = found;
                coming.refused.extend(losses.into_iter().chain(doubts));
                let given = Given { file_stem: name, ..Given::default() }.or_from(metadata);
                let text = NewText { decoded, source, given, from };
                match known.find(&text.decoded.text) {
                    Some((_, title)) => coming.same.push((title.to_owned(), text)),
                    None => coming.said.extend(self.add_text(cx, text, &mut known)),
                }
            }
        }
        self.tell_of(cx, coming);
    }

    /// Adds a pasted text, unless it is not an article or the project already has it.
    fn add_pasted(&mut self, cx: &mut Context, text: String) {
        let Some(open) = &cx.open else { return };
        if let Some(reason) = article::no_article(&text) {
            // The text stays in the dialog so that it can be corrected.
            let draft = cx.drafts.of::<PasteDraft>();
            (draft.error, draft.text) = (reason.to_string(), text);
            return;
        }
        let mut known = KnownTexts::of(open.session.project());
        let title = cx.drafts.of::<PasteDraft>().title.trim().to_owned();
        let given = Given { metadata: Metadata { title, ..Metadata::default() }, ..Given::default() };
        let decoded = Decoded { text, encoding: Encoding::Utf8, replaced: 0 };
        let from = t!("incoming-pasted");
        let text = NewText { decoded, source: None, given, from };
        cx.view.dialog = None;
        let mut coming = Incoming::default();
        match known.find(&text.decoded.text) {
            Some((_, title)) => coming.same.push((title.to_owned(), text)),
            None => coming.said.extend(self.add_text(cx, text, &mut known)),
        }
        self.tell_of(cx, coming);
    }

    /// Adds the texts that the project already has.
    fn add_anyway(&mut self, cx: &mut Context) {
        cx.view.dialog = None;
        let mut known = KnownTexts::default();
        let same = std::mem::take(&mut self.same).into_iter();
        let said = same.filter_map(|text| self.add_text(cx, text, &mut known)).collect();
        self.tell_of(cx, Incoming { said, ..Incoming::default() });
    }

    /// Adds a text as a document and shows it. Returns the parts of the message if it was added.
    fn add_text(&mut self, cx: &mut Context, text: NewText, known: &mut KnownTexts) -> Option<Said> {
        let open = cx.open.as_ref()?;
        let project = open.session.project();
        let NewText { decoded: Decoded { text, encoding, replaced }, source, given, from } = text;
        let read_in = source.is_some().then_some(encoding);
        let taken = store::Taken::new(&open.folder, project);
        let document = article::document(text, read_in, given, |id| taken.has(id));
        let (id, title) = (document.id.clone(), document.display_title().to_owned());
        known.add(&document);
        if !cx.apply("gesture-article-add", gesture::article::add(document), None) {
            return None;
        }
        if let Some(bytes) = source {
            self.sources.insert(id.clone(), bytes);
        }
        cx.view.document = Some(id);
        cx.view.selected = None;
        cx.view.selection = None;
        cx.document = DocumentView::default();
        Some(Said { title, encoding, replaced, from })
    }

    /// Reports what was added. A dialog lists what was not; a single refused file is reported only in the status line.
    fn tell_of(&mut self, cx: &mut Context, coming: Incoming) {
        say_added(cx, &coming.said);
        match (coming.refused.as_slice(), coming.same.is_empty()) {
            ([], true) => {}
            ([reason], true) => cx.complain(reason.clone()),
            _ => {
                let listed = coming.same.iter().map(|(title, text)| (title.clone(), text.from.clone()));
                cx.drafts.put(NotAdded { refused: coming.refused, same: listed.collect() });
                self.same = coming.same.into_iter().map(|(_, text)| text).collect();
                cx.show_dialog(Dialog::Incoming);
            }
        }
    }

    /// Reads an article again in another encoding, as long as nobody has tagged it.
    fn read_as(&mut self, cx: &mut Context, id: &DocumentId, encoding: Encoding) {
        let Some(project) = cx.open.as_ref().map(|open| open.session.project()) else { return };
        let Some(bytes) = self.sources.get(id) else { return cx.complain(t!("status-read-as-gone")) };
        let options = ReadOptions { encoding: Some(encoding), ..ReadOptions::default() };
        let read = article::decode(bytes, &options, Path::new(id.as_str())).ok();
        let Some(decoded) = read.and_then(|mut read| read.articles.pop()).map(|article| article.decoded) else {
            return cx.complain(t!("status-read-as-no-text", encoding = encoding.name()));
        };
        let edit = match gesture::article::reread(project, id, decoded.text, encoding) {
            Ok(edit) => edit,
            Err(error) => return cx.complain(error.to_string()),
        };
        if cx.apply("gesture-article-encoding", edit, None) {
            cx.document = DocumentView::default();
            cx.view.selection = None;
            cx.say(t!("status-read-as", encoding = encoding.name(), count = decoded.replaced));
        }
    }
}

/// Says what was added, and in which encoding it was read unless that is UTF-8.
fn say_added(cx: &mut Context, said: &[Said]) {
    let of = |said: &Said| {
        let (title, encoding) = (said.title.as_str(), said.encoding.name());
        if matches!(said.encoding, Encoding::Utf8 | Encoding::Utf8Bom) {
            t!("status-added", title = title)
        } else {
            t!("status-added-as", title = title, encoding = encoding)
        }
    };
    let mut lines: Vec<String> = said.iter().map(of).collect();
    let damaged = said.iter().filter(|said| said.replaced > 0).map(|said| {
        let (path, encoding) = (said.from.as_str(), said.encoding.name());
        t!("status-replaced", count = said.replaced, encoding = encoding, path = path)
    });
    lines.extend(damaged);
    if said.iter().any(|said| said.replaced > 0) {
        cx.complain(lines.join(" "));
    } else if !lines.is_empty() {
        cx.say(lines.join(" "));
    }
}

/// Whether this is a colleague's project, a zip of one or a file of tags, rather than an article.
fn is_received(path: &Path) -> bool {
    path.is_dir()
        || has_ending(path, ZIP_ENDING)
        || Input::beginning(path, false).is_ok_and(|input| formats::recognise(&input).is_some())
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}
