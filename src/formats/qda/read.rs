//! Reads a project, ours or that of another program.
//!
//! In files of other programs every code is a kind; a selection with several is a statement for each. Codes of ours are
//! known by the beginnings of their names.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use super::archive::Archive;
use super::book::{self, FoundCode, Group};
use super::codebook;
use super::units::Places;
use crate::formats::foreign::{self, LayerBuilder, Names, Part, Source};
use crate::formats::incoming::LayerSink;
use crate::formats::input::Input;
use crate::formats::sidecar;
use crate::formats::xml::{self, Element};
use crate::model::document::{Document, Metadata};
use crate::model::statement::Attribute;
use crate::t;

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    let bytes = input.bytes().unwrap_or_default();
    if let Err(message) = read_archive(bytes, sink) {
        sink.warn(1, message);
    }
}

fn read_archive(bytes: &[u8], sink: &mut dyn LayerSink) -> Result<(), String> {
    let mut archive = Archive::open(bytes)?;
    let project = archive.read("project.qde")?.ok_or_else(|| t!("import-qda-no-project"))?;
    let root = xml::parse(&project)?;
    drop(project);
    let beside = archive.read(sidecar::NAME)?.map(|bytes| sidecar::read(&bytes));
    let sidecar = beside.transpose().unwrap_or_else(|message| {
        sink.warn(1, format!("{}: {message}", sidecar::NAME));
        None
    });
    let mut names = Names::new(sidecar.unwrap_or_default());
    let codes = root.child("CodeBook").and_then(|book| book.child("Codes")).map(book::found).unwrap_or_default();
    codebook::define(&codes, false, &mut names);
    let project = Project::of(&root, codes);
    let all = root.child("Sources").map(|sources| sources.children.as_slice()).unwrap_or_default();
    for (index, source) in all.iter().enumerate() {
        if source.local() != "TextSource" {
            sink.warn(index + 1, t!("import-qda-no-text", name = source.attribute("name")));
            continue;
        }
        match text_of(source, &mut archive) {
            Ok((text, had_mark)) => {
                let reader = SourceReader { project: &project, source, line: index + 1 };
                if reader.read(text, had_mark, &mut names, sink) == ControlFlow::Break(()) {
                    return Ok(());
                }
            }
            Err(message) => sink.warn(index + 1, message),
        }
    }
    Ok(())
}

/// The text of a source, and whether it began with a byte order mark, which is not part of it.
fn text_of(source: &Element, archive: &mut Archive<'_>) -> Result<(String, bool), String> {
    let name = source.attribute("name");
    let text = match source.child("PlainTextContent") {
        Some(content) => content.text.clone(),
        None => {
            let path = source.attribute("plainTextPath");
            let path = path.strip_prefix("internal://").ok_or_else(|| t!("import-qda-no-text", name = name))?;
            let bytes =
                archive.read(&format!("sources/{path}"))?.ok_or_else(|| t!("import-qda-no-text", name = name))?;
            String::from_utf8(bytes).map_err(|error| format!("{name}: {error}"))?
        }
    };
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => (rest.to_owned(), true),
        None => (text, false),
    })
}

/// What a project says outside its sources.
struct Project<'x> {
    is_ours: bool,
    users: HashMap<String, &'x str>,
    codes: HashMap<String, FoundCode>,
    variables: HashMap<String, &'x str>,
    notes: HashMap<String, &'x str>,
    /// From the guid of a selection.
    links: HashMap<String, Vec<&'x Element>>,
    /// From a part of a statement to its first, and the number of the part.
    firsts: HashMap<String, (String, usize)>,
}

fn guid_of(element: &Element, name: &str) -> String {
    element.attribute(name).trim_matches(['{', '}']).to_lowercase()
}

