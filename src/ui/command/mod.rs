//! Commands: what a part of the window may ask for. The parts push them; `app` drains them in its logic.

pub mod agreement;
pub mod exchange;
pub mod outside;
pub mod ownership;
pub mod review;
pub mod safety;
pub mod work;

pub mod situation;
pub mod table;

use std::path::PathBuf;

use crate::edit::change::Edit;
use crate::model::gesture::Gesture;
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, StatementId};
use crate::model::span::Span;
use crate::settings::Reading;
use crate::text::encoding::Encoding;

use self::agreement::AgreementCommand;
use self::exchange::ExchangeCommand;
use self::outside::OutsideCommand;
use self::ownership::OwnershipCommand;
use self::review::ReviewCommand;
use self::safety::SafetyCommand;
use self::work::WorkCommand;
use super::state::{Caret, Page};
use super::theme::Theme;

/// One thing that the user asks for.
#[derive(Clone, Debug)]
pub enum Command {
    // Projects
    NewProject,
    /// Asks for the folder of a new project.
    ChooseNewFolder,
    CreateProject {
        title: String,
        folder: PathBuf,
    },
    OpenProjectDialog,
    OpenProject(PathBuf),
    OpenSample,
    CloseProject,
    SaveNow,
    SaveCopyDialog,
    SaveCopyTo(PathBuf),
    /// Goes on with the path that was typed where the system shows no file dialog.
    UsePath(PathBuf),
    /// Writes the export as its dialog describes it.
    ExportTo(PathBuf),
    /// Writes the layers of this annotator; who one is stays as it is.
    SetAnnotator(AnnotatorId),
    // Articles
    AddArticlesDialog,
    AddArticles(Vec<PathBuf>),
    PasteArticle,
    AddPasted(String),
    /// Adds the texts that the project has already a second time.
    AddAnyway,
    ShowDocument(DocumentId),
    /// Reads an article's file again in another encoding.
    ReadAs(DocumentId, Encoding),
    /// Removes an article with everybody's layers, or asks first where some of it is others' work.
    RemoveArticle(DocumentId),
    /// Removes it after the question.
    RemoveArticleNow(DocumentId),
    /// Marks the selected passage as not part of the article, or as part of it again.
    ToggleExcluded,
    // The selection and the selected statement
    Select(Option<Span>),
    /// Selects a passage, or only puts the caret there, and scrolls to it.
    GoTo(Caret),
    SelectStatement(Option<StatementId>),
    /// The statement that was chosen before a click which was the first of several; the text stays where it is.
    KeepStatement(StatementId),
    /// Lets go of the selected passage, or else of the chosen statement.
    LetGo,
    /// Copies the selected passage, or else the words of the chosen statement.
    Copy,
    /// The same with where they are from.
    CopyWithSource,
    NextStatement,
    PreviousStatement,
    /// Makes a statement of this kind from the selection, or changes the kind of the selected statement.
    MakeKind(KindId),
    /// Sets the speaking party: of the selected statement, and for those to come.
    SetParty(PartyId),
    /// The party for the statements to come; the selected one stays as it is.
    PreferParty(PartyId),
    /// The same, because somebody wanted to make one that is here.
    TakeParty(PartyId),
    /// Puts a party before the chain of the selected statement: the rest is on its word.
    AddReporter(PartyId),
    /// Puts the selection in as cue or mention of this link of the selected statement, or of the one that the keys mean.
    SetCue(Option<usize>),
    SetMention(Option<usize>),
    /// The same for the outermost link.
    SetOuterCue,
    SetOuterMention,
    /// The keys for cue and mention mean this link of the chosen statement.
    ChooseLink(usize),
    /// Adds the selection as a further span of the selected statement.
    AddSpan,
    MoveStart(isize),
    MoveEnd(isize),
    /// Moves the start of the selection, or of the selected statement, to the next place inside its word.
    MoveStartPastProclitic,
    MoveStartBeforeProclitic,
    /// Takes white space and quotation marks off the ends of the selection, or of the selected statement.
    TrimEnds,
    ToggleSnapToWords,
    Duplicate,
    DeleteSelected,
    // Any change, with its gesture and, for typing, a key that keeps it one step.
    Apply {
        gesture: Gesture,
        edit: Box<Edit>,
        merge_key: Option<String>,
    },
    EndGesture,
    /// Says something in the line at the bottom.
    Say(String),
    Undo,
    Redo,
    // Pages, views and dialogs
    ShowPage(Page),
    /// What belongs to the page of the review.
    Review(ReviewCommand),
    /// What belongs to the work: who is to do what, and how far each is.
    Work(WorkCommand),
    /// What belongs to colleagues' tags.
    Exchange(ExchangeCommand),
    /// What is asked for on the page of agreement.
    Agreement(AgreementCommand),
    TogglePalette,
    ToggleShortcuts,
    ShowExport,
    /// Lists what is wrong with the files of the project.
    ShowProblems,
    ToggleTheme,
    /// Relations as arcs over the text, or not.
    ToggleRelations,
    LargerText,
    SmallerText,
    FocusFilter,
    OpenFind,
    CloseFind,
    FindNext,
    FindPrevious,
    ShowReading,
    SetReading(Box<Reading>),
    SetTheme(Theme),
    ToggleMarks,
    /// Cards beside the article, or not.
    ToggleCards,
    CloseDialog,
    /// Who one is, and the answers to what is asked about others' work.
    Ownership(OwnershipCommand),
    /// What comes from outside the window: other windows, changed files, conflict copies.
    Outside(OutsideCommand),
    Quit,
    /// Trouble with writing, recovery, past states, conflicts, new versions of articles.
    Safety(SafetyCommand),
}

impl Command {
    /// Whether it changes how things look and nothing else, so that it may be done while a past state is shown.
    pub fn only_looks(&self) -> bool {
        matches!(
            self,
            Self::Quit
                | Self::LargerText
                | Self::SmallerText
                | Self::ToggleTheme
                | Self::TogglePalette
                | Self::ToggleShortcuts
                | Self::Copy
                | Self::CopyWithSource
        )
    }
}
