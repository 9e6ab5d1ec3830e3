//! Articles in the files they come in: the known answer of each container, and bad files.

use std::io::{Cursor, Write as _};
use std::path::Path;

use bayan::formats::article::kind::Kind;
use bayan::formats::article::{self, ArticleError, ArticleField, ReadArticle, ReadFile, ReadOptions};
use bayan::formats::by_id;
use bayan::formats::input::Input;
use bayan::model::document::Metadata;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A file of the article in all its containers.
fn oracle(name: &str) -> Vec<u8> {
    std::fs::read(Path::new("tests/data/interchange/articles").join(name)).unwrap()
}

fn truth() -> String {
    String::from_utf8(oracle("article.txt")).unwrap()
}

fn decode(name: &str, bytes: &[u8]) -> Result<ReadFile, ArticleError> {
    article::decode(bytes, &ReadOptions::default(), Path::new(name))
}

/// The one article of a file.
fn one(name: &str, bytes: &[u8]) -> ReadArticle {
    let mut read = decode(name, bytes).unwrap();
    assert_eq!((read.articles.len(), read.refused.len()), (1, 0), "{read:?}");
    read.articles.pop().unwrap()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // The formats want the type of the file unpacked.
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    zipped(&[("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>").as_bytes())])
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())])
}

#[test]
fn office_documents_give_the_article_exactly() {
    for name in ["article.docx", "article.odt"] {
        let article = one("any.bin", &oracle(name));
        assert_eq!(article.decoded.text, truth(), "{name}");
        assert_eq!((article.losses.len(), article.doubts.len()), (0, 0), "{name}: {article:?}");
        assert_eq!(article.encoding(), None);
        // The files say `en-US`, and no title: both come from the text.
        assert_eq!(article.metadata, Metadata::default(), "{name}");
    }
}

#[test]
fn a_saved_page_gives_its_article() {
    let article = one("saved.txt", &oracle("saved-page.html"));
    let truth = truth();
    let paragraphs: Vec<&str> = truth.lines().skip(3).take(4).collect();
    let read: Vec<&str> = article.decoded.text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        read.iter().filter(|line| **line != "وكالة الميناء").copied().collect::<Vec<_>>(),
        [paragraphs.clone(), paragraphs].concat()
    );
    let Metadata { title, publisher, published, .. } = &article.metadata;
    assert_eq!(
        (title.as_str(), publisher.as_str(), published.as_str()),
        ("وزير المياه يحذّر من صيف جافّ وجزيرة النور تردّ", "وكالة الميناء", "2024-06-11")
    );
    assert_eq!(article.metadata.language, "ar");
    assert_eq!(article.losses.len(), 1, "{:?}", article.losses);
    // What was left out can be had.
    let whole = ReadOptions { whole_page: true, ..ReadOptions::default() };
    let read = article::decode(&oracle("saved-page.html"), &whole, Path::new("page.html")).unwrap();
    let text = &read.articles[0].decoded.text;
    for left_out in ["الأكثر قراءة", "جميع الحقوق محفوظة", "تابعنا"] {
        assert!(!article.decoded.text.contains(left_out), "{left_out}");
        assert!(text.contains(left_out), "{left_out}: {text}");
    }
    assert!(read.articles[0].losses.is_empty());
}

#[test]
fn what_a_page_states_about_itself_is_found_where_it_stands() {
    let text =
        "<p>أعلنت هيئة الموانئ مساء الأربعاء أن رصيف الحبوب سيبقى مفتوحا طوال الشتاء وأن الصيانة لن توقف التفريغ.</p>"
            .repeat(4);
    for (head, inside, expected) in [
        // Blog systems state the language of the system.
        ("", "", ("", "", "ar")),
        ("<meta name=\"DC.Date.Issued\" content=\"2024-06-11\">", "", ("2024-06-11", "", "ar")),
        ("<meta name=\"publisher\" content=\"الميناء\">", "", ("", "الميناء", "ar")),
        ("", "<time datetime=\"2024-06-11T08:00:00Z\">أمس</time>", ("2024-06-11", "", "ar")),
        // Two days are those of two articles.
        ("", "<time datetime=\"2024-06-11\">a</time><time datetime=\"2024-06-12\">b</time>", ("", "", "ar")),
        ("", "<span itemprop=\"datePublished\" content=\"2024-06-11\"></span>", ("2024-06-11", "", "ar")),
    ] {
        let page = format!(
            "<!doctype html><html lang=\"en-US\"><head><meta charset=\"utf-8\"><title>عنوان</title>{head}</head><body><article>{inside}{text}</article></body></html>"
        );
        let Metadata { publisher, published, language, .. } = &one("a.html", page.as_bytes()).metadata;
        let language = if language.is_empty() { "ar" } else { language };
        assert_eq!((published.as_str(), publisher.as_str(), language), expected, "{head}{inside}");
    }
}

