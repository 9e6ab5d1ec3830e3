//! Commands: the parts of the window push them, and `app` executes them.

pub mod adding;
pub mod agreement;
pub mod codebook;
pub mod exchange;
pub mod export;
pub mod field;
pub mod import;
pub mod outside;
pub mod ownership;
pub mod path;
pub mod review;
pub mod safety;
pub mod statements;
pub mod work;

pub mod keymap;
pub mod shortcut;
pub mod situation;
pub mod table;
pub(crate) mod taken;
pub mod tour;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::edit::change::Edit;
use crate::edit::gesture::several::StatementChange;
use crate::model::gesture::Gesture;
use crate::model::id::{AnnotatorId, AttributeId, DocumentId, KindId, PartyId, StatementId, TopicId};
use crate::model::span::Span;
use crate::settings::{ArticlesTab, PaneSide, Panes, Reading};
use crate::text::encoding::Encoding;

use self::adding::AddingCommand;
use self::agreement::AgreementCommand;
use self::codebook::CodebookCommand;
use self::exchange::ExchangeCommand;
use self::export::PresetCommand;
use self::field::{FieldCommand, PickedField};
use self::import::ImportCommand;
use self::outside::OutsideCommand;
use self::ownership::OwnershipCommand;
use self::path::PathQuestion;
use self::review::ReviewCommand;
use self::safety::SafetyCommand;
use self::shortcut::Shortcut;
use self::statements::StatementsCommand;
use self::tour::TourCommand;
use self::work::WorkCommand;
use super::state::{Armed, Caret, Dialog, Page};
use super::theme::Theme;
use crate::store::templates::Beginning;

