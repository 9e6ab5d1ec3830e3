//! Texts that come in: what their bytes say, what is no text, the same text twice, and what they are called.

use std::fs;
use std::path::{Path, PathBuf};

use bayan::formats::article::kind::Kind;
use bayan::formats::article::{self, ReadOptions};
use bayan::store;
use bayan::text::encoding::{Decoded, Encoding, Unreadable, decode, decode_as};
use serde_json::Value;

use crate::support::bayan::{Said, bayan};

const ARABIC: &str = "قال المتحدث إن المحادثات ستبدأ غدا. وأضاف أن الوفد سيصل مساء اليوم.";
const PERSIAN: &str = "سخنگو گفت گفت‌وگوها فردا آغاز می‌شود. رئیس جمهور بر اهمیت پیوند چهار کشور تأکید کرد.";
const HEBREW: &str = "הדובר אמר שהשיחות יתחילו מחר. הנשיא הדגיש את חשיבות הדיאלוג בין הצדדים.";
const RUSSIAN: &str = "Представитель заявил, что переговоры начнутся завтра. Президент подчеркнул важность диалога.";
const UKRAINIAN: &str = "Речник заявив, що переговори розпочнуться завтра. Її країна є європейською, ґрунт.";
const FRENCH: &str = "Le porte-parole a déclaré que la séance était terminée. « L’été à l’Assemblée » a été cité.";
const GERMAN: &str =
    "Der Sprecher erklärte, dass die Gespräche morgen beginnen. Die Regierung äußerte sich „zögerlich“.";
const ENGLISH: &str = "The spokesman said “yes” and the president didn’t reply — a café talk.";
const TURKISH: &str = "Sözcü görüşmelerin yarın başlayacağını söyledi, karşı taraf reddetti.";
const POLISH: &str =
    "Rzecznik powiedział, że rozmowy rozpoczną się jutro. Prezydent podkreślił ważność dialogu między stronami.";
const GREEK: &str =
    "Ο εκπρόσωπος δήλωσε ότι οι συνομιλίες θα αρχίσουν αύριο. Ο πρόεδρος τόνισε τη σημασία του διαλόγου.";
const CHINESE: &str = "发言人表示，谈判将于明天开始。总统强调了双方对话的重要性。";
const TAIWANESE: &str = "發言人表示，談判將於明天開始。總統強調了雙方對話的重要性。";
const JAPANESE: &str = "報道官は、交渉は明日始まると述べた。大統領は対話の重要性を強調した。";
const KOREAN: &str = "대변인은 협상이 내일 시작된다고 말했다. 대통령은 대화의 중요성을 강조했다.";
const THAI: &str = "โฆษกกล่าวว่าการเจรจาจะเริ่มในวันพรุ่งนี้ ประธานาธิบดีเน้นย้ำความสำคัญของการเจรจา";

#[test]
fn a_few_damaged_places_leave_a_text_in_utf_8() {
    for (language, text) in [
        ("Arabic", ARABIC),
        ("Persian", PERSIAN),
        ("Hebrew", HEBREW),
        ("Russian", RUSSIAN),
        ("French", FRENCH),
        ("German", GERMAN),
        ("English", ENGLISH),
        ("Chinese", CHINESE),
    ] {
        let long = format!("{text}\n").repeat(100);
        for text in [text, &long] {
            // After the first half of the text, between two letters.
            let half = text.char_indices().nth(text.chars().count() / 2).unwrap().0;
            let (head, tail) = (&text.as_bytes()[..half], &text.as_bytes()[half..]);
            let within = |bytes: &[u8]| [head, bytes, tail].concat();
            // The last and the first letter that take more than one byte, without their last and first byte.
            let (last, letter) = text.char_indices().rfind(|(_, c)| !c.is_ascii()).unwrap();
            let cut_end = text.as_bytes()[..last + letter.len_utf8() - 1].to_vec();
            let (first, letter) = text.char_indices().find(|(_, c)| !c.is_ascii()).unwrap();
            let cut_start = text.as_bytes()[first + 1..].to_vec();
            // How many of each become U+FFFD: one for every byte that cannot begin or go on (Unicode, section 3.9,
            // "maximal subpart"), one for a letter that is cut at the end.
            for (damage, bytes, replaced) in [
                ("cut at the end", cut_end, 1),
                ("cut at the start", cut_start, letter.len_utf8() - 1),
                ("FF", within(b"\xFF"), 1),
                ("a space of Latin-1", within(b"\xA0"), 1),
                ("a quotation mark of Windows-1252", within(b"\x93"), 1),
                ("an emoji as CESU-8", within(b"\xED\xA0\xBD\xED\xB8\x80"), 6),
                ("a zero in two bytes", within(b"\xC0\x80"), 2),
            ] {
                let decoded = decode(&bytes).unwrap();
                assert_eq!(decoded.encoding, Encoding::Utf8, "{language}, {damage}: {}", decoded.text);
                assert_eq!(decoded.replaced, replaced, "{language}, {damage}: {}", decoded.text);
                assert_eq!(decoded.text, String::from_utf8_lossy(&bytes), "{language}, {damage}");
            }
        }
    }
}