#[test]
fn a_page_is_read_in_the_encoding_that_it_states() {
    let page = String::from_utf8(oracle("saved-page.html")).unwrap().replace("utf-8", "windows-1256");
    let page = page.replace('١', "1").replace('٢', "2").replace('٠', "0");
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1256.encode(&page);
    assert!(!lossy);
    let article = one("page.html", &bytes);
    assert_eq!(article.decoded.encoding.name(), "Windows-1256");
    assert!(article.decoded.text.starts_with("وكالة الميناء\n") || article.decoded.text.starts_with("أعلنت وزارة"));
}

#[test]
fn word_documents_give_text_and_count_what_is_beside_it() {
    let article = one(
        "a.docx",
        &docx(
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs><w:numPr/></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t xml:space=\"preserve\">b &amp; &#x62a;</w:t><w:br/></w:r>\
             <w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>\
             <w:r><w:footnoteReference w:id=\"1\"/><w:noBreakHyphen/><w:softHyphen/></w:r></w:p>\
             <w:p><mc:AlternateContent><mc:Choice><w:r><w:t>shown</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>twice</w:t></w:r></mc:Fallback></mc:AlternateContent>\
             <w:r><w:drawing><w:p><w:r><w:t>box</w:t></w:r></w:p></w:drawing><w:instrText>PAGE</w:instrText></w:r></w:p>",
        ),
    );
    assert_eq!(article.decoded.text, "a\tb & ت\nnew\u{2011}\u{ad}\nshown\n");
    assert_eq!(article.losses.len(), 4, "{:?}", article.losses);
}

#[test]
fn open_documents_have_the_spaces_that_the_format_defines() {
    let article = one(
        "a.odt",
        &odt(
            "<text:h>  A \n title</text:h><text:p>a<text:s text:c=\"2\"/>b<text:tab/>c<text:line-break/> d <text:span> e</text:span>\
             <text:note><text:note-body><text:p>note</text:p></text:note-body></text:note></text:p>\
             <text:tracked-changes><text:p>old</text:p></text:tracked-changes><text:p>end</text:p>",
        ),
    );
    assert_eq!(article.decoded.text, "A title\na  b\tc\nd e\nend\n");
    assert_eq!(article.losses.len(), 1, "{:?}", article.losses);
}

