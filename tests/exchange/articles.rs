//! Articles in the files they come in: the known answer of each container, and bad files.

use std::io::{Cursor, Write as _};
use std::path::Path;

use bayan::formats::article::kind::Kind;
use bayan::formats::article::{self, ArticleError, ReadArticle, ReadFile, ReadOptions};
use bayan::model::document::Metadata;
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
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    zipped(&[("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>").as_bytes())])
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!("<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>");
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
    assert_eq!(read.iter().filter(|line| **line != "وكالة الميناء").copied().collect::<Vec<_>>(), [paragraphs.clone(), paragraphs].concat());
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
    let deep = format!("<html><head><script type=\"application/ld+json\">{}</script></head><body><p>نص المقال</p></body></html>", "[{\"a\":".repeat(50_000));
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