#[test]
fn the_given_damaged_files_are_read_as_utf_8() {
    for (name, encoding, replaced) in [
        ("A01-arabic-cut-at-the-end.txt", "UTF-8", 1),
        ("A03-arabic-latin1-nbsp.txt", "UTF-8", 1),
        ("A06-arabic-c080.txt", "UTF-8", 2),
        ("A08-french-cut.txt", "UTF-8", 1),
        ("A10-persian-cut.txt", "UTF-8", 1),
        ("A13-with-bom-one-ff-is-read-well.txt", "UTF-8 (BOM)", 1),
    ] {
        let decoded = decode(&data(name)).unwrap();
        assert_eq!((decoded.encoding.name(), decoded.replaced), (encoding, replaced), "{name}");
    }
}

#[test]
fn letters_that_happen_to_be_utf_8_do_not_make_a_text_utf_8() {
    let persian = PERSIAN.replace('ی', "ي");
    for (text, encoding, planted) in [
        (ARABIC, Encoding::Windows1256, "é".as_bytes()),
        (ARABIC, Encoding::Windows1256, "قا".as_bytes()),
        (&persian, Encoding::Windows1256, "“".as_bytes()),
        (FRENCH, Encoding::Windows1252, "é".as_bytes()),
        (GERMAN, Encoding::Windows1252, "“".as_bytes()),
        (RUSSIAN, Encoding::Windows1251, "П".as_bytes()),
    ] {
        for times in 1..=3 {
            let mut bytes = encoded(text, encoding);
            for _ in 0..times {
                bytes.push(b' ');
                bytes.extend(planted);
            }
            assert_eq!(decode(&bytes).unwrap().encoding, encoding, "{text}: {planted:?}");
        }
    }
    // Words that end in a letter and a comma or a closing quotation mark are UTF-8 by chance.
    let text = "بدأت المباحثات، وانتهت الجلسات، وعادت الوفود، «فلا بأس»، قال: «نعم»، ثم مضى المتحدث، وعاد.";
    assert_eq!(decode(&encoded(text, Encoding::Windows1256)).unwrap().encoding, Encoding::Windows1256);
}