#[test]
fn bad_packed_files_are_refused_with_the_reason() {
    let deep = format!("{}{}", "<w:p>".repeat(100_000), "</w:p>".repeat(100_000));
    let entity = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><w:document><w:p><w:r><w:t>x&b;y</w:t></w:r></w:p></w:document>";
    for (what, bytes) in [("deep", docx(&deep)), ("cut", docx("<w:p><w:r>")), ("crossed", docx("<w:p></w:r>"))] {
        assert!(matches!(decode("a.docx", &bytes), Err(ArticleError::Damaged { .. })), "{what}");
    }
    // Entities are not expanded.
    let article = one("a.docx", &zipped(&[("word/document.xml", entity.as_bytes())]));
    assert_eq!(article.decoded.text, "xy\n");
    // A gigabyte of zeros takes a megabyte.
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    for _ in 0..80 {
        zip.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(decode("a.docx", &bomb), Err(ArticleError::Unpacks(_))));
    for name in ["../word/document.xml", "/word/document.xml", "C:\\word/document.xml"] {
        let bytes = zipped(&[("word/x", b"x"), (name, b"x")]);
        assert!(matches!(decode("a.docx", &bytes), Err(ArticleError::OddName { .. })), "{name}");
    }
    let mut locked = docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>");
    // The flag of an encrypted entry, in the entry and in the directory.
    locked[6] |= 1;
    let directory = locked.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    locked[directory + 8] |= 1;
    assert!(matches!(decode("a.docx", &locked), Err(ArticleError::Encrypted(_))));
    let whole = oracle("article.docx");
    for length in (0..whole.len()).step_by(97) {
        assert!(decode("a.docx", &whole[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn bad_pages_are_refused_in_bounded_time() {
    let deep = format!("<html><body>{}", "<div>".repeat(200_000));
    assert!(matches!(decode("a.html", deep.as_bytes()), Err(ArticleError::Damaged { .. })));
    let deep = format!(
        "<html><head><script type=\"application/ld+json\">{}</script></head><body><p>نص المقال</p></body></html>",
        "[{\"a\":".repeat(50_000)
    );
    assert!(decode("a.html", deep.as_bytes()).is_ok());
}

#[test]
fn what_cannot_be_read_is_named() {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    for (name, kind) in [("EncryptedPackage", Kind::Encrypted), ("WordDocument", Kind::OldWord)] {
        let bytes = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 500], &wide(name)].concat();
        let Err(ArticleError::NoText { kind: found, .. }) = decode("a.docx", &bytes) else { panic!("{name}") };
        assert_eq!(found, kind);
    }
}

#[test]
fn workbooks_in_a_binary_form_are_refused_with_the_way_out() {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let xls = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 500], &wide("Workbook"), &[0; 500]].concat();
    let xlsb = zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.bin", &[0x83, 1, 0])]);
    for (name, bytes) in [("a.xls", xls), ("a.xlsb", xlsb)] {
        let Err(error) = decode(name, &bytes) else { panic!("{name}") };
        assert!(matches!(error, ArticleError::NoText { kind: Kind::OldSpreadsheet, .. }), "{error}");
        assert!(error.to_string().contains(".xlsx"), "{error}");
        // And as a table of statements.
        let input = Input::File { path: name.into(), bytes };
        let (project, warnings) = by_id("xlsx").unwrap().reader.unwrap().read_all(&input);
        assert!(project.layers.is_empty());
        assert_eq!(warnings.len(), 1);
        assert!(warnings[0].message.contains(".xlsx"), "{warnings:?}");
    }
}

#[test]
fn sheets_that_would_fill_the_memory_are_refused_before_they_are_made() {
    let sheet = |cells: &str| {
        format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
        )
    };
    let xlsx = |cells: &str, shared: &str| {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let strings = format!("<sst xmlns=\"{main}\">{shared}</sst>");
        let book = format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
        );
        let package = format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        let related = format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
             <Relationship Id=\"r2\" Type=\"{relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
        );
        zipped(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("_rels/.rels", package.as_bytes()),
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", related.as_bytes()),
            ("xl/sharedStrings.xml", strings.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet(cells).as_bytes()),
        ])
    };
    let heads = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>title</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>text</t></is></c></row>";
    let far = format!("{heads}<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>");
    let many: String =
        (2..20_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let long = format!("<si><t>{}</t></si>", "x".repeat(100_000));
    let ods = |rows: &str| {
        let content = format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"a\">{rows}</table:table>\
             </office:spreadsheet></office:body></office:document-content>"
        );
        zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", b"<manifest:manifest/>"),
            ("content.xml", content.as_bytes()),
        ])
    };
    let cell = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"16000\"><text:p>x</text:p></table:table-cell>";
    let repeated = format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>");
    let bombs = [
        ("a long text in many cells", "a.xlsx", xlsx(&(heads.to_owned() + &many), &long)),
        ("a cell that is repeated", "a.ods", ods(&repeated)),
    ];
    for (what, name, bytes) in bombs {
        let result = decode(name, &bytes);
        assert!(matches!(result, Err(ArticleError::Unpacks(_))), "{what}: {result:?}");
        let input = Input::File { path: name.into(), bytes };
        let (project, warnings) = by_id("xlsx").unwrap().reader.unwrap().read_all(&input);
        assert!(project.layers.is_empty() && !warnings.is_empty(), "{what}");
        // Of an XLSX, only a row is in memory; its statements have no article here.
        assert_eq!(warnings[0].message.contains("cells"), name == "a.ods", "{what}: {warnings:?}");
    }
    // Between two cells that are far apart, nothing is made.
    let started = std::time::Instant::now();
    let bytes = xlsx(&far, "");
    assert!(matches!(decode("a.xlsx", &bytes), Err(ArticleError::Empty(_))));
    let input = Input::File { path: "a.xlsx".into(), bytes };
    let (project, warnings) = by_id("xlsx").unwrap().reader.unwrap().read_all(&input);
    assert!(project.layers.is_empty() && !warnings.is_empty(), "{warnings:?}");
    assert!(started.elapsed() < std::time::Duration::from_secs(60));
    let fine = ods(
        "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>title</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"string\"><text:p>text</text:p></table:table-cell></table:table-row>\
         <table:table-row><table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"string\"><text:p>نص</text:p>\
         </table:table-cell><table:table-cell table:number-columns-repeated=\"16382\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
    );
    assert_eq!(decode("a.ods", &fine).unwrap().articles.len(), 1);
}

/// A text in the shape that Nexis gives: a list of titles, then two articles.
const NEXIS: &str = "User Name: someone\nDate and Time: Wednesday, 12 June 2024 10:00:00\nDocuments (2)\n1. The dam stays open\n2. A second report\n\n\
    The dam stays open\nThe Harbour Gazette\nJune 11, 2024 Tuesday\n\nCopyright 2024 The Harbour Gazette All Rights Reserved\n\nSection: NEWS; Pg. 3\nLength: 12 words\nByline: A Reporter\n\nBody\n\n\
    The minister said the dam would stay open until autumn, she added.\n\nLoad-Date: June 12, 2024\n\nEnd of Document\n\n\
    A second report\nHarbour Agency\n12 June 2024 Wednesday 08:15\n\nLength: 400 words\n\nBody\n\nThe council replied.\n\nClassification\n\nLanguage: ENGLISH\n\nEnd of Document\n";

const OLD_NEXIS: &str = "                               1 of 2 DOCUMENTS\n\n                             The Harbour Gazette\n\n                             June 11, 2024 Tuesday\n\nThe dam stays open\n\nSECTION: NEWS\n\nLENGTH: 12 words\n\n\
    The minister said the dam would stay open until autumn, she added.\n\nLOAD-DATE: June 12, 2024\n\nLANGUAGE: ENGLISH\n\n\
    \x20                              2 of 2 DOCUMENTS\n\nHarbour Agency\n\nJune 12, 2024\n\nA second report\n\nLENGTH: 3 words\n\nThe council replied.\n\nLOAD-DATE: June 12, 2024\n";

