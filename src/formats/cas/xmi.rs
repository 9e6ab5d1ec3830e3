//! CAS XMI 2.0, with `TypeSystem.xml` beside the files.

use std::fmt::Write as _;

use super::gather::{self, SOFA};
use super::structure::{Found, FoundCas, FoundValue, Structure, Value};
use super::{layers, types};
use crate::formats::dataset::DatasetLayer;
use crate::formats::output::FileSet;
use crate::formats::parts::Parts;
use crate::formats::xml::{self, Element};
use crate::formats::{ExportError, Options, sidecar};
use crate::t;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:tcas="http:///uima/tcas.ecore" xmlns:bayan="http:///bayan.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>
"#;

pub(super) fn write(dataset: &dyn Parts, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    dataset.each_layer(|_, layer| {
        let text = layer_xml(layer)?;
        Ok(files.file(&format!("{}@{}.xmi", layer.document.id, layer.annotator))?.write_all(text.as_bytes())?)
    })?;
    let head = dataset.head();
    files.file("TypeSystem.xml")?.write_all(type_system(head.has_gold).as_bytes())?;
    layers::write(&head, files.file(layers::NAME)?)?;
    sidecar::write_into(dataset, files)?;
    Ok(())
}

fn layer_xml(layer: &DatasetLayer<'_>) -> Result<String, ExportError> {
    let structures = gather::structures(layer)?;
    let mut out = HEAD.to_owned();
    for structure in &structures {
        structure_xml(&mut out, structure);
    }
    out.push_str("<cas:Sofa");
    let fields = [("xmi:id", "1"), ("sofaNum", "1"), ("sofaID", "_InitialView"), ("mimeType", "text/plain")];
    fields.into_iter().for_each(|(name, value)| xml::attribute(&mut out, name, value));
    xml::attribute(&mut out, "sofaString", layer.document.content.as_str());
    let members = structures.iter().filter(|structure| structure.kind != types::SOURCE_LINK);
    let members: Vec<String> = members.map(|structure| structure.id.to_string()).collect();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "/>\n<cas:View sofa=\"{SOFA}\" members=\"{}\"/></xmi:XMI>", members.join(" "));
    Ok(out)
}

fn structure_xml(out: &mut String, structure: &Structure) {
    let name = structure.kind.strip_prefix("uima.").unwrap_or(structure.kind).replace('.', ":");
    out.push('<');
    out.push_str(&name);
    xml::attribute(out, "xmi:id", &structure.id.to_string());
    for (feature, value) in &structure.features {
        match value {
            Value::Text(text) => xml::attribute(out, feature, text),
            Value::Number(number) => xml::attribute(out, feature, &number.to_string()),
            Value::Structure(id) => xml::attribute(out, feature, &id.to_string()),
            Value::Structures(ids) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                xml::attribute(out, feature, &ids.join(" "));
            }
            Value::Texts(_) => {}
        }
    }
    let mut is_empty = true;
    for (feature, value) in &structure.features {
        let Value::Texts(texts) = value else { continue };
        for text in texts {
            out.push_str(if is_empty { "><" } else { "<" });
            is_empty = false;
            out.push_str(feature);
            out.push('>');
            xml::text(out, text);
            let _ = write!(out, "</{feature}>");
        }
    }
    if is_empty {
        out.push_str("/>\n");
    } else {
        let _ = writeln!(out, "</{name}>");
    }
}

fn type_system(is_gold: bool) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\"><types>\n".to_owned();
    for kind in &types::TYPES {
        let _ = write!(
            out,
            "<typeDescription><name>{}</name><description/><supertypeName>{}</supertypeName>",
            kind.name, kind.parent
        );
        let mut features = types::features(kind, is_gold).peekable();
        let has_features = features.peek().is_some();
        out.push_str(if has_features { "<features>" } else { "" });
        for (name, range) in features {
            let _ = write!(out, "<featureDescription><name>{name}</name><description/>");
            let _ = match range {
                types::STRINGS => write!(out, "<rangeTypeName>uima.cas.StringArray</rangeTypeName>"),
                types::LINKS => write!(
                    out,
                    "<rangeTypeName>uima.cas.FSArray</rangeTypeName><elementType>{}</elementType>",
                    types::SOURCE_LINK
                ),
                other => write!(out, "<rangeTypeName>{other}</rangeTypeName>"),
            };
            out.push_str("</featureDescription>");
        }
        out.push_str(if has_features { "</features></typeDescription>\n" } else { "</typeDescription>\n" });
    }
    out.push_str("</types></typeSystemDescription>\n");
    out
}

/// Reads a file.
///
/// # Errors
/// It is not XML, or not XMI; the reason in words.
pub(super) fn parse(bytes: &[u8]) -> Result<FoundCas, String> {
    let root = xml::parse(bytes)?;
    if root.local() != "XMI" {
        return Err(t!("import-cas-empty"));
    }
    let spaces: Vec<(String, String)> = (root.attributes.iter())
        .filter_map(|(name, uri)| {
            let space = uri.strip_prefix("http:///")?.strip_suffix(".ecore")?;
            Some((name.strip_prefix("xmlns:")?.to_owned(), space.replace('/', ".")))
        })
        .collect();
    let mut cas = FoundCas::default();
    root.children.into_iter().filter_map(|element| found(element, &spaces)).for_each(|found| cas.push(found));
    Ok(cas)
}

fn found(element: Element, spaces: &[(String, String)]) -> Option<Found> {
    let (prefix, name) = element.name.split_once(':')?;
    let kind = match spaces.iter().find(|(known, _)| known == prefix) {
        // Types without a package.
        Some((_, space)) if space == "uima.noNamespace" => name.to_owned(),
        Some((_, space)) => format!("{space}.{name}"),
        None => return None,
    };
    let mut found = Found { kind, ..Found::default() };
    for (name, value) in element.attributes {
        match name.as_str() {
            "xmi:id" => found.id = value.parse().unwrap_or_default(),
            _ => {
                found.features.insert(name, FoundValue::Text(value));
            }
        }
    }
    for child in element.children {
        match found.features.entry(child.name).or_insert_with(|| FoundValue::List(Vec::new())) {
            FoundValue::List(list) => list.push(child.text),
            FoundValue::Text(_) => {}
        }
    }
    Some(found)
}