#[test]
fn encodings_are_what_the_detector_says() {
    // Windows-1256 has no ya of Persian; people wrote that of Arabic.
    let persian = PERSIAN.replace('ی', "ي");
    for (text, encoding) in [
        (ARABIC, Encoding::Windows1256),
        (&persian, Encoding::Windows1256),
        (ARABIC, Encoding::Iso8859_6),
        (RUSSIAN, Encoding::Windows1251),
        (RUSSIAN, Encoding::Koi8R),
        (RUSSIAN, Encoding::Iso8859_5),
        (RUSSIAN, Encoding::Dos866),
        (UKRAINIAN, Encoding::Windows1251),
        (UKRAINIAN, Encoding::Koi8U),
        (TURKISH, Encoding::Windows1254),
        (HEBREW, Encoding::Windows1255),
        (HEBREW, Encoding::Iso8859_8),
        (POLISH, Encoding::Windows1250),
        (POLISH, Encoding::Iso8859_2),
        (GREEK, Encoding::Windows1253),
        (FRENCH, Encoding::Windows1252),
        (GERMAN, Encoding::Windows1252),
        (ENGLISH, Encoding::Windows1252),
        (CHINESE, Encoding::Gbk),
        (CHINESE, Encoding::Gb18030),
        (TAIWANESE, Encoding::Big5),
        (JAPANESE, Encoding::ShiftJis),
        (JAPANESE, Encoding::EucJp),
        (JAPANESE, Encoding::Iso2022Jp),
        (KOREAN, Encoding::EucKr),
        (THAI, Encoding::Windows874),
    ] {
        let decoded = decode(&encoded(text, encoding)).unwrap();
        // Several of these encodings have the same letters at the same places: the text counts.
        assert_eq!(decoded.text, text, "{} read as {}", encoding.name(), decoded.encoding.name());
        assert_eq!(decoded.replaced, 0);
    }
}

#[test]
fn arabic_that_no_browser_knows_is_read_or_named() {
    let read = |name: &str| decode(&data(name));
    let arabic = format!("{ARABIC} ");
    let is = |decoded: Decoded, encoding, text: &str| {
        assert_eq!((decoded.encoding, decoded.text.as_str(), decoded.replaced), (encoding, text, 0));
    };
    is(read("B01-arabic-iso-8859-6.txt").unwrap(), Encoding::Iso8859_6, &arabic);
    is(read("B10-arabic-dos-720.txt").unwrap(), Encoding::Dos720, &arabic);
    let mac = "قال المتحدث إن المحادثات ستبدأ غدا، وأضاف: «نعم، نحن هنا»؛ هل سيصل الوفد؟ في ٢٠٢١ و2022.";
    is(read("B11-arabic-mac.txt").unwrap(), Encoding::MacArabic, mac);
    assert_eq!(read("B12-arabic-dos-864.txt"), Err(Unreadable::Encoding("DOS-864")));
}

#[test]
fn utf_16_and_utf_32_are_read_in_every_script_with_and_without_a_mark() {
    for text in [ARABIC, PERSIAN, HEBREW, RUSSIAN, FRENCH, ENGLISH, GREEK, CHINESE, TAIWANESE, JAPANESE, KOREAN, THAI] {
        let long = format!("{text}\r\n").repeat(50);
        let short: String = text.chars().take(12).collect();
        for text in [text, &long, &short] {
            for encoding in [Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Utf32Le, Encoding::Utf32Be] {
                for mark in ["", "\u{feff}"] {
                    let bytes = encoded(&format!("{mark}{text}"), encoding);
                    let expected = Decoded { text: text.to_owned(), encoding, replaced: 0 };
                    assert_eq!(decode(&bytes), Ok(expected), "{} {mark:?}", encoding.name());
                }
            }
        }
    }
    // Russian of one word has not a single zero byte.
    assert_eq!(decode(&encoded("Привет", Encoding::Utf16Le)).unwrap().text, "Привет");
    // One byte is missing at the end.
    let mut cut = encoded(ARABIC, Encoding::Utf16Le);
    cut.pop();
    let decoded = decode(&cut).unwrap();
    assert_eq!((decoded.encoding, decoded.replaced), (Encoding::Utf16Le, 1));
    // Letters of ASCII in pairs are Chinese, and no UTF-16 all the same.
    assert_eq!(decode(b"Bush hid the facts").unwrap().encoding, Encoding::Utf8);
}

#[test]
fn a_text_of_two_bytes_a_letter_may_be_cut_as_well() {
    for (text, encoding) in [
        (CHINESE, Encoding::Gbk),
        (TAIWANESE, Encoding::Big5),
        (JAPANESE, Encoding::ShiftJis),
        (JAPANESE, Encoding::EucJp),
    ] {
        let text = format!("{text}\n").repeat(3);
        // The last letter but the line end, without its second byte.
        let mut bytes = encoded(text.trim_end().trim_end_matches('。'), encoding);
        bytes.pop();
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.encoding, decoded.replaced), (encoding, 1), "{}", decoded.text);
    }
}

