//! Adding articles from files and from what is pasted, and reading them again in another encoding.
//!
//! One article about which there is nothing to ask is added at once. Otherwise the dialog shows what was found, and adds
//! what is chosen as one step. Files that take long are read on a thread.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::app::context::{Context, Event};
use crate::app::jobs::Job;
use crate::edit::gesture;
use crate::exchange::source::{TagsOf, tags_at};
use crate::formats::article::adding::{self, FoundArticle, KnownArticles};
use crate::formats::article::many::{ALL_ARTICLES, FileMark, OneRead, TakenArticles, read_many};
use crate::formats::article::{self, ArticleField, ReadArticle, ReadOptions};
use crate::formats::separated::Separated;
use crate::model::document::{Document, Metadata};
use crate::model::gesture::Gesture;
use crate::model::id::DocumentId;
use crate::monitor::Monitor;
use crate::store;
use crate::t;
use crate::text::encoding::Encoding;
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::command::adding::AddingCommand;
use crate::ui::command::exchange::ExchangeCommand;
use crate::ui::command::import::ImportCommand;
use crate::ui::dialogs::adding::{AddingDraft, FoundTable};
use crate::ui::dialogs::new_project::NewProjectDraft;
use crate::ui::dialogs::paste::PasteDraft;
use crate::ui::state::Dialog;

/// Files that are not larger together are read in place, if the project is not larger than this either.
const SMALL_BYTES: u64 = 256 * 1024;
const SMALL_PROJECT_BYTES: usize = 2 << 20;
/// Of no more articles that are added together the bytes are kept, to read them in another encoding.
const MOST_SOURCES: usize = 100;
/// So many articles of a table are compared before they are shown and reading can be stopped.
const PART_ARTICLES: usize = 50;

/// The articles added since the project was opened, and those that are being read.
#[derive(Default)]
pub(super) struct Articles {
    /// The bytes of their files, kept to read them in another encoding.
    bytes: HashMap<DocumentId, Vec<u8>>,
    /// The article that was added at once, and how it was read.
    last: Option<FoundArticle>,
    /// Finds out which of the files that are to be added hold tags.
    sorting: Job<Sorted>,
    reading: Job<Step>,
    /// What is being read, and what of it was read already.
    sources: Sources,
    before: TakenArticles,
    /// What a person said about the columns of tables.
    columns: Vec<(String, Option<ArticleField>)>,
    /// How a person said that tables in text files are written.
    separated: BTreeMap<PathBuf, Separated>,
    /// The articles that are there, with those in the list; `None` while files are being read.
    known: Option<KnownArticles>,
    clipboard: Job<Option<String>>,
    /// Whether the clipboard was looked at since the dialog for pasting was opened.
    looked_at_clipboard: bool,
    /// Files that were dropped while no project was open, for the one that is being made.
    waiting: Vec<PathBuf>,
}

/// Where articles come from.
#[derive(Clone)]
enum Sources {
    Files(Vec<PathBuf>),
    /// What was pasted, and the title that was typed.
    Pasted(Box<ReadArticle>, String),
}

impl Default for Sources {
    fn default() -> Self {
        Self::Files(Vec::new())
    }
}

/// Files and folders, each with whose tags it holds if it holds any.
type Sorted = Vec<(PathBuf, Option<TagsOf>)>;

/// What the thread that reads finds.
enum Step {
    Read(Box<Part>),
    /// Whether all files were read.
    End(Box<KnownArticles>, bool),
}

/// What was found in a file, or in a part of a long table.
#[derive(Default)]
struct Part {
    found: Vec<FoundArticle>,
    refused: Vec<String>,
    table: Option<FoundTable>,
    /// How many articles of the file are taken with this part.
    taken: Option<(FileMark, usize)>,
}

impl Articles {
    /// Executes a command of this tool. Returns it if it is not one.
    pub(super) fn execute(&mut self, cx: &mut Context, command: Command) -> Option<Command> {
        match command {
            Command::AddArticles(files) => self.add_articles(cx, files),
            Command::AddPasted(text) => self.add_pasted(cx, text),
            Command::Adding(command) => self.adding(cx, command),
            Command::ReadAs(document, encoding) => self.read_as(cx, &document, encoding),
            command => return Some(command),
        }
        None
    }

