//! The icons of the interface: glyphs of Phosphor, laid out like text.
//!
//! To add one, add its line here and make the font again, as `assets/fonts/phosphor/README.md` says. A control that shows
//! only an icon has a name for assistive technologies.

use egui::{Color32, Pos2, Ui, vec2};

use super::{Family, LayoutOptions, TextStyle};

/// What stands before the text of a button or row.
#[derive(Clone, Debug)]
pub enum Symbol {
    Icon(Icon),
    /// A short text, such as the digit of a key.
    Text(String),
}

impl From<Icon> for Symbol {
    fn from(icon: Icon) -> Self {
        Self::Icon(icon)
    }
}

impl From<&str> for Symbol {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Calls a macro with the list of icons. A line gives the name by purpose, the code point in the font, and the name in
/// Phosphor.
macro_rules! with_icons {
    ($then:ident) => {
        $then! {
            Menu, '\u{e2f0}', "list";
            Articles, '\u{e0a8}', "article";
            Statements, '\u{e660}', "quotes";
            Review, '\u{e750}', "scales";
            Agreement, '\u{e150}', "chart-bar";
            Work, '\u{eadc}', "list-checks";
            Codebook, '\u{e0e6}', "book-open";
            Settings, '\u{e272}', "gear-six";
            Search, '\u{e30c}', "magnifying-glass";
            Command, '\u{e1c4}', "command";
            Undo, '\u{e038}', "arrow-counter-clockwise";
            Redo, '\u{e036}', "arrow-clockwise";
            User, '\u{e4c2}', "user";
            UserAdd, '\u{e4d0}', "user-plus";
            Users, '\u{e4d6}', "users";
            Parties, '\u{e68e}', "users-three";
            Tree, '\u{e67c}', "tree-structure";
            ChevronDown, '\u{e136}', "caret-down";
            ChevronUp, '\u{e13c}', "caret-up";
            ChevronStart, '\u{e138}', "caret-left";
            ChevronEnd, '\u{e13a}', "caret-right";
            ArrowUp, '\u{e08e}', "arrow-up";
            ArrowDown, '\u{e03e}', "arrow-down";
            ArrowStart, '\u{e058}', "arrow-left";
            ArrowEnd, '\u{e06c}', "arrow-right";
            ArrowTurnBack, '\u{e08a}', "arrow-u-up-left";
            Check, '\u{e182}', "check";
            CheckCircle, '\u{e184}', "check-circle";
            CheckDone, '\u{e606}', "seal-check";
            Circle, '\u{e18a}', "circle";
            CircleHalf, '\u{e18c}', "circle-half";
            Close, '\u{e4f6}', "x";
            CloseCircle, '\u{e4f8}', "x-circle";
            Plus, '\u{e3d4}', "plus";
            Minus, '\u{e32a}', "minus";
            Equals, '\u{e21c}', "equals";
            Delete, '\u{e4a6}', "trash";
            Edit, '\u{e3b4}', "pencil-simple";
            Copy, '\u{e1ca}', "copy";
            Duplicate, '\u{e1cc}', "copy-simple";
            Paste, '\u{e198}', "clipboard-text";
            Import, '\u{e20c}', "download-simple";
            Export, '\u{e4c0}', "upload-simple";
            Folder, '\u{e24a}', "folder";
            FolderOpen, '\u{e256}', "folder-open";
            File, '\u{e230}', "file";
            FileAdd, '\u{e236}', "file-plus";
            Save, '\u{e248}', "floppy-disk";
            Filter, '\u{e266}', "funnel";
            Sort, '\u{e444}', "sort-ascending";
            SortDown, '\u{e446}', "sort-descending";
            Pin, '\u{e3e2}', "push-pin";
            Flag, '\u{e244}', "flag";
            Warning, '\u{e4e0}', "warning";
            Problem, '\u{e4e2}', "warning-circle";
            Info, '\u{e2ce}', "info";
            Question, '\u{e3e8}', "question";
            Lock, '\u{e308}', "lock-simple";
            Eye, '\u{e220}', "eye";
            EyeOff, '\u{e224}', "eye-slash";
            Link, '\u{e2e2}', "link";
            Unlink, '\u{e2e4}', "link-break";
            Relation, '\u{e0a0}', "arrows-left-right";
            More, '\u{e1fe}', "dots-three";
            MoreVertical, '\u{e208}', "dots-three-vertical";
            Grip, '\u{eae2}', "dots-six-vertical";
            Target, '\u{e1d6}', "crosshair";
            QuoteMarks, '\u{e166}', "chat-centered-text";
            Note, '\u{e34c}', "note-pencil";
            Comment, '\u{e17a}', "chat-text";
            Thread, '\u{e17c}', "chats";
            Tag, '\u{e478}', "tag";
            Topic, '\u{e2a2}', "hash";
            Stance, '\u{e3d8}', "plus-minus";
            PanelStart, '\u{ec24}', "sidebar-simple";
            Cards, '\u{e0f8}', "cards";
            TextSize, '\u{e6ee}', "text-aa";
            Words, '\u{eb0a}', "textbox";
            Excluded, '\u{e3de}', "prohibit";
            Cut, '\u{eae0}', "scissors";
            Clock, '\u{e19a}', "clock";
            History, '\u{e1a0}', "clock-counter-clockwise";
            Quit, '\u{e42a}', "sign-out";
            Sun, '\u{e472}', "sun";
            Moon, '\u{e330}', "moon";
            Keyboard, '\u{e2d8}', "keyboard";
            Inbox, '\u{e4aa}', "tray";
            Sample, '\u{e0ea}', "bookmark-simple";
            Open, '\u{e5de}', "arrow-square-out";
            Print, '\u{e3dc}', "printer";
            Table, '\u{e476}', "table";
            Columns, '\u{e546}', "columns";
            Translate, '\u{e4a2}', "translate";
            Split, '\u{ed3c}', "arrows-split";
            Merge, '\u{ed3e}', "arrows-merge";
            AddSpan, '\u{e69c}', "selection-plus";
            Star, '\u{e46a}', "star";
            Sparkle, '\u{e2dc}', "lightbulb";
            Calendar, '\u{e10a}', "calendar-blank";
            Globe, '\u{e288}', "globe";
        }
    };
}

macro_rules! declare {
    ($($icon:ident, $char:literal, $phosphor:literal;)*) => {
        /// An icon. Start and end are those of the layout in which it is shown.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Icon {
            $(#[doc = concat!("Phosphor’s `", $phosphor, "`.")] $icon,)*
        }

        impl Icon {
            /// All icons.
            pub const ALL: &[Self] = &[$(Self::$icon),*];

            const fn char(self) -> char {
                match self {
                    $(Self::$icon => $char,)*
                }
            }
        }
    };
}
with_icons!(declare);

impl Icon {
    /// The glyph as text in [`Family::Icons`], for a layout from left to right or from right
    /// to left.
    pub(crate) fn glyph(self, rtl: bool) -> String {
        if rtl { self.turned() } else { self }.char().to_string()
    }