#[test]
fn no_text_has_control_characters_for_letters() {
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut bytes = Vec::new();
    for _ in 0..4096 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        bytes.push((random >> 32) as u8);
    }
    assert_eq!(decode(&bytes), Err(Unreadable::Binary));
    bytes.retain(|byte| *byte != 0);
    assert!(decode(&bytes).is_err());
    assert_eq!(decode(b"text with a zero\0 in it"), Err(Unreadable::Binary));
    // A stray one is no reason to refuse an article.
    assert!(decode("نص فيه \u{1e} حرف".as_bytes()).is_ok());
    assert!(decode("the end of a file of DOS\r\n\u{1a}".as_bytes()).is_ok());
}

#[test]
fn what_is_no_text_is_refused_by_name_whatever_its_ending_and_the_rest_comes_in() {
    let project = Project::new();
    let office = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 500]].concat();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("word.txt", [&data("C01-word.docx")[..200], b"cut off"].concat()),
        ("pdf.txt", data("C02-pdf.pdf")),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("photo.txt", b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec()),
        ("packed.txt", b"\x1F\x8B\x08\0\0\0\0\0".to_vec()),
        ("zip.txt", b"PK\x05\x06\0\0\0\0".to_vec()),
        ("old.txt", office),
        ("program.txt", b"\x7FELF\x02\x01\x01\0".to_vec()),
        ("windows.txt", b"MZ\x90\0\x03\0\0\0".to_vec()),
        ("sound.txt", b"ID3\x04\0\0\0\0\0\0".to_vec()),
        ("data.txt", "{\"name\": \"عنوان\", \"number\": 1}".into()),
        ("saved.txt", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>".to_vec()),
        ("bytes.txt", b"some\0bytes\0\x01\x02".to_vec()),
        ("dos-864.txt", data("B12-arabic-dos-864.txt")),
        ("empty.txt", Vec::new()),
        ("blank.txt", b" \r\n\t ".to_vec()),
        ("marks.txt", "\u{feff}\u{200b}\u{200f}\u{200e}\n".into()),
    ];
    let mut paths: Vec<PathBuf> = files.iter().map(|(name, bytes)| project.file(name, bytes)).collect();
    paths.insert(3, project.file("good.docx", ARABIC.as_bytes()));
    paths.push(project.folder.path().join("missing.txt"));
    let arguments: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
    let done = project.run("add", &arguments);
    assert_eq!(done.code, 1, "{done:?}");
    let said = done.err;
    for (name, _) in &files {
        let line =
            said.lines().find(|line| line.contains(&format!("/{name}"))).unwrap_or_else(|| panic!("{name}: {said}"));
        assert!(line.contains("not added"), "{line}");
    }
    assert!(said.contains("missing.txt"));
    for way_out in ["is damaged", "a sound file", "Save it as plain text", "text recognised (OCR)", "DOS-864"] {
        assert!(said.contains(way_out), "{way_out}: {said}");
    }
    assert_eq!(project.documents(), [("good".to_owned(), ARABIC.to_owned())]);
    // None of several is a failure, and nothing is there.
    let done = project.run("add", &[arguments[0], arguments[1]]);
    assert_eq!(done.code, 2);
    // An encoding that is said does not make a text of it.
    let done = project.run("add", &["--encoding", "windows-1252", arguments[0], arguments[4]]);
    assert_eq!(done.code, 2);
    assert_eq!(project.documents().len(), 1);
}