    fn adding(&mut self, cx: &mut Context, command: AddingCommand) {
        match command {
            AddingCommand::Add => self.add(cx),
            AddingCommand::Stop => {
                if let Some(monitor) = self.reading.monitor() {
                    monitor.stop();
                }
            }
            AddingCommand::Continue => self.read(cx),
            AddingCommand::ReadAs(index, encoding) => {
                self.change(cx, index, |article, known| article.read_as(encoding, known).map_err(|e| e.to_string()));
            }
            AddingCommand::TakeOther(index) => self.change(cx, index, |article, known| {
                article.take_other(known);
                Ok(())
            }),
            AddingCommand::TakeLine(index, line) => self.change(cx, index, |article, known| {
                article.take_line(line, known);
                Ok(())
            }),
            AddingCommand::ReadColumns(index) => self.read_columns(cx, index),
            AddingCommand::ReadSeparated(index, separated) => self.read_separated(cx, index, separated),
            AddingCommand::Details => self.show_details(cx),
            AddingCommand::PastePage => self.add_page(cx),
        }
    }

    pub(super) fn heed(&mut self, cx: &mut Context, event: Event) {
        match event {
            Event::OtherProject => {
                let waiting = std::mem::take(&mut self.waiting);
                *self = Self::default();
                if cx.open.is_some() && !waiting.is_empty() {
                    cx.queue.push(Command::AddArticles(waiting));
                }
            }
            Event::DialogClosed(Dialog::NewProject) => self.waiting.clear(),
            Event::DialogClosed(Dialog::Adding) => {
                self.reading.cancel();
                cx.drafts.forget::<AddingDraft>();
            }
            Event::DialogClosed(_) | Event::OtherAnnotator => {}
        }
    }

    /// Takes what was read since the last frame, and looks at the clipboard for the dialog that is pasted into.
    pub(super) fn work(&mut self, cx: &mut Context) {
        if let Some(sorted) = self.sorting.poll() {
            self.add_sorted(cx, sorted);
        }
        for step in self.reading.poll_waiting() {
            self.take(cx, step);
        }
        let progress = self.reading.monitor().map(|monitor| (monitor.done(), monitor.total()));
        if cx.view.dialog == Some(Dialog::Adding) {
            cx.drafts.of::<AddingDraft>().progress = progress;
        }
        self.look_at_clipboard(cx);
    }

    fn add_articles(&mut self, cx: &mut Context, files: Vec<PathBuf>) {
        if cx.open.is_none() {
            // A project folder dropped on the welcome screen is opened.
            return match files.first() {
                Some(folder) if folder.is_dir() => cx.queue.push(Command::OpenProject(folder.clone())),
                Some(_) => {
                    // Articles need a project: they come into the one that is made now.
                    cx.show_dialog(Dialog::NewProject);
                    cx.drafts.of::<NewProjectDraft>().articles = files.len();
                    self.waiting = files;
                }
                None => {}
            };
        }
        // What takes long to look at is looked at beside the window.
        let is_quick = is_small(&Sources::Files(files.clone()));
        let sort =
            move || files.into_iter().map(|path| (tags_at(&path), path)).map(|(tags, path)| (path, tags)).collect();
        if is_quick {
            self.add_sorted(cx, sort());
        } else {
            cx.say(t!("status-looking-at-files"));
            self.sorting = cx.jobs.spawn("articles", move |_| sort());
        }
    }

    /// Adds articles. Tags and projects come from a colleague, or from another tool.
    fn add_sorted(&mut self, cx: &mut Context, sorted: Sorted) {
        let mut articles = Vec::new();
        for (path, tags) in sorted {
            match tags {
                None => articles.push(path),
                Some(TagsOf::Colleague) => cx.queue.push(Command::Exchange(ExchangeCommand::AddFrom(path))),
                Some(TagsOf::OtherTool(_)) => cx.queue.push(Command::Import(ImportCommand::From(path))),
            }
        }
        if !articles.is_empty() {
            self.begin(cx, Sources::Files(articles));
        }
    }

    /// Forgets what was found before, and reads.
    fn begin(&mut self, cx: &mut Context, sources: Sources) {
        cx.drafts.forget::<AddingDraft>();
        (self.sources, self.before, self.columns, self.known) = (sources, HashMap::new(), Vec::new(), None);
        self.separated.clear();
        self.read(cx);
    }

    /// Reads a table again with its columns as they were chosen.
    fn read_columns(&mut self, cx: &mut Context, index: usize) {
        if self.reading.is_running() {
            return;
        }
        let Some(table) = cx.drafts.of::<AddingDraft>().forget_table(index) else { return };
        self.before.remove(&table.mark);
        self.columns.retain(|(head, _)| table.columns.iter().all(|column| column.head != *head));
        self.columns.extend(table.columns.into_iter().map(|column| (column.head, column.field)));
        self.known = None;
        self.read(cx);
    }

