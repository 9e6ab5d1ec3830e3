//! Projects on disk: opening, writing, journal, history, merging, and what others do to the files meanwhile.

mod case_twins;
mod git;
mod history;
mod journal;
mod kind_keys;
mod merge;
mod merged_records;
mod opening;
mod outside;
#[cfg(unix)]
mod paths;
mod removed_conflicts;
mod sample;
mod templates;
mod writing;
mod zips;

#[path = "../support"]
mod support {
    pub mod bayan;
    pub mod disk;
    pub mod project;
    pub mod random;
    pub mod saving;
}
