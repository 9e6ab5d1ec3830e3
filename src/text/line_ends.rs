//! Restores a text whose line ends another program has changed; the SHA-256 of the original proves the result.
//!
//! git (`core.autocrlf`, `eol=crlf`), editors and programs that copy files as text turn LF into CR LF or the reverse, add or
//! remove a line end at the end, or add a byte order mark. Offsets into such a text are wrong by as much. A change that was
//! made to all line ends alike can be undone. If a text had line ends of several kinds, all combinations are tried as long
//! as they are few.

use sha2::{Digest as _, Sha256};

/// The byte order mark that some editors put at the start of a UTF-8 text.
const MARK: &str = "\u{feff}";
/// The largest numbers of line ends for which all combinations of LF and CR LF, and those with CR too, are tried, and the longest text.
const MOST_MIXED: usize = 10;
const MOST_MIXED_WITH_CR: usize = 5;
const LONGEST_MIXED_BYTES: usize = 16 << 10;

/// The text with this SHA-256 (lower-case hexadecimal) that differs from `text` only by line ends and a byte order mark.
/// `None` if there is none.
pub(crate) fn restore(text: &str, sha256: &str) -> Option<String> {
    let (body, wanted) = (text.strip_prefix(MARK).unwrap_or(text), parse(sha256)?);
    let found = bodies(body).iter().find_map(|body| with_ends(body, &wanted));
    found.or_else(|| mixed(body, &wanted))
}

/// Whether these bytes differ from the text with this SHA-256 only by line ends and a byte order mark.
pub(crate) fn is_variant(bytes: &[u8], sha256: &str) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| restore(text, sha256).is_some())
}

