//! Where sentences end: not after short forms, and where they do all the same.

use std::path::Path;
use std::time::{Duration, Instant};

use bayan::text::segment;

/// Each text with `|` where a sentence ends.
fn check(marked: &str) {
    let text = marked.replace('|', "");
    let found: Vec<&str> = segment::sentences(&text, 0..text.len()).into_iter().map(|range| &text[range]).collect();
    assert_eq!(found.join("|"), marked, "{text}");
}

#[test]
fn no_sentence_ends_after_a_short_form() {
    for marked in [
        "On Monday Mr. Putin said that talks begin. |The U.S. President denied it. |It ended.",
        "Sen. John Doe of St. Petersburg left at 5 p.m. Friday. |He came back.",
        "Dr. Smith and Prof. Jones met Gen. Brown, Col. White, Lt. Green and Sgt. Black. |They left.",
        "Rep. Mary Major and Gov. Jane Roe spoke for Mrs. Bell and Ms. Hill. |Nobody listened.",
        "J. K. Rowling and George W. Bush met. |J.R.R. Tolkien did not.",
        "The U.N. Security Council and the U.K. Foreign Office and the E.U. Commission agree. |The U.S.A. Team left.",
        "It begins at 9 a.m. on Monday and ends at 11 p.m. Moscow time. |It was late.",
        "It was No. 5 of Jan. 6 and Dec. 24 and Sept. 11, Smith vs. Jones. |We know.",
        "Acme Inc. President John Doe and Roe Ltd. Chairman Jane Roe and Brown & Co. Director Bell left. |The rest stayed.",
        "Martin Luther King Jr. Day is in January. |It is cold.",
        "وقال د. محمد علي لوكالة أ. ف. ب. إن المحادثات ستبدأ. |ثم غادر السيد م. أحمد القاعة.",
        "قال أ. د. خالد في سنة 300 ق.م. إن الحرب بدأت. |ثم انتهت.",
        "العنوان ص.ب. 123 عمّان، ص. 5 من الكتاب. |وصدر سنة 1443 هـ. في بيروت. |ثم نفد.",
        "التقى الوزير ود. محمد أمس. |ثم غادرا.",
        "M. Macron et MM. Dupont et Durand ont vu Mme. Martin et M. Le Drian. |Ils sont partis.",
        "Es gibt z. B. Brot, d. h. Mehl, u. a. Salz und bzw. Hefe von Dr. Oetker, Nr. 5, am 3. Oktober. |Das ist gut.",
        "В. В. Путин и Д. А. Медведев встретились. |Они говорили.",
    ] {
        check(marked);
    }
}

#[test]
fn sentences_still_end() {
    for marked in [
        "He lives in the U.S. |The end.",
        "It was 5 p.m. |The talks began at 6 p.m. |He left.",
        "They work at Acme Inc. |She does not.",
        "So do I. |Then we left.",
        "He lives on Main St. |It is long.",
        "He said No. |Nobody believed him.",
        "Prices rose 3.5 per cent. |\"No,\" he said. |\"Never!\" she replied... and left.",
        "He asked why? |She left! |Then he did.",
        "He is ill. |He sat. |The sun rose.",
        "قال نعم. |ثم مضى. |هل عاد؟ |لا.",
        "Er kam 1999. |Mai war warm.",
        // A line ends a sentence whatever stands before it.
        "He met Mr.\n|Putin came.",
    ] {
        check(marked);
    }
}

#[test]
fn a_triple_click_takes_the_whole_sentence() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/incoming/D11-abbreviations.txt");
    let text = std::fs::read_to_string(path).unwrap();
    for (word, sentence) in [
        ("Putin", "On Monday Mr. Putin said that talks begin."),
        ("President", "The U.S. President denied it."),
        ("Petersburg", "Sen. John Doe of St. Petersburg left at 5 p.m. Friday."),
        ("محمد", "وقال د. محمد علي لوكالة أ. ف. ب. إن المحادثات ستبدأ."),
        ("المحادثات", "وقال د. محمد علي لوكالة أ. ف. ب. إن المحادثات ستبدأ."),
        ("القاعة", "ثم غادر السيد م. أحمد القاعة."),
        ("Prices", "Prices rose 3.5 per cent."),
    ] {
        let at = text.find(word).unwrap();
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        assert_eq!(&text[segment::sentence_at(&text, line..end, at)], sentence, "{word}");
    }
}

#[test]
fn a_paragraph_of_short_forms_takes_no_longer_than_its_length() {
    for piece in ["Mr. ", "أ. ", "U.S. ", ". ", "J. K. "] {
        let text = piece.repeat(50_000);
        let started = Instant::now();
        let sentences = segment::sentences(&text, 0..text.len());
        assert!(!sentences.is_empty());
        // By the square it would be minutes.
        assert!(started.elapsed() < Duration::from_secs(20), "{piece:?}: {:?}", started.elapsed());
    }
}