/// A request by the user.
#[derive(Clone, Debug)]
pub enum Command {
    // Projects
    /// Fills in the folder of the new project.
    UseNewFolder(PathBuf),
    CreateProject {
        title: String,
        folder: PathBuf,
        beginning: Beginning,
    },
    OpenProject(PathBuf),
    /// Takes a project out of the list of those that were open before; its folder stays.
    ForgetProject(PathBuf),
    OpenSample,
    CloseProject,
    SaveNow,
    SaveCopyTo(PathBuf),
    /// Asks for a path, then does what it is asked for.
    AskPath(PathQuestion),
    /// Continues with a typed path if the system shows no file dialog.
    UsePath(PathBuf),
    /// Writes the export as its dialog describes it.
    ExportTo(PathBuf),
    /// Changes what is saved of the choices for exports.
    Preset(PresetCommand),
    /// A command for a codebook that moves between projects.
    Codebook(CodebookCommand),
    /// Shows a file in the system's file manager.
    ShowInFolder(PathBuf),
    /// Cancels the file being written and deletes the part of it that exists.
    StopWriting,
    /// Writes this annotator's layers; the user stays the same.
    SetAnnotator(AnnotatorId),
    // Articles
    AddArticles(Vec<PathBuf>),
    AddPasted(String),
    /// A command of the dialog that shows found articles before they are added.
    Adding(AddingCommand),
    ShowDocument(DocumentId),
    /// Shows the fields of an article; to rename it, the title gets the keyboard.
    AboutArticle {
        document: DocumentId,
        renames: bool,
    },
    ShowArticleInFolder(DocumentId),
    /// Shows the article this many places further in the list.
    StepArticle(isize),
    /// Reads an article's file again in another encoding.
    ReadAs(DocumentId, Encoding),
    /// Removes an article with all its layers; asks first if this includes others' work.
    RemoveArticle(DocumentId),
    /// Removes the article after the question.
    RemoveArticleNow(DocumentId),
    /// Marks the selected passage as not part of the article, or as part of it again.
    ToggleExcluded,
    // The selection and the selected statement
    Select(Option<Span>),
    /// Selects a passage, extended to whole words if the settings say so.
    SelectWords(Option<Span>),
    /// Selects a passage, or just places the caret, and scrolls to it.
    GoTo(Caret),
    SelectStatement(Option<StatementId>),
    /// Chooses these statements of the article together; `current` is the one that is shown.
    ChooseStatements {
        statements: BTreeSet<StatementId>,
        current: StatementId,
    },
    /// Adds a statement to those that are chosen, or takes it out.
    AlsoStatement(StatementId),
    /// Adds the statement after, or before, the current one.
    AlsoStep(isize),
    /// Selects the statement that was selected before the first click of a multiple click; the text does not scroll.
    KeepStatement(StatementId),
    /// Deselects the selected passage, or else the selected statement.
    LetGo,
    /// Copies the selected passage, or else the words of the selected statement.
    Copy,
    /// Copies them with their source.
    CopyWithSource,
    NextStatement,
    PreviousStatement,
    /// Opens the picker of the kind or of the topic of the selected statement at this place of the window.
    PickAt {
        field: PickedField,
        at: egui::Rect,
    },
    /// Changes a field of the selected statement, or of all that are chosen together.
    Change(StatementChange),
    /// Does the same by a party or topic that this edit adds, in one step.
    ChangeWith {
        added: Box<Edit>,
        change: StatementChange,
    },
    /// Creates a statement of this kind on the selection, or changes the kind of the selected statement.
    MakeKind(KindId),
    /// Sets an attribute of the selected statement: takes the next value of a list, asks for a passage, or goes to its field.
    SetAttribute(AttributeId),
    /// Sets the speaking party of the selected statement and of the next ones.
    SetParty(PartyId),
    /// Sets the party for the next statements; the selected one stays unchanged.
    PreferParty(PartyId),
    /// Does the same after the user tried to create a party that already exists.
    TakeParty(PartyId),
    /// Adds a party before the chain of the selected statement, as the one that reports the rest.
    AddReporter(PartyId),
    /// Sets the selection as cue or mention of this link of the selected statement, or by default of the link that the
    /// keys refer to.
    SetCue(Option<usize>),
    SetMention(Option<usize>),
    /// Does the same for the outermost link.
    SetOuterCue,
    SetOuterMention,
    /// Makes the keys for cue and mention refer to this link of the selected statement.
    ChooseLink(usize),
    /// A command for a field of the selected statement.
    Field(FieldCommand),
    /// Adds the selection as another span of the selected statement.
    AddSpan,
    /// Lets the next selection, or the next statement that is pointed at, set this field of the selected statement. A
    /// selection that exists already is taken at once.
    Arm(Armed),
    Disarm,
    /// Sets the armed field from the selection, or from the statement that is pointed at.
    TakeArmed,
    MoveStart(isize),
    MoveEnd(isize),
    /// Moves the start of the selection, or of the selected statement, to the next place inside its word.
    MoveStartPastProclitic,
    MoveStartBeforeProclitic,
    /// Removes white space and quotation marks from the ends of the selection, or of the selected statement.
    TrimEnds,
    ToggleSnapToWords,
    Duplicate,
    DeleteSelected,
    // Any edit, with its gesture and, for typing, a key that merges it into one undo step.
    Apply {
        gesture: Gesture,
        edit: Box<Edit>,
        merge_key: Option<String>,
    },
    EndGesture,
    /// Shows a message over the page.
    Say(String),
    Undo,
    Redo,
    // Pages, views and dialogs
    ShowPage(Page),
    /// A command of the review page.
    Review(ReviewCommand),
    /// A command of the page of statements.
    Statements(StatementsCommand),
    /// A command of the work page: assignments and progress.
    Work(WorkCommand),
    /// A command for exchanging tags with colleagues.
    Exchange(ExchangeCommand),
    /// A command for importing tags from other tools.
    Import(ImportCommand),
    /// A command of the agreement page.
    Agreement(AgreementCommand),
    /// Opens a dialog.
    ShowDialog(Dialog),
    /// Opens a dialog, or closes it if it is open.
    ToggleDialog(Dialog),
    ToggleTheme,
    /// Shows or hides relations as arcs over the text.
    ToggleRelations,
    LargerText,
    SmallerText,
    /// Gives the article's letters their usual size.
    UsualText,
    /// Makes everything in the window larger, smaller, or as large as the system says.
    Scale(Scaling),
    /// Gives the keyboard to the next part of the window, or to the previous one.
    NextPane,
    PreviousPane,
    FocusFilter,
    /// Sets the panes at the sides. While a pane is being dragged, the settings are not saved.
    SetPanes {
        panes: Box<Panes>,
        keep: bool,
    },
    /// Hides a pane, or shows it again.
    TogglePane(PaneSide),
    /// Shows one of the lists beside the article and gives its field the keyboard.
    FocusTab(ArticlesTab),
    /// Lists the statements of this party or topic, in the whole project.
    ListBy {
        party: Option<PartyId>,
        topic: Option<TopicId>,
    },
    OpenFind,
    CloseFind,
    FindNext,
    FindPrevious,
    /// Finds the selected words in all articles.
    FindEverywhere,
    SetReading(Box<Reading>),
    SetTheme(Theme),
    /// Gives a command these keys, or those of the table again.
    SetKeys {
        id: String,
        keys: Option<Vec<Shortcut>>,
    },
    /// Asks for the key of the command with this id.
    Rebind(String),
    /// Gives all commands the keys of the table again.
    ResetKeys,
    ToggleMarks,
    /// Shows or hides the cards beside the article.
    ToggleCards,
    /// The tour of the window.
    Tour(TourCommand),
    /// Shows or hides what lines and colours mean, over the article.
    ToggleLegend,
    /// Shows or hides the manual beside the article.
    ToggleManual,
    CloseDialog,
    /// Setting the user, and answering questions about others' work.
    Ownership(OwnershipCommand),
    /// Events outside the window: other windows, changed files, conflict copies.
    Outside(OutsideCommand),
    Quit,
    /// Write failures, recovery, past states, conflicts, new versions of articles.
    Safety(SafetyCommand),
}

/// How the scale of the window changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scaling {
    Larger,
    Smaller,
    Usual,
}

impl Command {
    /// Whether it changes only what is displayed, so that it is allowed while a past state is shown.
    pub(crate) fn only_looks(&self) -> bool {
        matches!(
            self,
            Self::Quit
                | Self::LargerText
                | Self::SmallerText
                | Self::UsualText
                | Self::Scale(_)
                | Self::NextPane
                | Self::PreviousPane
                | Self::ToggleTheme
                | Self::TogglePane(_)
                | Self::ToggleDialog(Dialog::Palette | Dialog::Shortcuts)
                | Self::Copy
                | Self::CopyWithSource
        )
    }
}