impl<'x> Project<'x> {
    fn of(root: &'x Element, codes: Vec<FoundCode>) -> Self {
        fn below<'x>(root: &'x Element, list: &str) -> &'x [Element] {
            root.child(list).map(|list| list.children.as_slice()).unwrap_or_default()
        }
        let named = |list: &str| {
            below(root, list).iter().map(|element| (guid_of(element, "guid"), element.attribute("name"))).collect()
        };
        let content = |note: &'x Element| note.child("PlainTextContent").map(|content| content.text.as_str());
        let notes = below(root, "Notes").iter().filter_map(|note| Some((guid_of(note, "guid"), content(note)?)));
        let mut links: HashMap<String, Vec<&Element>> = HashMap::new();
        let (mut firsts, mut parts) = (HashMap::new(), HashMap::new());
        for link in below(root, "Links") {
            let origin = guid_of(link, "originGUID");
            if link.attribute("name") == "continues" {
                let parts: &mut usize = parts.entry(origin.clone()).or_insert(1);
                *parts += 1;
                firsts.insert(guid_of(link, "targetGUID"), (origin.clone(), *parts));
                firsts.entry(origin.clone()).or_insert((origin.clone(), 1));
            }
            links.entry(origin).or_default().push(link);
        }
        Self {
            is_ours: root.attribute("origin") == "Bayan",
            users: named("Users"),
            codes: codes.into_iter().map(|code| (code.guid.clone(), code)).collect(),
            variables: named("Variables"),
            notes: notes.collect(),
            links,
            firsts,
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

/// A selection with its place.
struct Selection<'a, 'x> {
    element: &'x Element,
    span: crate::model::span::Span,
    codes: Vec<&'a FoundCode>,
}

impl<'a, 'x> SourceReader<'a, 'x> {
    fn read(&self, text: String, had_mark: bool, names: &mut Names, sink: &mut dyn LayerSink) -> ControlFlow<()> {
        // In our own texts, a mark at the beginning is a character.
        let (text, had_mark) =
            if had_mark && self.project.is_ours { (format!("\u{feff}{text}"), false) } else { (text, had_mark) };
        let mut document = self.document(text, names);
        let content = document.content.clone();
        let selections = self.selections(content.as_str(), had_mark, sink);
        let by_guid: HashMap<String, &Selection<'_, '_>> =
            selections.iter().map(|selection| (guid_of(selection.element, "guid"), selection)).collect();
        document.excluded = (selections.iter())
            .filter(|selection| is_coded(selection, "Excluded"))
            .map(|selection| selection.span)
            .collect();
        let mut by_user: BTreeMap<String, Vec<&Selection<'_, '_>>> = BTreeMap::new();
        for selection in &selections {
            by_user.entry(self.user(selection.element)).or_default().push(selection);
        }
        for (user, selections) in by_user {
            let annotator = foreign::annotator(&user);
            if !sink.wants(&annotator) {
                continue;
            }
            let mut builder = LayerBuilder::new(names, self.line, document.clone(), annotator);
            let mut parts = Vec::new();
            for selection in &selections {
                parts.extend(self.parts(selection, &by_guid));
            }
            builder.take_parts(parts);
            for selection in selections.iter().filter(|selection| is_statement(selection)) {
                self.relations(selection, &by_guid, &mut builder);
            }
            let (layer, warnings) = builder.finish();
            warnings.into_iter().for_each(|message| sink.warn(self.line, message));
            sink.take(layer)?;
        }
        ControlFlow::Continue(())
    }

    fn document(&self, text: String, names: &Names) -> Document {
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
        } else if let Some(known) = names.sidecar().documents.get(&name) {
            // The name of a source may have got a number.
            metadata.title.clone_from(&known.title);
        }
        foreign::document(&name, text, metadata, names)
    }

    /// The selections that have a place; the others are reported.
    fn selections(&self, text: &str, had_mark: bool, sink: &mut dyn LayerSink) -> Vec<Selection<'a, 'x>> {
        let number = |element: &Element, name: &str| element.attribute(name).parse::<i64>().ok();
        let all: Vec<&Element> = self.source.children("PlainTextSelection").collect();
        let edges = |element: &Element| number(element, "startPosition").zip(number(element, "endPosition"));
        let named: Vec<(i64, i64, &str)> = (all.iter())
            .filter_map(|element| edges(element).map(|(start, end)| (start, end, element.attribute("name"))))
            .collect();
        let places = Places::of(text, had_mark, if self.project.is_ours { &[] } else { &named });
        let mut selections = Vec::with_capacity(all.len());
        for element in all {
            match edges(element).and_then(|(start, end)| places.span(start, end)) {
                Some(span) => selections.push(Selection { element, span, codes: self.project.codes_of(element) }),
                None => {
                    let (start, end) = (element.attribute("startPosition"), element.attribute("endPosition"));
                    let reason = t!("import-selection-outside", start = start, end = end);
                    let id = element.attribute("guid");
                    sink.warn(
                        self.line,
                        t!("import-annotation-left-out", kind = "PlainTextSelection", id = id, reason = reason),
                    );
                }
            }
        }
        selections
    }

    fn user(&self, element: &Element) -> String {
        let own = guid_of(element, "creatingUser");
        let of_coding = || element.child("Coding").map(|coding| guid_of(coding, "creatingUser")).unwrap_or_default();
        let guid = if own.is_empty() { of_coding() } else { own };
        self.project.users.get(&guid).map_or_else(|| "imported".to_owned(), |name| (*name).to_owned())
    }

    /// The statements of a selection, one for each of its kinds.
    fn parts(&self, selection: &Selection<'_, '_>, by_guid: &HashMap<String, &Selection<'_, '_>>) -> Vec<Part> {
        if !is_statement(selection) {
            return Vec::new();
        }
        let guid = guid_of(selection.element, "guid");
        let text = selection.element.child("Description").map_or("", |description| description.text.as_str());
        let (id, number) = self.project.firsts.get(&guid).cloned().unwrap_or_else(|| (guid.clone(), 0));
        let mut part = Part {
            id,
            number,
            spans: vec![selection.span],
            created: selection.element.attribute("creationDateTime").to_owned(),
            modified: selection.element.attribute("modifiedDateTime").to_owned(),
            sources: self.sources(&guid, by_guid),
            ..Part::default()
        };
        read_description(text, &mut part);
        let mut kinds = Vec::new();
        let mut via = Vec::new();
        for code in &selection.codes {
            let key = code.key().to_owned();
            match code.group {
                Group::Kind => kinds.push(key),
                Group::Speaker => part.speaker = key,
                Group::Via => via.push(key),
                Group::Addressee => part.addressees.push(key),
                Group::Topic => part.topic = key,
                Group::Stance => part.stance = key,
                Group::Quotation => part.quotation = key,
                Group::Attribution => {}
            }
        }
        if part.chain.is_empty() && !part.speaker.is_empty() {
            via.push(part.speaker.clone());
            part.chain = via;
        }
        let mut kinds = kinds.into_iter();
        part.kind = kinds.next().unwrap_or_else(|| "statement".to_owned());
        let others: Vec<Part> =
            kinds.map(|kind| Part { id: format!("{} {kind}", part.id), number: 0, kind, ..part.clone() }).collect();
        std::iter::once(part).chain(others).collect()
    }

    fn sources(&self, guid: &str, by_guid: &HashMap<String, &Selection<'_, '_>>) -> Vec<Source> {
        let links = self.project.links.get(guid).into_iter().flatten();
        let numbered = links.filter_map(|link| Some((Source::role(link.attribute("name"))?, link)));
        let placed = numbered.filter_map(|((is_cue, place), link)| {
            let target = by_guid.get(&guid_of(link, "targetGUID"))?;
            let party = link.attribute("name").split_once(": ").map_or("", |(_, party)| party).to_owned();
            Some(Source { place, is_cue, span: target.span, party })
        });
        placed.collect()
    }

    fn relations(
        &self,
        selection: &Selection<'_, '_>,
        by_guid: &HashMap<String, &Selection<'_, '_>>,
        builder: &mut LayerBuilder<'_>,
    ) {
        let guid = guid_of(selection.element, "guid");
        for link in self.project.links.get(&guid).into_iter().flatten() {
            let name = link.attribute("name");
            let target = guid_of(link, "targetGUID");
            let is_relation = name != "continues" && Source::role(name).is_none();
            if is_relation && by_guid.get(&target).is_some_and(|target| is_statement(target)) {
                let note = link.child("NoteRef").and_then(|note| self.project.notes.get(&guid_of(note, "targetGUID")));
                let note = note.map(|note| (*note).to_owned()).unwrap_or_default();
                builder.take_relation(&guid_of(link, "guid"), name, &guid, &target, note);
            }
        }
    }
}

