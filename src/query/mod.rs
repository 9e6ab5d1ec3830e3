//! Queries over statements: the words to find in them, and what is known about them, joined by `and`, `or` and `not`.
//!
//! ```text
//! سلام or "no comment"        words, as the search in an article finds them
//! /sanction(s|ed)/            a regular expression
//! speaker:russia+             Russia and whatever belongs to it
//! -kind:claim date:2022-02..  not a claim, and from February 2022 on
//! polarity:denied has:cost    a value of an attribute of the codebook, and any value of another one
//! ```
//!
//! [`Query::parse`] reads a query, its `Display` prints it, and a [`Filter`] applies it to the statements of a project.
//! A [`Listing`] has the statements of several layers that a query finds, in the order of columns.
//! Names are matched by their identifier or by what people call them, as readers compare names.

mod attribute;
mod filter;
mod listing;
mod parse;
mod syntax;

pub use filter::{Filter, StatementFilter, UnknownName};
pub(crate) use filter::{ReviewMarks, marks_of};
pub use listing::{ListColumn, ListQuestion, ListedLayers, Listing, Order, Row, Source};
pub use parse::{Problem, QueryError};
pub use syntax::{AttributeName, DateRange, Feature, NamedField, PartyField, Query, State, Wanted};
