//! The parts of a document that are the same in every report.

use crate::formats::xml;

pub(super) const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub(super) const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
</Types>";

pub(super) const PACKAGE_RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
</Relationships>";

pub(super) const DOCUMENT_RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
</Relationships>";

/// The style of the number after a statement, which is not part of the text.
pub(super) const NUMBER_STYLE: &str = "StatementNumber";
/// The style of a paragraph of the article.
pub(super) const TEXT_STYLE: &str = "ArticleText";
/// The style of the title of what follows the articles, and of the headings in it.
pub(super) const PART_TITLE_STYLE: &str = "PartTitle";
pub(super) const PART_HEADING_STYLE: &str = "PartHeading";

/// The title of the report; no dates, so that the file is the same each time.
pub(super) fn properties(title: &str) -> String {
    let mut out = String::from(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>",
    );
    xml::text(&mut out, title);
    out + "</dc:title></cp:coreProperties>"
}

/// The styles, with fonts for Latin and for complex scripts.
pub(super) fn styles() -> String {
    let paragraph = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    let bold = |size: u32| format!("<w:b/><w:bCs/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
    let mut out = format!(
        "<w:styles xmlns:w=\"{NAMESPACE}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:eastAsia=\"Calibri\" w:cs=\"Arial\"/>\
         <w:sz w:val=\"22\"/><w:szCs w:val=\"24\"/><w:lang w:val=\"en-US\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:after=\"120\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">\
         <w:name w:val=\"Default Paragraph Font\"/></w:style>"
    );
    out += &paragraph(
        "Heading1",
        "heading 1",
        "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        &bold(32),
    );
    out +=
        &paragraph(TEXT_STYLE, "Article Text", "<w:spacing w:after=\"160\" w:line=\"340\" w:lineRule=\"auto\"/>", "");
    out += &paragraph(
        PART_TITLE_STYLE,
        "Part Title",
        "<w:keepNext/><w:pageBreakBefore/><w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        &bold(32),
    );
    out += &paragraph(
        PART_HEADING_STYLE,
        "Part Heading",
        "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
        &bold(26),
    );
    out += &paragraph("About", "About", "", "<w:color w:val=\"555555\"/>");
    out += &paragraph(
        "TableText",
        "Table Text",
        "<w:spacing w:after=\"0\"/>",
        "<w:sz w:val=\"18\"/><w:szCs w:val=\"20\"/>",
    );
    out += &paragraph("TableHead", "Table Head", "<w:keepNext/><w:spacing w:after=\"0\"/>", &bold(18));
    out += &format!(
        "<w:style w:type=\"character\" w:styleId=\"{NUMBER_STYLE}\"><w:name w:val=\"Statement Number\"/>\
         <w:rPr><w:color w:val=\"555555\"/><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>"
    );
    out + "</w:styles>"
}