/// Whether a selection is something that is said.
fn is_statement(selection: &Selection<'_, '_>) -> bool {
    !selection.codes.is_empty() && selection.codes.iter().any(|code| code.group != Group::Attribution)
}

fn is_coded(selection: &Selection<'_, '_>, name: &str) -> bool {
    selection.codes.iter().any(|code| code.group == Group::Attribution && code.name == name)
}

/// The note, and after it the lines that we write.
fn read_description(text: &str, part: &mut Part) {
    let part_number = |line: &str| {
        let (number, _) = line.strip_prefix("Part ")?.split_once(" of ")?;
        number.parse().ok()
    };
    if let Some(number) = part_number(text) {
        part.number = number;
        return;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let Some(source) = lines.iter().rposition(|line| line.starts_with("Source: ")) else {
        text.clone_into(&mut part.note);
        return;
    };
    let (note, rest) = lines.split_at(source);
    part.note = note.join("\n");
    for (index, line) in rest.iter().enumerate() {
        if let Some(chain) = line.strip_prefix("Source: ").filter(|_| index == 0) {
            part.chain = chain.split(" > ").filter(|party| *party != "–").map(str::to_owned).collect();
        } else if let Some(number) = part_number(line).filter(|_| index == 1) {
            part.number = number;
        } else if let Some((name, value)) = line.split_once(": ") {
            part.attributes.push(Attribute { name: book::on_its_lines(name), value: book::on_its_lines(value) });
        }
    }
}