/// The text with LF as its only line end.
pub(crate) fn folded(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether two texts are the same except for their line ends.
pub(crate) fn are_same(a: &str, b: &str) -> bool {
    a == b || ((a.contains('\r') || b.contains('\r')) && folded(a) == folded(b))
}

type Wanted = [u8; 32];

/// The bytes of a sum in hexadecimal.
fn parse(sha256: &str) -> Option<Wanted> {
    let mut bytes = [0; 32];
    if sha256.len() != 64 || !sha256.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(sha256.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// The candidates for all line ends, each once: as they are, converted between LF and CR LF with CR unchanged (as git
/// does), all of one kind, and converted twice.
fn bodies(text: &str) -> Vec<String> {
    let lone_to_crlf = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r\n");
    let once = text.replace("\r\r\n", "\r\n");
    let lf = folded(&once);
    let all = [
        text.to_owned(),
        text.replace("\r\n", "\n"),
        lone_to_crlf(text),
        lf.replace('\n', "\r\n"),
        lf.replace('\n', "\r"),
        once.replace("\r\n", "\n"),
        once,
        lf,
    ];
    let mut found: Vec<String> = Vec::new();
    for body in all {
        if !found.contains(&body) {
            found.push(body);
        }
    }
    found
}

/// The body with or without a byte order mark, with the number of line ends at its end that gives the right sum.
fn with_ends(body: &str, wanted: &Wanted) -> Option<String> {
    let trimmed = body.trim_end_matches(['\r', '\n']);
    let rest = body.get(trimmed.len()..).unwrap_or_default();
    // An editor removes one line end or all of them, or adds one.
    let end = if body.contains("\r\n") {
        "\r\n"
    } else if body.contains('\r') && !body.contains('\n') {
        "\r"
    } else {
        "\n"
    };
    let one_less = rest.strip_suffix(end).or_else(|| rest.strip_suffix(['\r', '\n'])).unwrap_or_default();
    let one_more = format!("{rest}{end}");
    let mut ends = vec![rest, one_less, &one_more, "", "\n", "\r\n", "\r"];
    ends.dedup();
    for mark in ["", MARK] {
        let mut start = Sha256::new();
        start.update(mark.as_bytes());
        start.update(trimmed.as_bytes());
        for end in &ends {
            let mut sum = start.clone();
            sum.update(end.as_bytes());
            if sum.finalize()[..] == *wanted {
                return Some([mark, trimmed, end].concat());
            }
        }
    }
    None
}

/// The text with line ends of several kinds, in the combination that gives the right sum.
fn mixed(text: &str, wanted: &Wanted) -> Option<String> {
    let lf = folded(text);
    let trimmed = lf.trim_end_matches('\n');
    let lines: Vec<&str> = trimmed.split('\n').collect();
    let inner = lines.len() - 1;
    if inner == 0 || inner > MOST_MIXED || lf.len() > LONGEST_MIXED_BYTES {
        return None;
    }
    let kinds: &[&str] = if inner <= MOST_MIXED_WITH_CR { &["\n", "\r\n", "\r"] } else { &["\n", "\r\n"] };
    // As many line ends at its end as there are, or one more or less, or none or one.
    let there = lf.len() - trimmed.len();
    let mut counts = vec![there, there + 1, there.saturating_sub(1), 0, 1];
    counts.sort_unstable();
    counts.dedup();
    let ends: Vec<String> = counts
        .iter()
        .flat_map(|count| kinds.iter().map(move |end| end.repeat(*count)))
        .chain(["\n\r\n".into(), "\r\n\n".into()])
        .collect();
    [MARK, ""].into_iter().find_map(|mark| {
        let mut start = Sha256::new();
        start.update(mark.as_bytes());
        let mut taken = Vec::with_capacity(lines.len());
        let fits = try_ends(&lines, &start, &Tried { kinds, ends: &ends, wanted }, &mut taken);
        let ended = || lines.iter().zip(&taken).flat_map(|(line, end)| [*line, *end]);
        fits.then(|| std::iter::once(mark).chain(ended()).collect())
    })
}

/// What is tried: the ends for each line, those for the last one, and the sum to be reached.
struct Tried<'t> {
    kinds: &'t [&'t str],
    ends: &'t [String],
    wanted: &'t Wanted,
}

/// Tries each end for the first line, and then for the lines after it; the ends that fit are left in `taken`.
fn try_ends<'t>(lines: &[&str], before: &Sha256, tried: &Tried<'t>, taken: &mut Vec<&'t str>) -> bool {
    let Some((line, rest)) = lines.split_first() else { return false };
    let mut sum = before.clone();
    sum.update(line.as_bytes());
    if rest.is_empty() {
        let fits = |end: &&String| {
            let mut sum = sum.clone();
            sum.update(end.as_bytes());
            sum.finalize()[..] == *tried.wanted
        };
        let end = tried.ends.iter().find(fits);
        taken.extend(end.map(String::as_str));
        return end.is_some();
    }
    for end in tried.kinds {
        let mut sum = sum.clone();
        sum.update(end.as_bytes());
        taken.push(end);
        if try_ends(rest, &sum, tried, taken) {
            return true;
        }
        taken.pop();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::content::sha256_hex;

    #[test]
    fn what_changes_line_ends_alone_is_undone() {
        let originals = [
            "a\nb\nc\n",
            "a\r\nb\r\nc\r\n",
            "a\rb\rc\r",
            "a\nb",
            "a\r\nb",
            "\u{feff}a\nb\n",
            "a\n\n\n",
            "a\rb\nc\n",
            "قال\nنعم\n",
        ];
        let crlf = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r\n");
        let changes: [&dyn Fn(&str) -> String; 8] = [
            &crlf,
            &|text| text.replace("\r\n", "\n"),
            &folded,
            &|text| format!("{text}\n"),
            &|text| text.trim_end_matches(['\r', '\n']).to_owned(),
            &|text| format!("\u{feff}{}", crlf(text.trim_start_matches('\u{feff}'))),
            &|text| text.trim_start_matches('\u{feff}').to_owned(),
            &|text| format!("{}\r\n", crlf(text)),
        ];
        for original in originals {
            let sum = sha256_hex(original.as_bytes());
            for change in changes {
                let changed = change(original);
                // Three line ends cannot be told from two where all were taken away.
                if original.ends_with("\n\n") && changed == "a" {
                    continue;
                }
                assert_eq!(restore(&changed, &sum).as_deref(), Some(original), "{changed:?}");
            }
            assert_eq!(restore(&original.replacen(['a', 'ق'], "x", 1), &sum), None);
        }
        let mixed = "a\r\nb\nc\r\nd";
        assert_eq!(restore("a\nb\nc\nd", &sha256_hex(mixed.as_bytes())).as_deref(), Some(mixed));
    }
}
