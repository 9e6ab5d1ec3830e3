//! What an input method is composing: not yet part of the text.

/// The text that an input method is composing, shown in place of the selection.
#[derive(Clone)]
pub(super) struct Preedit {
    pub(super) text: String,
    /// The position of the input method's caret in it.
    pub(super) caret_byte: usize,
}

impl Preedit {
    /// `caret_char` is how many characters stand before the caret; without it, the caret stands at the end.
    pub(super) fn new(text: String, caret_char: Option<usize>) -> Self {
        let caret = caret_char.and_then(|count| text.char_indices().nth(count));
        Self { caret_byte: caret.map_or(text.len(), |(byte, _)| byte), text }
    }
}