const FACTIVA: &str = "السد يبقى مفتوحا\n12 كلمة\n11 يونيو 2024\nوكالة الميناء\nHRBAG\nArabic\nCopyright 2024 وكالة الميناء\n\nقالت الوزيرة إن السد سيبقى مفتوحا حتى الخريف.\n\nDocument HRBAG00020240611ek6b0001x\n\n\
    A second report\n3 words\n12 June 2024\n10:15\nHarbour Agency\nHRBAG\nEnglish\n(c) 2024 Harbour Agency\n\nThe council replied.\n\nDocument HRBAG00020240612ek6c00002\n";

const FACTIVA_CODED: &str = "SE News\nHD The dam stays open\nWC 12 words\nPD 11 June 2024\nSN The Harbour Gazette\nSC HARGAZ\nLA English\nCY Copyright 2024\n\nLP\nThe minister said the dam would stay open.\n\nTD\nUntil autumn, she added.\nNS gpol\nAN Document HARGAZ0020240611ek6b00001\n";

const PROQUEST: &str = "____________________________________________________________\n\nDocument 1 of 2\n\nThe dam stays open\n\nPublication title: The Harbour Gazette\nPublication date: Jun 11, 2024\nFull text: The minister said the dam would stay open.\nShe said so on Tuesday.\nSubject: Dams\nLanguage of publication: English\nProQuest document ID: 1\nDocument URL: https://example.org/1\n\n\
    ____________________________________________________________\n\nDocument 2 of 2\n\nA second report\n\nPublication title: Harbour Agency\nPublication date: Jun 12, 2024\nFull text: The council replied.\nProQuest document ID: 2\n\n____________________________________________________________\n";

#[test]
fn collections_are_split_with_what_the_database_says() {
    type Expected<'a> = (&'a str, &'a str, &'a str, &'a str);
    let open = "The minister said the dam would stay open until autumn, she added.\n";
    let first: Expected<'_> = ("The dam stays open", "The Harbour Gazette", "2024-06-11", open);
    let second: Expected<'_> = ("A second report", "Harbour Agency", "2024-06-12", "The council replied.\n");
    let arabic = ("السد يبقى مفتوحا", "وكالة الميناء", "2024-06-11", "قالت الوزيرة إن السد سيبقى مفتوحا حتى الخريف.\n");
    let coded = "The minister said the dam would stay open.\n\nUntil autumn, she added.\n";
    let two = "The minister said the dam would stay open.\nShe said so on Tuesday.\n";
    for (name, text, expected) in [
        ("nexis", NEXIS, vec![first, second]),
        ("old nexis", OLD_NEXIS, vec![first, second]),
        ("factiva", FACTIVA, vec![arabic, second]),
        ("factiva coded", FACTIVA_CODED, vec![("The dam stays open", "The Harbour Gazette", "2024-06-11", coded)]),
        ("proquest", PROQUEST, vec![("The dam stays open", "The Harbour Gazette", "2024-06-11", two), second]),
    ] {
        let paragraphs: String = text
            .lines()
            .map(|line| format!("<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"))
            .collect();
        let rtf: String = text.chars().fold("{\\rtf1\\ansi ".to_owned(), |rtf, c| match c {
            '\n' => rtf + "\\par\n",
            c if c.is_ascii() => rtf + &c.to_string(),
            c => rtf + &format!("\\u{}?", c as u32),
        }) + "}";
        for bytes in [text.as_bytes().to_vec(), docx(&paragraphs), rtf.into_bytes()] {
            let read = decode("collection.txt", &bytes).unwrap();
            let found: Vec<Expected<'_>> = read
                .articles
                .iter()
                .map(|article| {
                    let Metadata { title, publisher, published, .. } = &article.metadata;
                    (title.as_str(), publisher.as_str(), published.as_str(), article.decoded.text.as_str())
                })
                .collect();
            assert_eq!(found, expected, "{name}");
            assert!(read.refused.is_empty(), "{name}: {:?}", read.refused);
        }
    }
    // In a web page, where a reader's view would find one article; blank lines are those of the page.
    for (text, expected) in [(NEXIS, 2), (OLD_NEXIS, 2), (FACTIVA, 2), (FACTIVA_CODED, 1), (PROQUEST, 2)] {
        let paragraphs: String = text.lines().map(|line| format!("<p>{}</p>", line.trim())).collect();
        let page = format!("<!DOCTYPE html><html><body>{paragraphs}</body></html>");
        let without_blanks = |read: &ReadFile| -> Vec<(Metadata, Vec<String>)> {
            let lines = |text: &str| text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
            read.articles.iter().map(|a| (a.metadata.clone(), lines(&a.decoded.text))).collect()
        };
        let (page, plain) = (decode("c.html", page.as_bytes()).unwrap(), decode("c.txt", text.as_bytes()).unwrap());
        assert_eq!(plain.articles.len(), expected);
        assert_eq!(without_blanks(&page), without_blanks(&plain));
    }
    // A line about the place has a date as well, but is not the date of publication.
    let dateline = NEXIS.replacen("Length:", "Dateline: CAIRO, June 9, 2024\nLength:", 1);
    let read = decode("n.txt", dateline.as_bytes()).unwrap();
    assert_eq!(read.articles[0].metadata, decode("n.txt", NEXIS.as_bytes()).unwrap().articles[0].metadata);
    // Marks that are not known are not passed over in silence.
    let other = NEXIS.replace("End of Document", "Fin du document").replace("\nBody\n", "\nCorps\n");
    let article = one("n.txt", other.as_bytes());
    assert_eq!(article.doubts.len(), 1, "{:?}", article.doubts);
    // The second article of Nexis has 3 words where 400 are stated.
    let doubts: Vec<usize> =
        decode("n.txt", NEXIS.as_bytes()).unwrap().articles.iter().map(|a| a.doubts.len()).collect();
    assert_eq!(doubts, [0, 1]);
}