#[test]
fn mark_up_is_read_whatever_the_ending() {
    let project = Project::new();
    let sentences = "قال المتحدث إن المحادثات ستبدأ غدا. وأضاف أن الوفد سيصل مساء اليوم.";
    let word: String = (0..20).map(|number| format!("{sentences} {number}\n")).collect();
    let page = "<!DOCTYPE html><html><head><title>عنوان</title></head><body><p>نص</p></body></html>";
    for (name, bytes, text) in [
        ("word.txt", data("C01-word.docx"), word.as_str()),
        ("rtf.txt", data("C05-rtf.rtf"), "قال"),
        ("page.txt", data("C06-page.html"), "قال المتحدث إن المحادثات ستبدأ غدا. وأضاف أن الوفد سيصل مساء اليوم.\n"),
        ("page-16.txt", encoded(&format!("\u{feff}{page}"), Encoding::Utf16Le), "نص\n"),
        ("data.txt", "{\"title\": \"عنوان\", \"text\": \"نص آخر\"}".into(), "نص آخر"),
    ] {
        let path = project.file(name, &bytes);
        let done = project.run("add", &[path.to_str().unwrap()]);
        assert_ne!(done.code, 2, "{done:?}");
        assert!(project.documents().iter().any(|(_, found)| found == text), "{name}: {:?}", project.documents());
    }
}

#[test]
fn an_article_about_mark_up_is_an_article() {
    for text in [
        "قال إن الوسم <b> يجعل الكلمة غليظة، ثم عاد ومضى.",
        "<b>قال</b> المتحدث إن المحادثات ستبدأ غدا.",
        "{قال المتحدث} إن المحادثات ستبدأ غدا: نعم.",
        "[تحديث] قال المتحدث: \"نعم\".",
        "%PDF-1.7 هو رأس ملفات PDF، قال المتحدث.",
        "PK: قال المتحدث إن المحادثات ستبدأ غدا.",
        "From: the editor\nThe spokesman said yes.",
        "Title: Talks\nDate: 2026-11-27\n\nThe spokesman said yes.",
    ] {
        assert_eq!(article::no_article(text), None, "{text}");
        assert_eq!(
            article::decode(text.as_bytes(), &ReadOptions::default(), Path::new("x.txt")).map(|read| read
                .articles
                .into_iter()
                .map(|article| article.decoded.text)
                .collect::<Vec<_>>()),
            Ok(vec![text.to_owned()])
        );
    }
    let html = "<html><body><p>قال</p></body></html>";
    assert_eq!(article::no_article(html), Some(article::NoArticle::Kind(Kind::Html)));
}

#[test]
fn the_same_text_twice_is_said_and_added_only_when_asked() {
    let project = Project::new();
    let (one, again) = (project.file("one.txt", ARABIC.as_bytes()), project.file("again.txt", ARABIC.as_bytes()));
    let with_mark = project.file("mark.txt", format!("\u{feff}{ARABIC}\n").as_bytes());
    let windows = project.file("windows.txt", &encoded(ARABIC, Encoding::Windows1256));
    let path = |path: &PathBuf| path.to_str().unwrap().to_owned();
    // Twice in one call.
    let done = project.run("add", &[&path(&one), &path(&again), &path(&one)]);
    assert_eq!(done.code, 1);
    let said = done.err;
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(said.lines().all(|line| line.contains(ARABIC) && line.contains("(one)")), "{said}");
    // Later; another encoding, mark and line end make no other text.
    for path in [path(&with_mark), path(&windows)] {
        let done = project.run("add", &["--json", &path]);
        assert_eq!(done.code, 1);
        let answer: Value = done.json();
        assert_eq!(answer["documents"], Value::Array(Vec::new()));
        assert_eq!((&answer["same"][0]["document"], &answer["same"][0]["title"]), (&"one".into(), &ARABIC.into()));
    }
    assert_eq!(project.documents().len(), 1);
    let done = project.run("add", &["--anyway", &path(&again)]);
    assert_eq!(done.code, 0);
    assert_eq!(project.documents().len(), 2);
    // The same but for its line ends.
    let project = Project::new();
    let (unix, dos) = (project.file("unix.txt", b"One\nTwo\n"), project.file("dos.txt", b"One\r\nTwo"));
    assert_eq!(project.run("add", &[&path(&unix)]).code, 0);
    assert_eq!(project.run("add", &[&path(&dos)]).code, 1);
}

