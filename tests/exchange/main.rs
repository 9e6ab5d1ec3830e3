//! What goes out and comes in: exports, articles, parties, and the tags of colleagues.

mod articles;
mod attributes;
mod bad_input;
mod bad_places;
mod card;
mod colleagues;
mod dataset;
#[cfg(feature = "dna")]
mod dna;
mod docx;
mod export;
mod formats;
mod incoming;
mod labelled;
mod layouts;
mod listing;
mod oracles;
mod packs;
mod parties_same;
mod round_trips;
mod spreadsheet;
mod streamed;
mod tags_in;
mod webanno_tsv;

#[path = "../support"]
mod support {
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod bayan;
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod project;
    pub mod random;
}
