//! Reads a project, ours or that of another program.
//!
//! In files of other programs every code is a kind; a selection with several is a statement for each. Codes of ours are
//! known by the beginnings of their names.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;

use super::archive::Archive;
use super::book::{self, FoundCode, Group};
use super::codebook;
use crate::formats::found::{FoundFields, FoundLayer, FoundLink, FoundRole, FoundSpan, LayerMaker};
use crate::formats::incoming::{LabelTarget, LayerSink, WantedDocument};
use crate::formats::input::Input;
use crate::formats::labels::numbered;
use crate::formats::part_size::{MOST_PART_BYTES, PartSize};
use crate::formats::units::Unit;
use crate::formats::xml::{self, Element, Rest};
use crate::formats::{json, sidecar};
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::model::statement::Attribute;
use crate::t;
use crate::text::content::Content;

/// The name of the link from a statement to a further part of it.
const CONTINUES: &str = "continues";

/// The project in the archive.
const PROJECT: &str = "project.qde";

/// The lists of a project that are not kept whole, since there is no end to them.
const LISTS: [&str; 2] = [SOURCES, LINKS];
const SOURCES: &str = "Sources";
const LINKS: &str = "Links";

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    let opened = Archive::open(input.bytes().unwrap_or_default()).and_then(|mut archive| {
        let beside = archive.read(sidecar::NAME)?;
        // The links come after the sources, but are needed with them: so the file is read twice.
        let (size, mut links) = (PartSize::new(MOST_PART_BYTES), Links::default());
        let root = archive.stream(PROJECT, &size, |bytes| {
            xml::walk(bytes, &LISTS, Rest::Kept, &mut |list, element| {
                size.next_part();
                if LISTS.get(list) == Some(&LINKS) {
                    links.add(&element);
                }
                ControlFlow::Continue(())
            })
        })?;
        let root = root.ok_or_else(|| t!("import-qda-no-project"))?;
        read_project(&root, links, beside, archive, sink)
    });
    if let Err(message) = opened {
        sink.warn(1, message);
    }
}

fn read_project(
    root: &Element,
    links: Links,
    beside: Option<Vec<u8>>,
    mut archive: Archive<'_>,
    sink: &mut dyn LayerSink,
) -> Result<(), String> {
    let beside = beside.map(|bytes| sidecar::read(&bytes));
    let sidecar = beside.transpose().unwrap_or_else(|message| {
        sink.warn(1, format!("{}: {message}", sidecar::NAME));
        None
    });
    let mut maker = LayerMaker::of_ids(sidecar.unwrap_or_default());
    let codes = root.child("CodeBook").and_then(|book| book.child("Codes")).map(book::found).unwrap_or_default();
    codebook::define(&codes, false, maker.names_mut());
    let project = Project::of(root, codes, links);
    if project.is_ours {
        // Ours are code points, and a name is not always how the text begins.
        maker = maker.counting(Unit::CODE_POINTS);
    }
    let (mut line, size) = (0, PartSize::new(MOST_PART_BYTES));
    let sources = archive.clone();
    sources.stream(PROJECT, &size, |bytes| {
        xml::walk(bytes, &[SOURCES], Rest::Dropped, &mut |_, source| {
            size.next_part();
            line += 1;
            if source.local() != "TextSource" {
                sink.warn(line, t!("import-qda-no-text", name = source.attribute("name")));
                return ControlFlow::Continue(());
            }
            let reader = SourceReader { project: &project, source: &source, line };
            match text_of(&source, &mut archive) {
                Ok(text) => match reader.document(text, &maker, sink) {
                    Some(document) => return reader.read(&document, &mut maker, sink),
                    None => sink.warn(line, t!("import-qda-no-text", name = source.attribute("name"))),
                },
                Err(message) => sink.warn(line, message),
            }
            ControlFlow::Continue(())
        })
    })?;
    Ok(())
}

/// The text of a source; `None` if it is not in the archive.
fn text_of(source: &Element, archive: &mut Archive<'_>) -> Result<Option<String>, String> {
    let name = source.attribute("name");
    if let Some(content) = source.child("PlainTextContent") {
        return Ok(Some(content.text.clone()));
    }
    let Some(path) = source.attribute("plainTextPath").strip_prefix("internal://") else { return Ok(None) };
    let Some(bytes) = archive.read(&format!("sources/{path}"))? else { return Ok(None) };
    String::from_utf8(bytes).map(Some).map_err(|error| format!("{name}: {error}"))
}

/// What a project says outside its sources.
struct Project<'x> {
    is_ours: bool,
    users: HashMap<String, &'x str>,
    codes: HashMap<String, FoundCode>,
    variables: HashMap<String, &'x str>,
    notes: HashMap<String, &'x str>,
    links: Links,
}