#[test]
fn nearly_the_same_text_is_added_and_told_of_or_as_asked() {
    let project = Project::new();
    let text = |changed: usize| -> String {
        (0..100).map(|word| format!("كلمة{} ", if word == 50 && changed > 0 { 1000 + changed } else { word })).collect()
    };
    let path = |name: &str, text: String| project.file(name, text.as_bytes()).to_str().unwrap().to_owned();
    let (one, copy, another) = (path("one.txt", text(0)), path("copy.txt", text(1)), path("another.txt", text(2)));
    assert_eq!(project.run("add", &[&one]).code, 0);
    // Five of the 96 sequences contain the changed word: 91 of 101 are in both.
    let done = project.run("add", &["--json", "--dry-run", &copy]);
    assert_eq!(done.code, 1);
    let answer: Value = done.json();
    let near = &answer["documents"][0]["near"];
    assert_eq!(near["document"], "one");
    assert!((near["similarity"].as_f64().unwrap() - 91.0 / 101.0).abs() < 0.1, "{near}");
    assert_eq!(project.documents().len(), 1);
    let done = project.run("add", &["--same", "skip", "--json", &copy]);
    assert_eq!((done.code, project.documents().len()), (1, 1));
    let answer: Value = done.json();
    assert_eq!((&answer["documents"], &answer["same"][0]["document"]), (&Value::Array(Vec::new()), &"one".into()));
    let done = project.run("add", &[&copy]);
    assert_eq!((done.code, project.documents().len()), (1, 2));
    assert!(done.err.contains("the same as"), "{done:?}");
    let done = project.run("add", &["--same", "add", &another, &one]);
    assert_eq!((done.code, project.documents().len()), (1, 4), "{done:?}");
    // Nobody can be asked here.
    assert_eq!(project.run("add", &["--same", "ask", &one]).code, 2);
}

#[test]
fn what_is_found_is_shown_before_it_is_added() {
    let project = Project::new();
    let table =
        project.file("t.csv", "c1,العنوان,المصدر\nنص المقال الأول,أول,الميناء\nنص المقال الثاني,ثان,\n".as_bytes());
    let path = table.to_str().unwrap();
    let done = project.run("add", &["--dry-run", "--map", "c1=text", path]);
    assert_eq!((done.code, project.documents().len()), (0, 0), "{done:?}");
    let rows: Vec<Vec<&str>> = done.out.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!(rows[1], ["أول", "الميناء", "", "ar", "15", "UTF-8", "0"]);
    assert_eq!(project.run("add", &["--map", "c1=text", path]).code, 0);
    assert_eq!(project.documents().len(), 2);
    assert_eq!(project.run("add", &["--map", "c1=nothing", path]).code, 2);
}

#[test]
fn titles_and_languages_come_from_the_text() {
    let project = Project::new();
    let long = "كلمة ".repeat(60);
    for (name, text, title, language) in [
        ("cr", &data("D01-cr-only.txt")[..], "A headline", ""),
        ("nel", &data("D04-nel.txt"), "The spokesman", ""),
        ("boms", &data("D06-two-boms.txt"), "The spokesman said yes.", ""),
        ("separator", "One\u{2028}two".as_bytes(), "One", ""),
        ("marks", "\u{200f}\u{200f} عنوان \u{200e}\nنص طويل".as_bytes(), "عنوان", "ar"),
        ("numbers", b"12\n***\n34", "numbers", ""),
        ("persian", PERSIAN.as_bytes(), PERSIAN, "fa"),
        ("hebrew", HEBREW.as_bytes(), HEBREW, "he"),
        ("long", long.as_bytes(), &format!("{}…", "كلمة ".repeat(24).trim_end()), "ar"),
    ] {
        let path = project.file(&format!("{name}.txt"), text);
        let done = project.run("add", &[path.to_str().unwrap()]);
        assert_eq!(done.code, 0, "{done:?}");
        let opened = store::open(&project.path()).unwrap().project;
        let metadata = &opened.documents.values().find(|document| document.id.as_str() == name).unwrap().metadata;
        assert_eq!((metadata.title.as_str(), metadata.language.as_str()), (title, language), "{name}");
    }
}

