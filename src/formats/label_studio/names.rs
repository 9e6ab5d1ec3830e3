//! The names of tags in the labelling configuration, which the results repeat.

/// The control tags of the configuration, by which results name what they are.
pub(super) const LABEL: &str = "label";
pub(super) const SPEAKER: &str = "speaker";
pub(super) const CHAIN: &str = "chain";
pub(super) const ADDRESSEES: &str = "addressees";
pub(super) const TOPIC: &str = "topic";
pub(super) const STANCE: &str = "stance";
pub(super) const QUOTATION: &str = "quotation";
pub(super) const NOTE: &str = "note";
/// The object tag that shows the text.
pub(super) const TEXT: &str = "text";