    /// Reads a table in a text file again as a person says that it is written.
    fn read_separated(&mut self, cx: &mut Context, index: usize, separated: Separated) {
        if self.reading.is_running() {
            return;
        }
        let Some(table) = cx.drafts.of::<AddingDraft>().forget_table(index) else { return };
        self.before.remove(&table.mark);
        self.separated.insert(table.file, separated);
        self.known = None;
        self.read(cx);
    }

    /// Reads the files that were not read yet: few and small ones in place, others on a thread while the dialog shows
    /// what was found.
    fn read(&mut self, cx: &mut Context) {
        let Some(open) = &cx.open else { return };
        let (project, folder) = (open.session.shared_project(), open.folder.clone());
        let (sources, before) = (self.sources.clone(), self.before.clone());
        let (columns, separated) = (self.columns.clone(), self.separated.clone());
        let options = ReadOptions { columns, separated, ..ReadOptions::default() };
        let draft = cx.drafts.of::<AddingDraft>();
        let listed: Vec<_> = draft.found.iter().map(FoundArticle::known_text).collect();
        draft.is_unfinished = false;
        let size: usize = project.documents.values().map(|document| document.content.as_str().len()).sum();
        let is_quick = size <= SMALL_PROJECT_BYTES && is_small(&sources);
        let work = move |monitor: &Monitor, send: &mut dyn FnMut(Step) -> bool| {
            let mut known = KnownArticles::of(&project);
            listed.into_iter().for_each(|text| known.add(text));
            let taken = store::Taken::new(&folder, &project);
            let is_all = match sources {
                Sources::Files(paths) => read_many(&paths, &options, &before, monitor, &mut |one| {
                    parts(one, &mut known, &taken, monitor, send)
                }),
                Sources::Pasted(read, title) => {
                    let article = known.found(*read, Metadata { title, ..Metadata::default() }, |id| taken.has(id));
                    known.add(article.known_text());
                    send(Step::Read(Box::new(Part { found: vec![article], ..Part::default() })))
                }
            };
            send(Step::End(Box::new(known), is_all));
        };
        if is_quick {
            let mut steps = Vec::new();
            work(&Monitor::default(), &mut |step| {
                steps.push(step);
                true
            });
            steps.into_iter().for_each(|step| self.take(cx, step));
        } else {
            self.reading = cx.jobs.stream("articles", move |monitor, answers| {
                work(monitor, &mut |step| answers.send(step));
            });
            cx.show_dialog(Dialog::Adding);
        }
    }

    fn take(&mut self, cx: &mut Context, step: Step) {
        let draft = cx.drafts.of::<AddingDraft>();
        match step {
            Step::Read(part) => {
                let Part { mut found, refused, table, taken } = *part;
                draft.tables.extend(table);
                let of_table = |table: &FoundTable| taken.as_ref().is_some_and(|(mark, _)| *mark == table.mark);
                let table = draft.tables.iter().position(of_table);
                found.iter_mut().for_each(|article| article.table = table);
                draft.found.extend(found);
                draft.refused.extend(refused);
                self.before.extend(taken);
            }
            Step::End(known, is_all) => {
                self.known = Some(*known);
                draft.is_unfinished = !is_all;
                self.show_found(cx);
            }
        }
    }

    /// Adds a pasted text, unless it is not an article.
    fn add_pasted(&mut self, cx: &mut Context, text: String) {
        if let Some(reason) = article::no_article(&text) {
            // The text stays in the dialog so that it can be corrected.
            let draft = cx.drafts.of::<PasteDraft>();
            (draft.error, draft.text) = (reason.to_string(), text);
            return;
        }
        self.find_pasted(cx, article::pasted(text));
    }

    /// Adds the web page that is on the clipboard.
    fn add_page(&mut self, cx: &mut Context) {
        let draft = cx.drafts.of::<PasteDraft>();
        let Some(html) = &draft.page else { return };
        match article::pasted_page(html) {
            Ok(read) => self.find_pasted(cx, read),
            Err(error) => draft.error = error.to_string(),
        }
    }

    fn find_pasted(&mut self, cx: &mut Context, read: ReadArticle) {
        let title = cx.drafts.of::<PasteDraft>().title.trim().to_owned();
        cx.close_dialog();
        self.begin(cx, Sources::Pasted(Box::new(read), title));
    }

