//! What the commands depend on: which ones are available now, and what prevents the others.

use super::super::state::Page;
use crate::t;

/// Whether something can be done now, or what prevents it.
pub(crate) type Can = Result<(), Obstacle>;

/// The state of the window, as far as commands depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    pub page: Page,
    pub has_project: bool,
    /// An article is selected.
    pub has_article: bool,
    pub has_passage: bool,
    pub has_statement: bool,
    /// Other statements are chosen together with it.
    pub has_several: bool,
    /// A passage or a statement is selected, so there are words to copy.
    pub has_words: bool,
    /// A field of the selected statement waits for words, or for another statement.
    pub is_armed: bool,
    /// What it waits for is there: words are selected, or a statement is pointed at.
    pub has_target: bool,
    /// Some statements have no place in the text.
    pub has_orphans: bool,
    pub has_conflicts: bool,
    /// The find bar is open.
    pub is_finding: bool,
    /// A past state or a new version of an article is shown.
    pub is_looking_back: bool,
    /// The gold statements of a decision are being corrected.
    pub is_correcting: bool,
    pub has_dialog: bool,
    /// The project is open for writing elsewhere.
    pub is_locked: bool,
    pub has_conflict_copies: bool,
    /// A project is open, but the user has not given a name.
    pub is_nameless: bool,
    /// The article is written from right to left.
    pub reads_rtl: bool,
    pub review: ReviewSituation,
    pub agreement: AgreementSituation,
    pub statements: StatementsSituation,
}

/// The state of the review page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewSituation {
    /// The layers have been compared.
    pub is_compared: bool,
    pub has_places: bool,
    /// A place is selected.
    pub has_place: bool,
    /// Somebody has marked something there.
    pub is_marked: bool,
    pub is_decided: bool,
    pub is_out_of_date: bool,
    /// The decision there has gold statements.
    pub gives_gold: bool,
    /// Reasons go to the latest decision.
    pub explains_last: bool,
}

/// The state of the agreement page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgreementSituation {
    pub is_computed: bool,
    pub is_computing: bool,
    /// A list of passages is open.
    pub has_list: bool,
}

/// The state of the page of statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatementsSituation {
    /// Something is listed.
    pub has_rows: bool,
    /// Some rows are chosen.
    pub has_chosen: bool,
    /// Gold alone is listed, which changes only with decisions.
    pub is_gold: bool,
}

/// What prevents a command. A user who presses its key gets this message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    NoProject,
    NoArticle,
    OtherPage,
    NoStatement,
    /// More than one statement is chosen.
    Several,
    NoPassage,
    NoStatementNorPassage,
    NoTarget,
    NoOrphans,
    NoConflicts,
    /// A past state or a new version is shown.
    LookingBack,
    NoPlace,
    NothingAtPlace,
    NoPlaces,
    Undecided,
    UpToDate,
    NoGold,
    NothingCompared,
    NothingComputed,
    Computing,
    Idle,
    NoList,
    NoRows,
    NothingChosen,
    GoldIsReviewed,
}

impl Obstacle {
    /// The message that says what to do first.
    pub(crate) fn words(self) -> String {
        match self {
            Self::NoProject => t!("not-project"),
            Self::NoArticle => t!("not-article"),
            Self::OtherPage => t!("not-page"),
            Self::NoStatement => t!("not-statement"),
            Self::Several => t!("not-several"),
            Self::NoPassage => t!("not-passage"),
            Self::NoStatementNorPassage => t!("not-statement-nor-passage"),
            Self::NoTarget => t!("not-target"),
            Self::NoOrphans => t!("not-orphans"),
            Self::NoConflicts => t!("not-conflicts"),
            Self::LookingBack => t!("not-looking-back"),
            Self::NoPlace => t!("not-place"),
            Self::NothingAtPlace => t!("not-at-place"),
            Self::NoPlaces => t!("not-places"),
            Self::Undecided => t!("not-decided"),
            Self::UpToDate => t!("not-out-of-date"),
            Self::NoGold => t!("not-gold"),
            Self::NothingCompared => t!("not-compared"),
            Self::NothingComputed => t!("not-computed"),
            Self::Computing => t!("not-while-computing"),
            Self::Idle => t!("not-computing"),
            Self::NoList => t!("not-list"),
            Self::NoRows => t!("not-row"),
            Self::NothingChosen => t!("not-rows"),
            Self::GoldIsReviewed => t!("not-gold-here"),
        }
    }

    /// This obstacle, unless the condition holds.
    fn unless(self, so: bool) -> Can {
        if so { Ok(()) } else { Err(self) }
    }
}

pub(super) fn always(_: &Situation) -> Can {
    Ok(())
}

pub(super) fn project(now: &Situation) -> Can {
    Obstacle::NoProject.unless(now.has_project)
}

