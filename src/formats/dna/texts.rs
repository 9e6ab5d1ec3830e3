//! Values of limited length, lists in one value, and what the notes of a document say about it.

/// The most characters of a value or a title.
pub(super) const MOST_CHARS: usize = 190;
/// Between the parties of a chain, and between addressees.
pub(super) const CHAIN: &str = " > ";
pub(super) const LIST: &str = "; ";
/// How the notes of our documents begin; the identifier follows.
const NOTES: &str = "bayan: ";

/// Whether a text is not too long for a value.
pub(super) fn fits(text: &str) -> bool {
    text.chars().nth(MOST_CHARS).is_none()
}

/// As much of a text as a value may have.
pub(super) fn cut(text: &str) -> &str {
    text.char_indices().nth(MOST_CHARS).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// A list in one value; semicolons in an item are escaped.
pub(super) fn join(items: &[String]) -> String {
    items.iter().map(|item| item.replace('\\', "\\\\").replace(';', "\\;")).collect::<Vec<_>>().join(LIST)
}

/// Undoes [`join`].
pub(super) fn split(list: &str) -> Vec<String> {
    let (mut items, mut item, mut chars) = (Vec::new(), String::new(), list.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => item.extend(chars.next()),
            ';' => items.push(std::mem::take(&mut item)),
            c => item.push(c),
        }
    }
    items.push(item);
    items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// The notes of a document: its identifier, and what its columns cannot hold.
pub(super) fn notes(id: &str, facts: &[(&str, &str)]) -> String {
    let mut out = format!("{NOTES}{id}");
    for (name, value) in facts {
        let value = value.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
        out += &format!("\n{name}: {value}");
    }
    out
}

/// Undoes [`notes`]: the identifier and the facts; `None` for the notes of another program.
pub(super) fn facts(notes: &str) -> Option<(String, Vec<(String, String)>)> {
    let mut lines = notes.strip_prefix(NOTES)?.split('\n');
    let id = lines.next()?.to_owned();
    let fact = |line: &str| {
        let (name, value) = line.split_once(": ").or_else(|| line.strip_suffix(':').map(|name| (name, "")))?;
        let (mut text, mut chars) = (String::with_capacity(value.len()), value.chars());
        while let Some(c) = chars.next() {
            match c {
                '\\' => text.push(match chars.next()? {
                    'n' => '\n',
                    'r' => '\r',
                    c => c,
                }),
                c => text.push(c),
            }
        }
        Some((name.to_owned(), text))
    };
    Some((id, lines.filter_map(fact).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_facts_come_back() {
        let list = ["a", "b;c", "d\\e", "; ", "و"].map(str::to_owned);
        assert_eq!(split(&join(&list)), ["a", "b;c", "d\\e", ";", "و"]);
        assert_eq!(split(""), Vec::<String>::new());
        let known = [("url", "https://x.example/a: b"), ("title", "one\r\ntwo\\n"), ("language", "")];
        let (id, read) = facts(&notes("doc-1", &known)).unwrap();
        assert_eq!(id, "doc-1");
        let read: Vec<(&str, &str)> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, known);
        assert_eq!(facts("a note of somebody"), None);
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        let long = "ب".repeat(MOST_CHARS + 1);
        assert!(!fits(&long) && fits(cut(&long)));
        assert_eq!(cut(&long).chars().count(), MOST_CHARS);
        assert_eq!(cut("short"), "short");
    }
}
