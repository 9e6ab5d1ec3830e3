//! Text without pixels: offsets in bytes, code points and UTF-16 units, graphemes, words, sentences, Arabic folding,
//! search, proclitics, invisible marks.
//!
//! A leaf module (besides `locale`): it knows no document and no statement. Nothing in it changes a text;
//! normalisation and folding are for comparing only.

pub mod arabic;
pub mod content;
pub mod diff;
pub mod edges;
pub mod encoding;
pub mod headline;
pub mod marks;
pub mod proclitic;
pub mod search;
pub mod segment;
mod short_forms;
