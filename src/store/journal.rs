//! The place of the journal: every edit, appended and synced to `.bayan/journal` before it counts as saved, and replayed
//! after a crash. Until it is there, a crash loses at most what was changed since the last save.