#[test]
fn rich_text_is_read_in_the_code_page_of_each_font() {
    for (rtf, text) in [
        // Windows-1256, stated by the document and by a font.
        (r"{\rtf1\ansi\ansicpg1256 \'de\'c7\'e1\par}", "قال\n"),
        (
            r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset178 Arial;}}\f1 \'de\'c7\'e1\f0  \'e9t\'e9\par}",
            "قال été\n",
        ),
        // Unicode with one character for older readers, with none, and as a surrogate pair.
        (r"{\rtf1\uc1 \u1602?\u1575?\u1604?}", "قال"),
        (r"{\rtf1\uc0 \u1602\u1575\u1604 {\uc2\u1605??}.}", "قالم."),
        (r"{\rtf1 \u-10179?\u-8704?}", "😀"),
        (
            r"{\rtf1 a\tab b\line c\~d\_e\-f \{x\} \\ {\*\generator none;}\emdash{\b bold}{\footnote note}}",
            "a\tb\nc\u{a0}d\u{2011}e\u{ad}f {x} \\ —bold",
        ),
        (
            "{\\rtf1 {\\info{\\title t}{\\author a}}{\\stylesheet{s Normal;}}{\\colortbl;\\red0;}{\\pict 00ff}te\r\nxt}",
            "text",
        ),
        ("{\\rtf1 a{\\bin3 }}}}b}", "ab"),
    ] {
        assert_eq!(one("a.rtf", rtf.as_bytes()).decoded.text, text, "{rtf}");
    }
    let deep = format!("{{\\rtf1 {}", "{".repeat(100_000));
    assert!(matches!(decode("a.rtf", deep.as_bytes()), Err(ArticleError::Damaged { .. })));
    assert!(matches!(decode("a.rtf", b"{\\rtf1 cut off"), Err(ArticleError::Damaged { .. })));
    assert!(decode("a.rtf", b"{\\rtf1 \\bin999999999 x}").is_err());
}

#[test]
fn letters_and_pages_saved_as_one_file_are_read() {
    let letter = "From: Harbour Agency <news@example.org>\r\nSubject: =?utf-8?B?2KfZhNiz2K8=?=\r\nDate: Tue, 11 Jun 2024 08:00:00 +0300\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=windows-1256\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=DE=C7=E1 =C7=E1=E3=CA=CD=CF=CB.\r\n";
    let article = one("a.eml", letter.as_bytes());
    assert_eq!(article.decoded.text, "قال المتحدث.\n");
    let Metadata { title, publisher, published, .. } = &article.metadata;
    assert_eq!((title.as_str(), publisher.as_str(), published.as_str()), ("السد", "Harbour Agency", "2024-06-11"));
    let page = String::from_utf8(oracle("saved-page.html")).unwrap();
    let saved = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/water\r\nSubject: x\r\nDate: Wed, 12 Jun 2024 08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b\"\r\n\r\n----b\r\nContent-Type: text/html\r\nContent-Location: https://example.org/water\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n----b\r\nContent-Type: image/png\r\nContent-Location: https://example.org/p.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----b--\r\n"
    );
    let (article, from_page) = (one("a.mht", saved.as_bytes()), one("a.html", page.as_bytes()));
    assert_eq!(article.decoded.text, from_page.decoded.text);
    assert_eq!(
        (article.metadata.url.as_str(), article.metadata.published.as_str()),
        ("https://example.org/water", "2024-06-11")
    );
}