/// The links between selections.
#[derive(Default)]
struct Links {
    /// From the guid of a selection.
    from: HashMap<String, Vec<Link>>,
    /// From each part of a statement to its first, and the number of the part.
    firsts: HashMap<String, (String, usize)>,
    /// How many parts each statement has, by its first.
    parts: HashMap<String, usize>,
}

struct Link {
    name: Box<str>,
    guid: Box<str>,
    to: Box<str>,
    /// The guid of a note; empty without one.
    note: Box<str>,
}

impl Links {
    fn add(&mut self, element: &Element) {
        let (origin, to) = (guid_of(element, "originGUID"), guid_of(element, "targetGUID"));
        let name = element.attribute("name");
        if name == CONTINUES {
            let parts = self.parts.entry(origin.clone()).or_insert(1);
            *parts += 1;
            self.firsts.insert(to.clone(), (origin.clone(), *parts));
            self.firsts.entry(origin.clone()).or_insert((origin.clone(), 1));
        }
        let note = element.child("NoteRef").map(|note| guid_of(note, "targetGUID")).unwrap_or_default();
        let link = Link { name: name.into(), guid: guid_of(element, "guid").into(), to: to.into(), note: note.into() };
        self.from.entry(origin).or_default().push(link);
    }
}

fn guid_of(element: &Element, name: &str) -> String {
    element.attribute(name).trim_matches(['{', '}']).to_lowercase()
}

impl<'x> Project<'x> {
    fn of(root: &'x Element, codes: Vec<FoundCode>, links: Links) -> Self {
        fn below<'x>(root: &'x Element, list: &str) -> &'x [Element] {
            root.child(list).map(|list| list.children.as_slice()).unwrap_or_default()
        }
        let named = |list: &str| {
            below(root, list).iter().map(|element| (guid_of(element, "guid"), element.attribute("name"))).collect()
        };
        let content = |note: &'x Element| note.child("PlainTextContent").map(|content| content.text.as_str());
        let notes = below(root, "Notes").iter().filter_map(|note| Some((guid_of(note, "guid"), content(note)?)));
        Self {
            is_ours: root.attribute("origin") == "Bayan",
            users: named("Users"),
            codes: codes.into_iter().map(|code| (code.guid.clone(), code)).collect(),
            variables: named("Variables"),
            notes: notes.collect(),
            links,
        }
    }

    fn codes_of<'c>(&'c self, selection: &Element) -> Vec<&'c FoundCode> {
        let refs = selection.children("Coding").filter_map(|coding| coding.child("CodeRef"));
        refs.filter_map(|code| self.codes.get(&guid_of(code, "targetGUID"))).collect()
    }
}

struct SourceReader<'a, 'x> {
    project: &'a Project<'x>,
    source: &'x Element,
    line: usize,
}

/// A selection with the statements that it is, or with its role in one.
struct Selection<'a, 'x> {
    element: &'x Element,
    guid: String,
    place: [u64; 2],
    codes: Vec<&'a FoundCode>,
    role: FoundRole,
}

impl<'a, 'x> SourceReader<'a, 'x> {
    fn read(&self, document: &Document, maker: &mut LayerMaker, sink: &mut dyn LayerSink) -> ControlFlow<()> {
        let selections = self.selections(sink);
        let known: HashMap<&str, &Selection<'_, '_>> =
            selections.iter().map(|selection| (selection.guid.as_str(), selection)).collect();
        let mut by_user: BTreeMap<String, Vec<&Selection<'_, '_>>> = BTreeMap::new();
        for selection in &selections {
            by_user.entry(json::annotator_name(&self.user(selection.element))).or_default().push(selection);
        }
        // What is no part of the article is so for everybody.
        let excluded: Vec<&Selection<'_, '_>> =
            selections.iter().filter(|selection| selection.role == FoundRole::Excluded).collect();
        for (annotator, selections) in by_user {
            if !sink.wants(&annotator) {
                continue;
            }
            let (mut spans, mut links, mut given) = (Vec::new(), Vec::new(), HashSet::new());
            for selection in selections.iter().chain(&excluded).filter(|selection| given.insert(&selection.guid)) {
                spans.extend(self.spans(selection, sink));
                links.extend(self.links(selection, &known));
            }
            let (line, document) = (self.line, document.clone());
            let found = FoundLayer { line, document, annotator, spans, links };
            let layer = maker.layer(found, sink);
            sink.take(layer)?;
        }
        ControlFlow::Continue(())
    }