/// An article of an open project, on any page.
pub(super) fn article(now: &Situation) -> Can {
    project(now)?;
    Obstacle::NoArticle.unless(now.has_article)
}

/// An article on its own page.
pub(super) fn reading(now: &Situation) -> Can {
    project(now)?;
    Obstacle::OtherPage.unless(now.page == Page::Article)?;
    article(now)
}

/// An article, or the list of statements.
pub(super) fn searching(now: &Situation) -> Can {
    if now.page == Page::Statements { project(now) } else { reading(now) }
}

pub(super) fn rows(now: &Situation) -> Can {
    project(now)?;
    Obstacle::NoRows.unless(now.statements.has_rows)
}

pub(super) fn chosen_rows(now: &Situation) -> Can {
    rows(now)?;
    Obstacle::NothingChosen.unless(now.statements.has_chosen)
}

pub(super) fn changeable_rows(now: &Situation) -> Can {
    chosen_rows(now)?;
    Obstacle::GoldIsReviewed.unless(!now.statements.is_gold)
}

pub(super) fn words(now: &Situation) -> Can {
    project(now)?;
    Obstacle::NoStatementNorPassage.unless(now.has_words)
}

pub(super) fn orphans(now: &Situation) -> Can {
    reading(now)?;
    Obstacle::NoOrphans.unless(now.has_orphans)
}

pub(super) fn conflicts(now: &Situation) -> Can {
    project(now)?;
    Obstacle::NoConflicts.unless(now.has_conflicts)
}

pub(super) fn passage(now: &Situation) -> Can {
    article(now)?;
    Obstacle::NoPassage.unless(now.has_passage)
}

pub(super) fn statement(now: &Situation) -> Can {
    article(now)?;
    Obstacle::NoStatement.unless(now.has_statement)
}

/// One statement alone: what is marked in the text belongs to one.
pub(super) fn one_statement(now: &Situation) -> Can {
    statement(now)?;
    Obstacle::Several.unless(!now.has_several)
}

/// What an armed field waits for.
pub(super) fn target(now: &Situation) -> Can {
    Obstacle::NoTarget.unless(now.has_target)
}

pub(super) fn statement_or_passage(now: &Situation) -> Can {
    article(now)?;
    Obstacle::NoStatementNorPassage.unless(now.has_passage || now.has_statement)
}

/// The same; of statements one alone.
pub(super) fn one_statement_or_passage(now: &Situation) -> Can {
    statement_or_passage(now)?;
    Obstacle::Several.unless(now.has_passage || !now.has_several)
}

/// A statement or passage, or chosen rows on the page of statements.
pub(super) fn statement_or_passage_or_rows(now: &Situation) -> Can {
    if now.page == Page::Statements { changeable_rows(now) } else { statement_or_passage(now) }
}

/// An article, or chosen rows on the page of statements.
pub(super) fn article_or_rows(now: &Situation) -> Can {
    if now.page == Page::Statements { changeable_rows(now) } else { article(now) }
}

/// A passage, selected anywhere.
pub(super) fn any_passage(now: &Situation) -> Can {
    Obstacle::NoPassage.unless(now.has_passage)
}

pub(super) fn compared(now: &Situation) -> Can {
    Obstacle::NothingCompared.unless(now.review.is_compared)
}

pub(super) fn places(now: &Situation) -> Can {
    compared(now)?;
    Obstacle::NoPlaces.unless(now.review.has_places)
}

pub(super) fn place(now: &Situation) -> Can {
    compared(now)?;
    Obstacle::NoPlace.unless(now.review.has_place)
}

pub(super) fn marked_place(now: &Situation) -> Can {
    place(now)?;
    Obstacle::NothingAtPlace.unless(now.review.is_marked)
}

pub(super) fn decided(now: &Situation) -> Can {
    place(now)?;
    Obstacle::Undecided.unless(now.review.is_decided)
}

pub(super) fn out_of_date(now: &Situation) -> Can {
    place(now)?;
    Obstacle::UpToDate.unless(now.review.is_out_of_date)?;
    marked_place(now)
}

pub(super) fn gold(now: &Situation) -> Can {
    place(now)?;
    Obstacle::NoGold.unless(now.review.gives_gold)
}

/// After a decision the reasons go to it, until another place is selected.
pub(super) fn explained(now: &Situation) -> Can {
    if now.review.explains_last { Ok(()) } else { place(now) }
}

pub(super) fn computed(now: &Situation) -> Can {
    Obstacle::NothingComputed.unless(now.agreement.is_computed)
}

pub(super) fn computing(now: &Situation) -> Can {
    Obstacle::Idle.unless(now.agreement.is_computing)
}

pub(super) fn idle(now: &Situation) -> Can {
    Obstacle::Computing.unless(!now.agreement.is_computing)
}

pub(super) fn list(now: &Situation) -> Can {
    Obstacle::NoList.unless(now.agreement.has_list)
}