    /// Adds the only article if there is nothing to ask about it, and shows what was found otherwise. The reason why a
    /// single file is no article is only said.
    fn show_found(&mut self, cx: &mut Context) {
        let draft = cx.drafts.of::<AddingDraft>();
        // A table whose columns or encoding are not certain is shown, so that they can be chosen.
        let is_first = !draft.is_touched && !draft.is_unfinished && draft.tables.iter().all(FoundTable::is_certain);
        match (draft.found.as_slice(), draft.refused.as_slice()) {
            ([], []) if is_first => {
                close(cx);
                cx.complain(t!("adding-nothing"));
            }
            ([], [reason]) if is_first => {
                let reason = reason.clone();
                close(cx);
                cx.complain(reason);
            }
            ([article], []) if is_first && article.is_clean() => {
                let article = article.clone();
                self.add_at_once(cx, article);
            }
            _ => cx.show_dialog(Dialog::Adding),
        }
    }

    fn add_at_once(&mut self, cx: &mut Context, mut article: FoundArticle) {
        close(cx);
        let added = self.add_documents(cx, std::slice::from_ref(&article));
        if let [id] = added.as_slice() {
            let encoding = article.read.encoding().filter(|e| !matches!(e, Encoding::Utf8 | Encoding::Utf8Bom));
            let title = article.title();
            let said = match encoding {
                Some(encoding) => t!("status-added-as", title = title, encoding = encoding.name()),
                None => t!("status-added", title = title),
            };
            cx.say_with_undo(said);
            cx.status.has_details = true;
            article.id = id.clone();
            self.last = Some(article);
        }
    }

    /// Adds what is chosen in the dialog, or changes the article that was added at once.
    fn add(&mut self, cx: &mut Context) {
        let draft = cx.drafts.of::<AddingDraft>();
        if self.reading.is_running() {
            return;
        }
        if draft.changes.is_some() {
            return self.change_added(cx);
        }
        let found = std::mem::take(&mut draft.found);
        let added = self.add_documents(cx, &found);
        let draft = cx.drafts.of::<AddingDraft>();
        if added.is_empty() {
            draft.found = found;
            return;
        }
        if draft.is_unfinished {
            // What is left can be read now.
            *draft = AddingDraft::unfinished();
        } else {
            cx.close_dialog();
        }
        cx.say_with_undo(t!("status-added-many", count = added.len()));
    }

    /// Adds the articles that are chosen as one step, and shows the first. Returns the identifiers of what was added.
    fn add_documents(&mut self, cx: &mut Context, found: &[FoundArticle]) -> Vec<DocumentId> {
        let Some(open) = &cx.open else { return Vec::new() };
        let project = open.session.project();
        let taken = store::Taken::new(&open.folder, project);
        let documents = adding::documents(found.iter(), project, |id| taken.has(id));
        let added: Vec<DocumentId> = documents.iter().map(|document| document.id.clone()).collect();
        let gesture = match added.len() {
            0 => return added,
            1 => Gesture::new("gesture-article-add"),
            count => Gesture::new("gesture-articles-add").with("count", count),
        };
        if !cx.apply(gesture, adding::edit(documents), None) {
            return Vec::new();
        }
        let chosen = found.iter().filter(|article| article.is_added());
        for (article, id) in chosen.zip(&added).take(MOST_SOURCES) {
            if let Some(source) = &article.read.source {
                self.bytes.insert(id.clone(), source.clone());
            }
        }
        show(cx, added.first().cloned());
        added
    }

    /// Changes an article of the list, and compares it anew with what is there.
    fn change(
        &mut self,
        cx: &mut Context,
        index: usize,
        change: impl FnOnce(&mut FoundArticle, &KnownArticles) -> Result<(), String>,
    ) {
        let Some(open) = &cx.open else { return };
        let draft = cx.drafts.of::<AddingDraft>();
        let known = self.known.get_or_insert_with(|| {
            let mut known = KnownArticles::of(open.session.project());
            draft.found.iter().for_each(|article| known.add(article.known_text()));
            known
        });
        let Some(article) = draft.found.get_mut(index) else { return };
        draft.is_touched = true;
        draft.error = change(article, known).err().unwrap_or_default();
    }

    /// Shows how the article was read that was added at once.
    fn show_details(&mut self, cx: &mut Context) {
        let Some(article) = self.last.clone().filter(|_| cx.can_undo_what_is_said()) else { return };
        cx.drafts.put(AddingDraft::to_change(article));
        cx.show_dialog(Dialog::Adding);
    }

    /// Puts the article as it is in the dialog in the place of the one that was added at once.
    fn change_added(&mut self, cx: &mut Context) {
        let Some(open) = &cx.open else { return };
        let draft = cx.drafts.of::<AddingDraft>();
        let Some((article, id)) = draft.found.first().cloned().zip(draft.changes.clone()) else { return };
        let document: Document = article.document(id.clone());
        let edit = match gesture::article::add_again(open.session.project(), document) {
            Ok(edit) => edit,
            Err(error) => {
                draft.error = error.to_string();
                return;
            }
        };
        if cx.apply("gesture-article-encoding", edit, None) {
            cx.close_dialog();
            show(cx, Some(id));
            cx.say_with_undo(t!("status-article-changed", title = article.title()));
            cx.status.has_details = true;
            self.last = Some(article);
        }
    }