#[test]
fn books_zips_and_tables_give_their_articles() {
    let package = "<package><metadata><dc:title>خطب</dc:title><dc:date>2024-06-11</dc:date><dc:language>ar</dc:language></metadata><manifest><item id=\"b\" href=\"b%20b.xhtml\"/><item id=\"a\" href=\"a.xhtml\"/></manifest><spine><itemref idref=\"b\"/><itemref idref=\"a\"/></spine></package>";
    let book = zipped(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<container><rootfiles><rootfile full-path=\"O/p.opf\"/></rootfiles></container>"),
        ("O/p.opf", package.as_bytes()),
        ("O/a.xhtml", b"<html><body><p>second</p></body></html>"),
        ("O/b b.xhtml", b"<html><head><title>t</title></head><body><h1>first</h1><p>one</p></body></html>"),
    ]);
    let article = one("book.zip", &book);
    assert_eq!(article.decoded.text.split_whitespace().collect::<Vec<_>>(), ["first", "one", "second"]);
    assert_eq!((article.metadata.title.as_str(), article.metadata.published.as_str()), ("خطب", "2024-06-11"));

    let table = "العنوان,النص,تاريخ النشر,الصحيفة,عدد\n\"أول\",\"سطر\nوسطر\",11 يونيو 2024,الميناء,3\n,,,,\nثان,نص ثان,2024-06-12,,4\nثالث,,2024-06-13,,\n";
    let read = decode("t.csv", table.as_bytes()).unwrap();
    let found: Vec<(&str, &str, &str, &str)> = read
        .articles
        .iter()
        .map(|a| {
            (
                a.metadata.title.as_str(),
                a.decoded.text.as_str(),
                a.metadata.published.as_str(),
                a.metadata.publisher.as_str(),
            )
        })
        .collect();
    assert_eq!(found, [("أول", "سطر\nوسطر", "2024-06-11", "الميناء"), ("ثان", "نص ثان", "2024-06-12", "")]);
    assert_eq!((read.refused.len(), read.articles[0].losses.len()), (1, 1), "{read:?}");
    let lines =
        "{\"headline\": \"أول\", \"body\": \"نص\"}\n{\"headline\": \"ثان\", \"body\": \"نص ثان\", \"lang\": \"ar\"}\n";
    assert_eq!(decode("t.txt", lines.as_bytes()).unwrap().articles.len(), 2);
    let options = ReadOptions {
        columns: vec![("c1".to_owned(), Some(ArticleField::Text)), ("c2".to_owned(), Some(ArticleField::Title))],
        ..ReadOptions::default()
    };
    let read = article::decode(b"c1;c2\nthe text;the title\n", &options, Path::new("t.csv")).unwrap();
    assert_eq!(
        (read.articles[0].decoded.text.as_str(), read.articles[0].metadata.title.as_str()),
        ("the text", "the title")
    );
    // One column that a person names is enough; one that a person denies is not taken.
    let said = |head: &str, field| ReadOptions { columns: vec![(head.to_owned(), field)], ..ReadOptions::default() };
    let table = b"kop,corpus,dag\nx,the text,1\ny,another,2\n";
    let read = article::decode(table, &said("corpus", Some(ArticleField::Text)), Path::new("t.csv")).unwrap();
    assert_eq!(read.articles.len(), 2);
    let table_with_date = b"text,title,date\nthe text,a,2024-06-11\nanother,b,2024-06-12\n";
    let read = article::decode(table_with_date, &said("date", None), Path::new("t.csv")).unwrap();
    assert_eq!(read.articles[0].metadata.published, "");
    // A table whose heads are not known is no article.
    for table in [&table[..], b"kop;corpus;dag\nx;y;1\nx;z;2\n", b"[{\"kop\": 1, \"corpus\": \"x\"}, {\"kop\": 2}]"] {
        let read = decode("t.txt", table).unwrap();
        assert!(
            matches!(read.refused.as_slice(), [ArticleError::NoColumns(_)]) && read.articles.is_empty(),
            "{read:?}"
        );
        let heads: Vec<&str> = read.tables[0].columns.iter().map(|column| column.head.as_str()).collect();
        assert!(heads.starts_with(&["kop", "corpus"]), "{heads:?}");
    }
    // Prose with commas is prose, also with as many in each line.
    for prose in
        ["Yes, he said, no.\nNo, she said, yes.\nWell, they said, perhaps.\n", "One, two\nthree, four\nfive, six\n"]
    {
        assert_eq!(one("a.txt", prose.as_bytes()).decoded.text, prose);
    }
    assert_eq!(
        one("a.txt", b"The text, the title\nand more, he said").decoded.text,
        "The text, the title\nand more, he said"
    );

    let zip = zipped(&[
        ("b/article.docx", &oracle("article.docx")),
        ("a.txt", "نص أول".as_bytes()),
        ("p.png", b"\x89PNG\r\n\x1a\n"),
        ("__MACOSX/x", b"x"),
        ("in.zip", &zipped(&[("a", b"a")])),
    ]);
    let read = decode("all.zip", &zip).unwrap();
    let texts: Vec<&str> = read.articles.iter().map(|article| article.decoded.text.as_str()).collect();
    assert_eq!(texts, ["نص أول", &truth()]);
    assert_eq!(read.refused.len(), 2, "{:?}", read.refused);
    assert_eq!(read.articles[1].from, "all.zip/b/article.docx");
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    std::fs::write(folder.path().join("in/a.txt"), "نص أول").unwrap();
    std::fs::write(folder.path().join("b.html"), oracle("saved-page.html")).unwrap();
    std::fs::write(folder.path().join(".hidden"), "x").unwrap();
    let read = article::read(folder.path(), &ReadOptions::default()).unwrap();
    assert_eq!((read.articles.len(), read.refused.len()), (2, 0));
}

