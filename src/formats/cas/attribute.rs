//! A named value as one string, `name=value`. A backslash comes before `=` and `\\` in the name.

use crate::model::statement::Attribute;

pub(super) fn joined(attribute: &Attribute) -> String {
    format!("{}={}", attribute.name.replace('\\', "\\\\").replace('=', "\\="), attribute.value)
}

pub(super) fn split(text: &str) -> Attribute {
    let (mut name, mut is_escaped) = (String::new(), false);
    for (at, c) in text.char_indices() {
        match c {
            '\\' if !is_escaped => {
                is_escaped = true;
                continue;
            }
            '=' if !is_escaped => {
                let value = text.get(at + 1..).unwrap_or_default().to_owned();
                return Attribute { name, value, span: None };
            }
            c => name.push(c),
        }
        is_escaped = false;
    }
    Attribute { name, value: String::new(), span: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_have_any_characters() {
        for (name, value) in [("a", "b"), ("a=b", "c=d"), ("\\", "\\="), ("=", ""), ("x\\=", "y"), ("", "v")] {
            let attribute = Attribute { name: name.to_owned(), value: value.to_owned(), span: None };
            assert_eq!(split(&joined(&attribute)), attribute);
        }
    }
}
