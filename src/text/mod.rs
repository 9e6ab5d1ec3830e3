//! Text without pixels: offsets in bytes and code points, graphemes, words, sentences, Arabic folding,
//! search, proclitics, invisible marks, numbers and times as people write and read them.
//!
//! A leaf module (besides `locale`): it knows no document and no statement. Nothing in it changes a text;
//! normalisation and folding are for comparing only.

pub mod align;
pub mod arabic;
pub mod clock;
pub mod content;
pub mod diff;
pub mod direction;
pub mod edges;
pub mod encoding;
pub(crate) mod file_name;
pub mod headline;
pub mod line_ends;
pub mod markdown;
pub mod marks;
pub(crate) mod near_duplicates;
pub mod numbers;
pub mod oem;
pub mod proclitic;
pub mod search;
pub mod segment;
mod short_forms;