    /// Reads an article again in another encoding, as long as nobody has tagged it.
    fn read_as(&mut self, cx: &mut Context, id: &DocumentId, encoding: Encoding) {
        let Some(project) = cx.open.as_ref().map(|open| open.session.project()) else { return };
        let Some(bytes) = self.bytes.get(id) else { return cx.complain(t!("status-read-as-gone")) };
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

    /// Looks on a thread whether there is a web page on the clipboard, once each time the dialog for pasting is opened.
    fn look_at_clipboard(&mut self, cx: &mut Context) {
        let is_shown = cx.view.dialog == Some(Dialog::Paste);
        if !is_shown {
            self.clipboard.cancel();
        } else if !self.looked_at_clipboard {
            cx.drafts.of::<PasteDraft>().page = None;
            self.clipboard = cx.jobs.spawn("clipboard", |_| page_on_clipboard());
        } else if let Some(page) = self.clipboard.poll() {
            cx.drafts.of::<PasteDraft>().page = page;
        }
        self.looked_at_clipboard = is_shown;
    }
}

/// Compares what came of a file with what is known, and sends it part by part. Returns whether to go on.
fn parts(
    one: OneRead,
    known: &mut KnownArticles,
    taken: &store::Taken,
    monitor: &Monitor,
    send: &mut dyn FnMut(Step) -> bool,
) -> bool {
    let OneRead { path: _, mark, before, read } = one;
    let at = |count: usize| mark.clone().map(|mark| (mark, count));
    let read = match read {
        Ok(read) => read,
        Err(error) => {
            let refused = vec![error.to_string()];
            return send(Step::Read(Box::new(Part { refused, taken: at(ALL_ARTICLES), ..Part::default() })));
        }
    };
    let mut refused: Vec<String> = read.refused.iter().map(ToString::to_string).collect();
    let mut table = mark.clone().and_then(|mark| FoundTable::new(mark, read.tables, refused.clone()));
    let is_long = read.articles.len() > PART_ARTICLES;
    if is_long {
        monitor.expect(read.articles.len());
    }
    let (mut rest, mut count) = (read.articles.into_iter(), before);
    loop {
        let part: Vec<ReadArticle> = rest.by_ref().take(PART_ARTICLES).collect();
        let (length, is_last) = (part.len(), rest.len() == 0);
        let mut found = Vec::with_capacity(length);
        for read in part {
            let article = known.found(read, Metadata::default(), |id| taken.has(id));
            known.add(article.known_text());
            found.push(article);
        }
        count += length;
        let taken = at(if is_last { ALL_ARTICLES } else { count });
        let part = Part { found, refused: std::mem::take(&mut refused), table: table.take(), taken };
        if !send(Step::Read(Box::new(part))) {
            return false;
        }
        if is_long {
            monitor.advance(length);
        }
        if is_last || monitor.is_stopped() {
            return is_last;
        }
    }
}

/// Whether these are read without delay.
fn is_small(sources: &Sources) -> bool {
    let Sources::Files(paths) = sources else { return true };
    let mut left = SMALL_BYTES;
    paths.iter().all(|path| {
        let length = path.metadata().ok().filter(|metadata| !metadata.is_dir()).map(|metadata| metadata.len());
        let rest = match length {
            Some(length) => left.checked_sub(length),
            // A folder may be large; a path that leads nowhere is told of at once.
            None => (!path.is_dir()).then_some(left),
        };
        left = rest.unwrap_or_default();
        rest.is_some()
    })
}

/// Closes the dialog, if it was opened while the files were read.
fn close(cx: &mut Context) {
    if cx.view.dialog == Some(Dialog::Adding) {
        cx.close_dialog();
    }
    cx.drafts.forget::<AddingDraft>();
}

/// Shows an article from its beginning.
fn show(cx: &mut Context, id: Option<DocumentId>) {
    match id {
        Some(id) => cx.view.visit(id),
        None => cx.view.document = None,
    }
    cx.view.selected = None;
    cx.view.selection = None;
    cx.document = DocumentView::default();
}

/// The mark-up on the clipboard, as browsers and word processors put it there beside the text.
fn page_on_clipboard() -> Option<String> {
    let html = arboard::Clipboard::new().and_then(|mut clipboard| clipboard.get().html()).ok()?;
    (!html.trim().is_empty()).then_some(html)
}