#[test]
fn a_new_text_is_read_as_an_article_is() {
    let project = Project::new();
    let path = |name: &str, bytes: &[u8]| project.file(name, bytes).to_str().unwrap().to_owned();
    assert_eq!(project.run("add", &[&path("one.txt", ARABIC.as_bytes())]).code, 0);
    let replace = |arguments: &[&str]| project.run("replace-text", arguments);
    // What is no text does not become one.
    for (name, bytes) in
        [("new.docx", data("C01-word.docx")[..200].to_vec()), ("new.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec())]
    {
        let done = replace(&["one", &path(name, &bytes)]);
        assert_eq!(done.code, 2);
        assert!(done.err.contains(name));
    }
    // A damaged place is said, and the text is UTF-8 all the same.
    let damaged = [ARABIC.as_bytes(), b"\xFF"].concat();
    let done = replace(&["--json", "one", &path("damaged.txt", &damaged)]);
    assert_eq!(done.code, 1);
    let answer: Value = done.json();
    assert_eq!((&answer["encoding"], &answer["replaced"]), (&"UTF-8".into(), &1.into()));
    assert_eq!(project.documents()[0].1, format!("{ARABIC}\u{fffd}"));
    let marked = ["\u{feff}".as_bytes(), &damaged, b"\n"].concat();
    let done = replace(&["one", &path("marked.txt", &marked)]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("U+FFFD"));
    // An encoding can be said.
    let windows = path("windows.txt", &encoded(ARABIC, Encoding::Windows1256));
    let done = replace(&["--encoding", "cp1252", "--json", "one", &windows]);
    let answer: Value = done.json();
    assert_eq!((&answer["encoding"], &answer["replaced"]), (&"Windows-1252".into(), &0.into()));
}

/// A project and files beside it.
struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        store::create(&folder.path().join("project"), &bayan::model::project::Project::new("t")).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, verb: &str, arguments: &[&str]) -> Said {
        bayan(&[&[verb, self.path().to_str().unwrap()], arguments].concat())
    }

    fn documents(&self) -> Vec<(String, String)> {
        let opened = store::open(&self.path()).unwrap();
        assert_eq!(opened.problems, Vec::new());
        let documents = opened.project.documents.values();
        documents.map(|document| (document.id.to_string(), document.content.as_str().to_owned())).collect()
    }
}

fn data(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/incoming").join(name)).unwrap()
}

/// The bytes of a text in one of the encodings that can be written.
fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    let bytes = match encoding {
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Utf32Le => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
        Encoding::Utf32Be => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
        _ => {
            let label = match encoding {
                Encoding::Dos866 => "ibm866",
                other => other.name(),
            };
            let codec = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            let (bytes, _, lossy) = codec.encode(text);
            assert!(!lossy, "{label}: {text}");
            bytes.into_owned()
        }
    };
    assert_eq!(decode_as(&bytes, encoding).text.trim_start_matches('\u{feff}'), text.trim_start_matches('\u{feff}'));
    bytes
}

#[test]
fn another_version_is_linked_to_the_article_that_is_here() {
    let project = Project::new();
    let text = |changed: usize| -> String {
        (0..100).map(|word| format!("كلمة{} ", if word == 50 && changed > 0 { 1000 + changed } else { word })).collect()
    };
    let path = |name: &str, text: String| project.file(name, text.as_bytes()).to_str().unwrap().to_owned();
    assert_eq!(project.run("add", &[&path("one.txt", text(0))]).code, 0);
    // The second is a version of the first, and the third, which comes with it, too.
    let (two, three) = (path("two.txt", text(1)), path("three.txt", text(2)));
    let done = project.run("add", &["--same", "version", &two, &three]);
    assert_eq!(done.code, 1, "{done:?}");
    let opened = store::open(&project.path()).unwrap().project;
    let links: Vec<_> = opened
        .documents
        .values()
        .map(|d| (d.id.as_str(), d.metadata.replaced_by.as_ref().map(|id| id.as_str())))
        .collect();
    assert_eq!(links, [("one", None), ("three", Some("one")), ("two", Some("one"))]);
}
