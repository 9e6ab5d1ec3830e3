//! Conflict markers: what git writes into a file if both sides have changed the same lines and no driver has merged it.
//!
//! Each side is reassembled from the common lines and its own, and the two are merged entry by entry
//! (`store::merging::three_way`). If git has also written the common ancestor (`merge.conflictStyle=diff3`), that is
//! the base.

use crate::text::line_ends;

/// The least number of signs in a marker; git makes markers longer if the file contains such lines itself.
const FEWEST_SIGNS: usize = 7;

/// A file with markers, split into its sides.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sides {
    pub ours: String,
    pub theirs: String,
    /// The common ancestor, if the file contains it for each conflict.
    pub base: Option<String>,
}

/// Splits a text into its sides; `None` if it has no markers, or not all of them.
pub(crate) fn sides(text: &str) -> Option<Sides> {
    // A quick test, before anything is copied.
    if !text.contains(&"<".repeat(FEWEST_SIGNS)) {
        return None;
    }
    #[derive(PartialEq)]
    enum At {
        Common,
        Ours,
        Base,
        Theirs,
    }
    let (mut ours, mut theirs, mut base) = (String::new(), String::new(), String::new());
    let (mut at, mut signs, mut found, mut has_base) = (At::Common, 0, 0, true);
    let mut this_has_base = false;
    for line in text.split_inclusive('\n') {
        let is = |sign: char| count(line, sign) == Some(signs);
        match at {
            At::Common => match count(line, '<') {
                Some(count) => (at, signs, this_has_base) = (At::Ours, count, false),
                None => [&mut ours, &mut theirs, &mut base].into_iter().for_each(|side| side.push_str(line)),
            },
            At::Ours if is('|') => (at, this_has_base) = (At::Base, true),
            At::Ours | At::Base if is('=') => at = At::Theirs,
            At::Ours => ours.push_str(line),
            At::Base => base.push_str(line),
            At::Theirs if is('>') => {
                (at, found) = (At::Common, found + 1);
                has_base &= this_has_base;
            }
            At::Theirs => theirs.push_str(line),
        }
    }
    (at == At::Common && found > 0).then_some(Sides { ours, theirs, base: has_base.then_some(base) })
}

/// How many signs a line begins with, if it is a marker: they are followed by nothing, or by a space and a name.
fn count(line: &str, sign: char) -> Option<usize> {
    let rest = line.trim_end_matches(['\r', '\n']).trim_start_matches(sign);
    let count = line.len() - line.trim_start_matches(sign).len();
    (count >= FEWEST_SIGNS && (rest.is_empty() || rest.starts_with(' '))).then_some(count)
}

/// Whether a text has a complete set of markers.
pub(crate) fn are_in(text: &str) -> bool {
    sides(text).is_some()
}

/// Whether an unreadable text contains any marker line; some may have been removed by hand.
pub(crate) fn any_in(text: &str) -> bool {
    text.lines().any(|line| ['<', '>', '|', '='].iter().any(|sign| count(line, *sign).is_some()))
}

/// The text of an article, restored from one with markers: the side that was annotated.
pub(crate) fn mend_text(text: &str, sha256: &str) -> Option<String> {
    let Sides { ours, theirs, base } = sides(text)?;
    [Some(ours), Some(theirs), base].into_iter().flatten().find_map(|side| line_ends::restore(&side, sha256))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_markers_is_taken_apart() {
        let text = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n";
        let sides_of = |text| sides(text).unwrap();
        assert_eq!(sides_of(text), Sides { ours: "a\nb\nd\n".into(), theirs: "a\nc\nd\n".into(), base: None });
        let diff3 = "<<<<<<< a\r\nb\r\n||||||| base\r\n=======\r\nc\r\n>>>>>>> d\r\n";
        assert_eq!(sides_of(diff3), Sides { ours: "b\r\n".into(), theirs: "c\r\n".into(), base: Some(String::new()) });
        let long = "<<<<<<<<< a\n=======\n>>>>>>> x\n=========\nc\n>>>>>>>>> d\n";
        assert_eq!(sides_of(long).ours, "=======\n>>>>>>> x\n");
        for none in ["<<<<<<< a\nb\n", "=======\n", "<<<<<<< a\n=======\nb", "<<<<<<<x\n=======\n>>>>>>>y\n"] {
            assert_eq!(sides(none), None, "{none}");
        }
    }
}