    /// What points the other way, where an icon points to the start or the end.
    const fn turned(self) -> Self {
        match self {
            Self::ChevronStart => Self::ChevronEnd,
            Self::ChevronEnd => Self::ChevronStart,
            Self::ArrowStart => Self::ArrowEnd,
            Self::ArrowEnd => Self::ArrowStart,
            Self::Undo => Self::Redo,
            Self::Redo => Self::Undo,
            icon => icon,
        }
    }
}

/// Paints an icon around a point. `size_pt` is the height of its square.
pub fn paint_icon(ui: &Ui, icon: Icon, center: Pos2, size_pt: f32, color: Color32) {
    let style = TextStyle { family: Family::Icons, line_height: 1.0, ..TextStyle::interface(size_pt) };
    let glyph = icon.glyph(ui.layout().prefer_right_to_left());
    let layout = super::layout(ui.ctx(), &glyph, &style, &LayoutOptions::single_line());
    let at = center - vec2(layout.width(), layout.height()) / 2.0;
    super::paint(ui.painter(), at, &layout, color, &[]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::TextEngine;

    #[test]
    fn every_icon_has_a_glyph_of_its_own() {
        let mut engine = TextEngine::bundled_fonts_only();
        let style = TextStyle { family: Family::Icons, ..TextStyle::interface(16.0) };
        let mut seen = Vec::new();
        for icon in Icon::ALL {
            let layout = engine.layout(&icon.glyph(false), &style, &LayoutOptions::single_line());
            let glyphs: Vec<u16> = layout.lines().iter().flat_map(|line| layout.glyphs(line)).map(|g| g.id).collect();
            assert!(glyphs.len() == 1 && glyphs[0] != 0 && !seen.contains(&glyphs[0]), "{icon:?}: {glyphs:?}");
            seen.extend(glyphs);
        }
    }
}
