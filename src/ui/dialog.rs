//! The list of the window's dialogs. To add a dialog, add a line here and a file of its name in `ui::dialogs`.

/// Calls a macro with the list of dialogs. A line gives the name of the dialog and its file in `ui::dialogs`.
macro_rules! with_dialogs {
    ($then:ident) => {
        $then! {
            Palette, palette;
            /// Goes to anything by its name.
            GoTo, go_to;
            Shortcuts, shortcuts;
            Export, export;
            Paste, paste;
            /// Found articles before they are added.
            Adding, adding;
            NewProject, new_project;
            Problems, problems;
            /// Asks for a path if the system shows no file dialog.
            Path, path;
            Reading, reading;
            /// Waits for the key that a command is to have.
            Rebind, rebind;
            /// The project is to be closed, but not all of it is written.
            Leaving, leaving;
            /// Changes recovered from the journal after a crash.
            Recovered, recovered;
            Conflicts, conflicts;
            /// Changes that are kept because recovery could not apply them.
            Kept, kept;
            /// The program was restarted after a panic.
            AfterPanic, after_panic;
            /// Asks for a new version of the article.
            ReplaceText, replace_text;
            /// Ways to open a project that is open elsewhere.
            OpenElsewhere, open_elsewhere;
            /// Assigns several articles at once.
            Assign, assign;
            SendTags, send_tags;
            AddTags, add_tags;
            /// What can be taken of another codebook.
            TakeCodebook, take_codebook;
            /// What importing a file of another tool would do.
            Import, import;
            /// Accepts places in bulk.
            Bulk, bulk;
            /// Decisions for which the manual has no rule.
            Manual, manual;
            /// The threads of all articles.
            Threads, threads;
            /// What would be removed with an article.
            Removal, removal;
            /// Asks who the user is, or whether they mean to change what is not theirs.
            Ownership, ownership;
        }
    };
}
pub(crate) use with_dialogs;

macro_rules! declare {
    ($($(#[$meta:meta])* $dialog:ident, $file:ident;)*) => {
        /// A dialog over the window.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Dialog {
            $($(#[$meta])* $dialog,)*
        }
    };
}
with_dialogs!(declare);
