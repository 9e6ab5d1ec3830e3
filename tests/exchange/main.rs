//! What goes out and comes in: exports, articles, parties, and the tags of colleagues.

mod colleagues;
mod export;
mod formats;
mod incoming;
mod parties_same;
mod spreadsheet;