#[test]
fn markdown_says_in_its_head_what_is_known() {
    let text =
        "---\ntitle: \"السد\"\ndate: 2024-06-11\ntags:\n  - dams\nsource: الميناء\n---\n\n# عنوان\n\nنص *المقال*.\n";
    let article = one("a.txt", text.as_bytes());
    assert_eq!(article.decoded.text, "# عنوان\n\nنص *المقال*.\n");
    let Metadata { title, publisher, published, .. } = &article.metadata;
    assert_eq!((title.as_str(), publisher.as_str(), published.as_str()), ("السد", "الميناء", "2024-06-11"));
    for text in ["---\nقال المتحدث نعم.\n---\nثم مضى.\n", "---\ntitle: x\n", "# عنوان\n\nنص\n"]
    {
        assert_eq!(one("a.md", text.as_bytes()).decoded.text, text);
    }
}

#[test]
fn deep_nesting_that_is_allowed_does_not_overflow_the_stack() {
    let deep = format!("<html><body>{}<p>نص المقال</p>{}</body></html>", "<div>".repeat(990), "</div>".repeat(990));
    assert_eq!(one("a.html", deep.as_bytes()).decoded.text, "نص المقال\n");
    let parts: String =
        (0..5000).map(|at| format!("Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n")).collect();
    // Refused or read; the process goes on.
    let _ = decode("a.eml", format!("MIME-Version: 1.0\r\n{parts}\r\ntext").as_bytes());
    let letters = "Content-Type: message/rfc822\r\n\r\n".repeat(5000);
    let _ = decode("a.eml", format!("MIME-Version: 1.0\r\n{letters}text").as_bytes());
}

#[test]
fn spreadsheets_give_their_articles() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in ["Title", "النص", "Date"].iter().enumerate() {
        sheet.write_string(0, column as u16, *head).unwrap();
    }
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 6, 11).unwrap();
    sheet.write_string(1, 0, "أول").unwrap();
    sheet.write_string(1, 1, "نص المقال").unwrap();
    sheet
        .write_datetime_with_format(1, 2, &date, &rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd"))
        .unwrap();
    let article = one("t.bin", &book.save_to_buffer().unwrap());
    assert_eq!((article.decoded.text.as_str(), article.metadata.title.as_str()), ("نص المقال", "أول"));
    assert_eq!(article.metadata.published, "2024-06-11");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "x").unwrap();
    let read = decode("t.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    assert!(matches!(read.refused.as_slice(), [ArticleError::NoColumns(_)]), "{read:?}");
    assert_eq!(read.tables[0].columns[0].head, "x");
}

/// The article as different programs and fonts make a PDF of it.
const PDFS: [&str; 6] = [
    "libreoffice.pdf",
    "chromium.pdf",
    "fpdf2-dejavu.pdf",
    "fpdf2-naskh.pdf",
    "fpdf2-plex.pdf",
    "fpdf2-scheherazade.pdf",
];

/// Those that say everything. In the others, paragraphs that begin at the left follow one another without a mark, or a
/// letter stands on the wrong side of a space.
const EXACT: [&str; 4] = ["chromium.pdf", "fpdf2-dejavu.pdf", "fpdf2-naskh.pdf", "fpdf2-plex.pdf"];

