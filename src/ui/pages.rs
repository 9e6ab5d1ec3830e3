//! The list of the window's pages. To add a page, add a line here and a folder of its name in `app::pages`.

/// Calls a macro with the list of pages, in the order of their buttons. A line gives the name of the page, the folder
/// of its behaviour in `app::pages`, its title (a key of the catalogue, which is also the id of its command), the key
/// that shows it together with Ctrl, and its icon in the rail.
macro_rules! with_pages {
    ($then:ident) => {
        $then! {
            /// Reading and annotating an article.
            #[default]
            Article, article, "page-article", Num1, Articles;
            /// All statements of the project in one table.
            Statements, statements, "page-statements", Num2, Statements;
            /// Comparing what several annotators have marked, and deciding.
            Review, review, "page-review", Num3, Review;
            /// Agreement between annotators.
            Agreement, agreement, "page-agreement", Num4, Agreement;
            /// Assignments, and everybody's progress.
            Progress, work, "page-progress", Num5, Work;
            /// What annotators may record: kinds, topics, kinds of relations, attributes.
            Codebook, codebook, "page-codebook", Num6, Codebook;
            /// What is set for this person and this computer.
            Settings, settings, "page-settings", Comma, Settings;
        }
    };
}
pub(crate) use with_pages;

macro_rules! declare {
    ($($(#[$meta:meta])* $page:ident, $folder:ident, $title:literal, $key:ident, $icon:ident;)*) => {
        /// The page on screen.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum Page {
            $($(#[$meta])* $page,)*
        }

        impl Page {
            /// All pages, in the order of their buttons and keys.
            pub const ALL: &[Self] = &[$(Self::$page),*];
        }
    };
}
with_pages!(declare);