    /// The article of the source: in the archive, or in the project.
    fn document(&self, text: Option<String>, maker: &LayerMaker, sink: &mut dyn LayerSink) -> Option<Document> {
        let mut metadata = Metadata { title: self.source.attribute("name").to_owned(), ..Metadata::default() };
        let mut name = String::new();
        for value in self.source.children("VariableValue") {
            let variable = value.child("VariableRef").map(|variable| guid_of(variable, "targetGUID"));
            let text = value.children.iter().find(|child| child.local().ends_with("Value"));
            let text = text.map(|text| text.text.clone()).unwrap_or_default();
            match variable.and_then(|guid| self.project.variables.get(&guid).copied()) {
                Some("Document") => name = text,
                Some("Publisher") => metadata.publisher = text,
                Some("Published") => metadata.published = text,
                Some("Address") => metadata.url = text,
                Some("Language") => metadata.language = text,
                _ => {}
            }
        }
        if name.is_empty() {
            name = metadata.title.strip_suffix(".txt").unwrap_or(&metadata.title).to_owned();
        } else if let Some(known) = maker.sidecar().documents.get(&name) {
            // The name of a source may have got a number.
            metadata.title.clone_from(&known.title);
        }
        let id = DocumentId::new(&name).unwrap_or_else(|_| DocumentId::from_name(&name, |_| false));
        let Some(text) = text else {
            let url = Some(metadata.url.as_str()).filter(|url| !url.is_empty());
            let title = Some(metadata.title.as_str()).filter(|title| !title.is_empty());
            return sink.document(&WantedDocument { id: Some(id.as_str()), url, title, sha256: None });
        };
        // In our own texts, a mark at the beginning is a character.
        let text = match text.strip_prefix('\u{feff}').filter(|_| !self.project.is_ours) {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        let mut document =
            Document { id, content: Content::new(text), metadata, encoding: String::new(), excluded: Vec::new() };
        maker.names().complete(&mut document);
        Some(document)
    }

    /// The selections that have offsets; the others are reported.
    fn selections(&self, sink: &mut dyn LayerSink) -> Vec<Selection<'a, 'x>> {
        let (mut selections, mut seen) = (Vec::new(), HashSet::new());
        for element in self.source.children("PlainTextSelection") {
            let [start, end] = ["startPosition", "endPosition"].map(|name| element.attribute(name));
            let Some(place) = start.trim().parse().ok().zip(end.trim().parse().ok()) else {
                let reason = t!("import-selection-outside", start = start, end = end);
                let (kind, id) = ("PlainTextSelection", element.attribute("guid"));
                sink.warn(self.line, t!("import-annotation-left-out", kind = kind, id = id, reason = reason));
                continue;
            };
            let codes = self.project.codes_of(element);
            let Some(role) = role_of(&codes) else { continue };
            let (guid, place) = (guid_of(element, "guid"), [place.0, place.1]);
            if !seen.insert(guid.clone()) {
                sink.warn(self.line, t!("import-span-twice", id = guid));
                continue;
            }
            selections.push(Selection { element, guid, place, codes, role });
        }
        selections
    }

    fn user(&self, element: &Element) -> String {
        let own = guid_of(element, "creatingUser");
        let of_coding = || element.child("Coding").map(|coding| guid_of(coding, "creatingUser")).unwrap_or_default();
        let guid = if own.is_empty() { of_coding() } else { own };
        self.project.users.get(&guid).map_or_else(|| "imported".to_owned(), |name| (*name).to_owned())
    }

    /// The spans of a selection: a statement for each of its kinds, or one cue, mention or excluded passage.
    fn spans(&self, selection: &Selection<'_, '_>, sink: &dyn LayerSink) -> Vec<FoundSpan> {
        let name = selection.element.attribute("name");
        let span = FoundSpan {
            id: selection.guid.clone(),
            places: vec![selection.place],
            quotes: Some(name.to_owned()).filter(|name| !name.trim().is_empty()).into_iter().collect(),
            are_beginnings: true,
            role: Some(selection.role),
            ..FoundSpan::default()
        };
        if selection.role != FoundRole::Statement {
            let label = selection.codes.first().map(|code| code.name.clone()).unwrap_or_default();
            return vec![FoundSpan { label, ..span }];
        }
        let time = |name: &str| selection.element.attribute(name).parse().ok();
        let (first, part) =
            self.project.links.firsts.get(&selection.guid).cloned().unwrap_or((selection.guid.clone(), 0));
        let mut fields = FoundFields {
            statement: Some(first),
            created: time("creationDateTime"),
            modified: time("modifiedDateTime"),
            ..FoundFields::default()
        };
        let text = selection.element.child("Description").map_or("", |description| description.text.as_str());
        // A further part has only its number there.
        if part < 2 {
            read_description(text, &mut fields);
        }
        let kinds = self.fields(selection, &mut fields, sink);
        let mut kinds = kinds.into_iter();
        let label = kinds.next().unwrap_or_else(|| "statement".to_owned());
        let mut spans = Vec::with_capacity(1 + kinds.len());
        for kind in kinds {
            // A further kind of a selection is a further statement.
            let id = format!("{} {kind}", selection.guid);
            let fields = FoundFields { statement: Some(id.clone()), ..fields.clone() };
            spans.push(FoundSpan { id, label: kind, fields, part: Some(0), ..span.clone() });
        }
        spans.insert(0, FoundSpan { label, fields, part: Some(part), ..span });
        spans
    }

    /// Reads the codes of a statement into its fields, and returns its kinds.
    fn fields(&self, selection: &Selection<'_, '_>, fields: &mut FoundFields, sink: &dyn LayerSink) -> Vec<String> {
        let (mut kinds, mut via) = (Vec::new(), Vec::new());
        for code in &selection.codes {
            let key = code.key().to_owned();
            match (code.group, sink.label(&key)) {
                // A code of another program may be anything.
                (Group::Kind, Some(LabelTarget::Party(_))) => fields.speaker = Some(key),
                (Group::Kind, Some(LabelTarget::Topic(_))) => fields.topic = Some(key),
                (Group::Kind, _) => kinds.push(key),
                (Group::Speaker, _) => fields.speaker = Some(key),
                (Group::Via, _) => via.push(key),
                (Group::Addressee, _) => fields.addressees.push(key),
                (Group::Topic, _) => fields.topic = Some(key),
                (Group::Stance, _) => fields.stance = Some(key),
                (Group::Quotation, _) => fields.quotation = Some(key),
                (Group::Attribution, _) => {}
            }
        }
        if fields.chain.is_empty() && !via.is_empty() {
            via.extend(fields.speaker.clone());
            fields.chain = via;
        }
        kinds
    }

    /// The links that begin at a statement.
    fn links(&self, selection: &Selection<'_, '_>, known: &HashMap<&str, &Selection<'_, '_>>) -> Vec<FoundLink> {
        let mut links = Vec::new();
        for link in self.project.links.from.get(&selection.guid).into_iter().flatten() {
            let (name, to) = (&*link.name, link.to.to_string());
            let Some(target) = known.get(to.as_str()).filter(|_| selection.role == FoundRole::Statement) else {
                continue;
            };
            // `cue 1: kremlin`
            let (role, party) = name.split_once(": ").unwrap_or((name, ""));
            let from = selection.guid.clone();
            if numbered(role).is_some() && target.role != FoundRole::Statement {
                let (label, party) = (role.to_owned(), Some(party.to_owned()).filter(|party| !party.is_empty()));
                links.push(FoundLink { from, to, label, party, ..FoundLink::default() });
            } else if name != CONTINUES && target.role == FoundRole::Statement {
                let note = self.project.notes.get(&*link.note).filter(|_| !link.note.is_empty());
                let note = note.map(|note| (*note).to_owned()).unwrap_or_default();
                let relation = Some(link.guid.to_string());
                links.push(FoundLink { from, to, label: name.to_owned(), note, relation, party: None });
            }
        }
        links
    }
}

/// What a selection with these codes is; `None` if it has none.
fn role_of(codes: &[&FoundCode]) -> Option<FoundRole> {
    let is = |name: &str| codes.iter().any(|code| code.group == Group::Attribution && code.name == name);
    if codes.is_empty() {
        None
    } else if codes.iter().any(|code| code.group != Group::Attribution) {
        Some(FoundRole::Statement)
    } else if is("Excluded") {
        Some(FoundRole::Excluded)
    } else if is("Cue") {
        Some(FoundRole::Cue)
    } else {
        Some(FoundRole::Mention)
    }
}

/// The note, and after it the lines that we write.
fn read_description(text: &str, fields: &mut FoundFields) {
    let is_part = |line: &str| {
        let numbers = line.strip_prefix("Part ").and_then(|rest| rest.split_once(" of "));
        numbers.is_some_and(|(number, _)| number.parse::<usize>().is_ok())
    };
    let lines: Vec<&str> = text.split('\n').collect();
    let Some(source) = lines.iter().rposition(|line| line.starts_with("Source: ")) else {
        text.clone_into(&mut fields.note);
        return;
    };
    let (note, rest) = lines.split_at(source);
    fields.note = note.join("\n");
    for (index, line) in rest.iter().enumerate() {
        if let Some(chain) = line.strip_prefix("Source: ").filter(|_| index == 0) {
            fields.chain = chain.split(" > ").filter(|party| *party != "–").map(str::to_owned).collect();
        } else if index == 1 && is_part(line) {
            // The links say the same.
        } else if let Some((name, value)) = line.split_once(": ") {
            fields.attributes.push(Attribute { name: book::unescaped(name), value: book::unescaped(value) });
        }
    }
}