/// A PDF is exact or refused.
#[test]
fn a_pdf_has_the_same_words_or_is_refused() {
    for name in PDFS {
        match decode(name, &oracle(name)) {
            Ok(read) => {
                let words: Vec<&str> = read.articles[0].decoded.text.split_whitespace().collect();
                assert_eq!(words, truth().split_whitespace().collect::<Vec<_>>(), "{name}");
            }
            Err(error) => {
                assert!(matches!(error, ArticleError::Scrambled { page: 1, .. }), "{name}: {error}");
                assert!(!EXACT.contains(&name), "{name}: {error}");
            }
        }
    }
    let whole = oracle("libreoffice.pdf");
    for length in (0..whole.len()).step_by(1009) {
        assert!(decode("a.pdf", &whole[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn columns_running_heads_and_paragraphs_of_a_pdf_are_recognised() {
    let truth = truth();
    let paragraphs: Vec<&str> = truth.lines().filter(|line| !line.is_empty()).collect();
    let article = one("heads.pdf", &oracle("fpdf2-heads.pdf"));
    let lines: Vec<&str> = article.decoded.text.lines().collect();
    assert_eq!(lines, paragraphs.repeat(4), "{}", article.decoded.text);
    assert_eq!(article.losses.len(), 1, "{:?}", article.losses);
    let article = one("columns.pdf", &oracle("fpdf2-columns.pdf"));
    let body = &paragraphs[2..6];
    let expected: Vec<&str> = body.iter().chain(body.iter().rev()).copied().collect();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&article.decoded.text), words(&expected.join(" ")), "{}", article.decoded.text);
    let article = one("english.pdf", &oracle("fpdf2-english.pdf"));
    let expected = "The minister told the delegation of the island that the dam would not be closed before autumn, and warned that any delay in the maintenance would mean thirst in three towns (including 2 on the coast).\n\"We will not accept that water is run by promises,\" the head of the council said on 11 June 2024, \"and we ask for a written schedule.\"\n";
    assert_eq!(article.decoded.text, expected);
}

/// A PDF of one page with these instructions and these further objects, from number 6 on. Object 5 is its font.
fn drawn(instructions: &str, objects: &[String]) -> Vec<u8> {
    let resources = "/XObject<</A 6 0 R/B 7 0 R>>/Font<</F 5 0 R>>";
    let own = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<<{resources}>>/Contents 4 0 R>>"),
        format!("<</Length {}>>stream\n{instructions}\nendstream", instructions.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (at, object) in own.iter().chain(objects).enumerate() {
        places.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let (size, start) = (own.len() + objects.len() + 1, pdf.len());
    pdf.push_str(&format!(
        "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<</Root 1 0 R/Size {size}>>\nstartxref\n{start}\n%%EOF\n"
    ));
    pdf.into_bytes()
}

/// A form with this matrix, these resources and these instructions.
fn form(matrix: &str, resources: &str, instructions: &str) -> String {
    format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Matrix[{matrix}]/Resources<<{resources}>>/Length {}>>stream\n\
         {instructions}\nendstream",
        instructions.len()
    )
}

#[test]
fn the_matrix_of_a_form_says_where_its_lines_stand() {
    let font = "/Font<</F 5 0 R>>";
    let line = |text: &str, y: u32| form(&format!("1 0 0 1 50 {y}"), font, &format!("BT /F 12 Tf ({text}) Tj ET"));
    let pdf = drawn("/B Do /A Do", &[line("The first line.", 700), line("The second line.", 600)]);
    assert_eq!(one("a.pdf", &pdf).decoded.text, "The first line.\nThe second line.\n");
}

#[test]
fn words_on_their_side_are_left_out_and_counted() {
    let side = "BT /F 9 Tf 0 1 -1 0 20 300 Tm (Three words here) Tj ET";
    let pdf = drawn(&format!("BT /F 12 Tf 50 700 Td (The text of the page.) Tj ET {side}"), &[]);
    let article = one("a.pdf", &pdf);
    assert_eq!(article.decoded.text, "The text of the page.\n");
    let plain = |doubt: &String| doubt.replace(['\u{2068}', '\u{2069}'], "");
    let doubts: Vec<String> =
        article.doubts.iter().map(plain).filter(|doubt| doubt.starts_with("3 words on page 1 ")).collect();
    assert_eq!(doubts.len(), 1, "{:?}", article.doubts);
}

#[test]
fn forms_without_end_are_refused() {
    let font = "/Font<</F 5 0 R>>";
    let text = form("1 0 0 1 0 0", font, "BT /F 12 Tf (x) Tj ET");
    let many = drawn(&"/A Do ".repeat(1_000_000), std::slice::from_ref(&text));
    let deep: Vec<String> = (0..1000)
        .map(|at| form("1 0 0 1 0 0", &format!("/XObject<</A {} 0 R>>", at + 7), "/A Do"))
        .chain([text])
        .collect();
    let padded = drawn(&"/A Do ".repeat(10_000), &[form("1 0 0 1 0 0", font, &" ".repeat(1 << 20))]);
    let circle = form("1 0 0 1 0 0", "/XObject<</A 6 0 R>>", "/A Do /A Do");
    let circle = drawn("/A Do", &[circle]);
    for (name, pdf) in [("many", many), ("circle", circle), ("deep", drawn("/A Do", &deep)), ("padded", padded)] {
        let error = decode("a.pdf", &pdf).unwrap_err();
        assert!(matches!(error, ArticleError::TooMuch(_)), "{name}: {error}");
    }
}

#[test]
fn bad_pdfs_are_refused_in_bounded_time() {
    // A stream that unpacks to more than half a gigabyte.
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..520 {
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = [
        &b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode>>stream\n"[..],
        &packed.finish().unwrap(),
        b"\nendstream\nendobj\n",
    ]
    .concat();
    assert!(matches!(decode("a.pdf", &bomb), Err(ArticleError::Unpacks(_))));
}

#[test]
fn parquet_files_give_their_articles() {
    let file = |name: &str| std::fs::read(Path::new("tests/data/articles").join(name)).unwrap();
    let whole = file("table.parquet");
    let read = decode("any.bin", &whole).unwrap();
    let found: Vec<(&str, &str, &str, &str)> = read
        .articles
        .iter()
        .map(|a| {
            let Metadata { title, publisher, published, .. } = &a.metadata;
            (title.as_str(), a.decoded.text.as_str(), published.as_str(), publisher.as_str())
        })
        .collect();
    assert_eq!(
        found,
        [("أول", "نص المقال الأول 😀\nوسطر ثان", "2024-06-11", "الميناء"), ("ثان", "نص ثان", "2024-06-12", "")]
    );
    // The third row has no text, and two columns are not known.
    assert_eq!((read.refused.len(), read.articles[0].losses.len()), (1, 1), "{read:?}");
    assert!(matches!(decode("a.parquet", &file("table-zstd.parquet")), Err(ArticleError::Compression { .. })));
    for length in (4..whole.len()).step_by(53) {
        assert!(decode("a.parquet", &whole[..length]).is_err(), "cut at {length}");
    }
}
