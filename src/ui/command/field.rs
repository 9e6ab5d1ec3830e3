//! Commands for the fields of the selected statement: each opens the field’s picker, sets a value, or goes to another field.

use crate::model::statement::Stance;

/// A command for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldCommand {
    /// Opens the picker of a field.
    Pick(PickedField),
    /// Sets the stance, or clears it if it is this one.
    SetStance(Stance),
    /// Goes to the next kind of quotation, and after the last one to none.
    NextQuotation,
    /// Puts the keyboard into the note.
    EditNote,
    /// Turns the keys for cue and mention to the link before, or after, the one that they are about.
    LinkBefore,
    LinkAfter,
    /// Puts the chain of the statement in whose content the selected one stands before its chain.
    TakeOver,
    /// Goes to the next field that is missing: the cue or mention of a link, the addressee, the topic. What is filled in
    /// leads to the next one.
    FillIn,
    /// Goes on after a field was filled in, or was passed over.
    GoOn,
    /// Stops going from one missing field to the next.
    StopFilling,
}

/// A field that is chosen from a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PickedField {
    Kind,
    /// The speaker of the next statement while words are selected, or else the party of the link that the keys are about.
    Speaker,
    NextSpeaker,
    /// The party of this link.
    Link(usize),
    /// A further link at the end of the chain.
    NewLink,
    /// A further link before the chain.
    Reporter,
    Addressee,
    Topic,
    /// The kind of a new relation.
    Relation,
}
