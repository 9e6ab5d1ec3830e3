//! Writes a project: the codebook beside it, `project.qde`, and a text for each source.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Write;

use uuid::Uuid;

use super::archive::NewArchive;
use super::book::{self, Book, Group, TakenNames};
use super::line_ends::{Lines, with_lf};
use crate::formats::dataset::DatasetLayer;
use crate::formats::found::uuid_of;
use crate::formats::parts::Parts;
use crate::formats::scratch::PutAside;
use crate::formats::{ExportError, Options, sidecar, xml};
use crate::model::id::{DocumentId, StatementId};
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};

/// The longest name of a selection, in code points.
const LONGEST_NAME: usize = 100;
/// For a project in which nothing is dated.
const NO_DATE: &str = "2000-01-01T00:00:00Z";
/// The variables of sources: the name and the identifier of what is stored.
const VARIABLES: [&str; 7] = ["Document", "Publisher", "Published", "Address", "Language", "Alias", "Parent"];

pub(super) fn write(dataset: &dyn Parts, options: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let exact = options.has(&super::EXACT_TEXT);
    let mut archive = NewArchive::new(out);
    sidecar::write(dataset, archive.entry(sidecar::NAME)?)?;
    let head = dataset.head();
    let mut writer = ProjectWriter::new(head.project, first_made(dataset)?, exact);
    let mut documents: Vec<&DocumentId> = dataset.names().into_iter().map(|(document, _)| document).collect();
    documents.dedup();
    let out = archive.entry_of("project.qde", dataset.summary().statements)?;
    let annotators = dataset.names().into_iter().map(|(_, annotator)| annotator).collect();
    out.write_all(writer.head(&annotators, !documents.is_empty()).as_bytes())?;
    let mut names = TakenNames::new();
    dataset.each(|part| {
        for layers in part.by_document() {
            out.write_all(writer.source(layers, &mut names)?.as_bytes())?;
            writer.put_aside()?;
        }
        Ok(())
    })?;
    writer.tail(!documents.is_empty(), out)?;
    // In the order of their names.
    let mut sources: Vec<DocumentId> = documents.into_iter().cloned().collect();
    sources.sort_by_cached_key(source_guid);
    dataset.each_document_of(Some(&sources), &mut |document| {
        let lines = Lines::of(&document.content, exact);
        let name = format!("sources/{}.txt", source_guid(&document.id));
        Ok(archive.entry(&name)?.write_all(lines.text().as_bytes())?)
    })?;
    archive.finish()
}

/// When the first statement was made.
fn first_made(dataset: &dyn Parts) -> Result<Option<String>, ExportError> {
    let mut first = None;
    dataset.each(|part| {
        first = first.into_iter().chain(part.statements().map(|statement| statement.created)).min();
        Ok(())
    })?;
    Ok(first.map(|first| first.to_string()))
}

fn source_guid(document: &DocumentId) -> String {
    uuid_of(&["qda-source", document.as_str()]).to_string()
}

fn user_guid(annotator: &str) -> String {
    uuid_of(&["qda-user", annotator]).to_string()
}

fn variable_guid(name: &str) -> String {
    uuid_of(&["qda-variable", name]).to_string()
}

struct ProjectWriter<'a> {
    project: &'a Project,
    exact: bool,
    date: String,
    /// Links and notes come after the sources.
    links: PutAside,
    notes: PutAside,
    /// Those of the document that is being written.
    own_links: String,
    own_notes: String,
    guids: HashSet<Uuid>,
}

impl<'a> ProjectWriter<'a> {
    fn new(project: &'a Project, first: Option<String>, exact: bool) -> Self {
        let date = first.unwrap_or_else(|| NO_DATE.to_owned());
        Self {
            project,
            exact,
            date,
            links: PutAside::default(),
            notes: PutAside::default(),
            own_links: String::new(),
            own_notes: String::new(),
            guids: HashSet::new(),
        }
    }

    /// Puts aside what comes after the sources.
    fn put_aside(&mut self) -> std::io::Result<()> {
        self.links.write_all(self.own_links.as_bytes())?;
        self.notes.write_all(self.own_notes.as_bytes())?;
        self.own_links.clear();
        self.own_notes.clear();
        Ok(())
    }

    /// Everything before the sources.
    fn head(&self, annotators: &BTreeSet<&str>, has_documents: bool) -> String {
        let project = self.project;
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Project".to_owned();
        xml::attribute(&mut out, "xmlns", "urn:QDA-XML:project:1.0");
        xml::attribute(&mut out, "name", &project.title);
        xml::attribute(&mut out, "origin", "Bayan");
        if let Some(first) = annotators.first() {
            xml::attribute(&mut out, "creatingUserGUID", &user_guid(first));
        }
        xml::attribute(&mut out, "creationDateTime", &self.date);
        out.push_str(">\n");
        if !annotators.is_empty() {
            out.push_str("<Users>");
            for annotator in annotators {
                out.push_str("<User");
                xml::attribute(&mut out, "guid", &user_guid(annotator));
                xml::attribute(&mut out, "name", annotator);
                out.push_str("/>");
            }
            out.push_str("</Users>\n");
        }
        out.push_str("<CodeBook>");
        Book::of(project).write(&mut out);
        out.push_str("</CodeBook>\n<Variables>");
        for name in VARIABLES {
            out.push_str("<Variable");
            xml::attribute(&mut out, "guid", &variable_guid(name));
            xml::attribute(&mut out, "name", name);
            xml::attribute(&mut out, "typeOfVariable", "Text");
            out.push_str("/>");
        }
        out.push_str("</Variables>\n");
        self.cases(&mut out);
        if has_documents {
            out.push_str("<Sources>\n");
        }
        out
    }

    /// The parties, once more as cases.
    fn cases(&self, out: &mut String) {
        let project = self.project;
        if project.parties.is_empty() {
            return;
        }
        out.push_str("<Cases>");
        for party in &project.parties {
            out.push_str("<Case");
            xml::attribute(out, "guid", &uuid_of(&["qda-case", party.id.as_str()]).to_string());
            xml::attribute(out, "name", &book::on_one_line(&party.name));
            out.push('>');
            let parent = party.parent.as_ref().and_then(|id| project.party(id));
            variable(out, "Alias", &party.aliases.join("; "));
            variable(out, "Parent", parent.map_or("", |parent| &parent.name));
            out.push_str("</Case>\n");
        }
        out.push_str("</Cases>\n");
    }

    /// A source with the selections of all layers of a document.
    fn source(&mut self, layers: &[DatasetLayer<'_>], names: &mut TakenNames) -> Result<String, ExportError> {
        let Some(document) = layers.first().map(|layer| layer.document) else { return Ok(String::new()) };
        let name = book::unique(document.display_title().to_owned(), names);
        let lines = Lines::of(&document.content, self.exact);
        let guid = source_guid(&document.id);
        let mut out = "<TextSource".to_owned();
        xml::attribute(&mut out, "guid", &guid);
        xml::attribute(&mut out, "name", &name);
        xml::attribute(&mut out, "plainTextPath", &format!("internal://{guid}.txt"));
        let user = layers.first().map(|layer| user_guid(layer.annotator)).unwrap_or_default();
        xml::attribute(&mut out, "creatingUser", &user);
        xml::attribute(&mut out, "creationDateTime", &self.date);
        out.push_str(">\n");
        for layer in layers {
            LayerWriter::new(self, layer, &lines).write(&mut out)?;
        }
        if let Some(layer) = layers.first() {
            for span in &document.excluded {
                let key = uuid_of(&["qda-excluded", document.id.as_str(), &span.start_byte.to_string()]).to_string();
                let mut writer = LayerWriter::new(self, layer, &lines);
                writer.selection(&mut out, &key, *span, &"—", None, "", &[(Group::Attribution, "Excluded")])?;
            }
        }
        let known = &document.metadata;
        for (name, value) in [
            ("Document", document.id.as_str()),
            ("Publisher", &known.publisher),
            ("Published", &known.published),
            ("Address", &known.url),
            ("Language", &known.language),
        ] {
            variable(&mut out, name, value);
        }
        out.push_str("</TextSource>\n");
        Ok(out)
    }

    /// Everything after the sources.
    fn tail(&self, has_documents: bool, out: &mut dyn Write) -> std::io::Result<()> {
        if has_documents {
            out.write_all(b"</Sources>\n")?;
        }
        for (name, content) in [("Notes", &self.notes), ("Links", &self.links)] {
            if !content.is_empty() {
                write!(out, "<{name}>")?;
                content.copy_to(out)?;
                writeln!(out, "</{name}>")?;
            }
        }
        out.write_all(b"</Project>\n")
    }

    /// The guid if it is free, else another one.
    fn free(&mut self, wanted: String, owner: &str) -> String {
        // Those who ask for one ask for a UUID.
        let is_new = wanted.parse().is_ok_and(|uuid| self.guids.insert(uuid));
        if is_new {
            return wanted;
        }
        let other = uuid_of(&["qda-again", owner, &wanted]);
        self.guids.insert(other);
        other.to_string()
    }
}

fn variable(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        out.push_str("<VariableValue><VariableRef");
        xml::attribute(out, "targetGUID", &variable_guid(name));
        out.push_str("/><TextValue>");
        xml::text(out, value);
        out.push_str("</TextValue></VariableValue>");
    }
}

struct LayerWriter<'w, 'a, 'p> {
    project: &'w mut ProjectWriter<'a>,
    layer: &'w DatasetLayer<'p>,
    lines: &'w Lines,
    user: String,
    /// The selections of cues and mentions that are there.
    sources: BTreeMap<(Span, Option<&'p str>), String>,
    /// The first selection of each statement.
    firsts: HashMap<StatementId, String>,
}

impl<'w, 'a, 'p> LayerWriter<'w, 'a, 'p> {
    fn new(project: &'w mut ProjectWriter<'a>, layer: &'w DatasetLayer<'p>, lines: &'w Lines) -> Self {
        let user = user_guid(layer.annotator);
        Self { project, layer, lines, user, sources: BTreeMap::new(), firsts: HashMap::new() }
    }

    fn write(&mut self, out: &mut String) -> Result<(), ExportError> {
        for statement in self.layer.statements() {
            self.statement(out, statement)?;
        }
        self.layer.relations().for_each(|relation| self.relation(relation));
        Ok(())
    }

    fn statement(&mut self, out: &mut String, statement: &'p Statement) -> Result<(), ExportError> {
        let id = statement.id.to_string();
        let parts = statement.spans.len();
        let codes = codes(statement);
        let mut first = None;
        for (index, span) in statement.spans.iter().enumerate() {
            let wanted = match index {
                0 => id.clone(),
                _ => uuid_of(&["qda-part", &id, &index.to_string()]).to_string(),
            };
            let guid = self.project.free(wanted, self.layer.annotator);
            let description = description(statement, index, parts);
            let of_part = if index == 0 { codes.as_slice() } else { codes.get(..1).unwrap_or_default() };
            self.selection(out, &guid, *span, &id, Some(statement), &description, of_part)?;
            match &first {
                None => first = Some(guid),
                Some(first) => self.link("continues", first, &guid, ""),
            }
        }
        let Some(first) = first else { return Ok(()) };
        for (index, link) in statement.chain.iter().enumerate() {
            let party = link.party.as_str();
            for (word, span, of) in [("cue", link.cue, None), ("mention", link.mention, Some(party))] {
                let Some(span) = span else { continue };
                let target = self.source(out, span, of, &id)?;
                self.link(&format!("{word} {}: {party}", index + 1), &first, &target, "");
            }
        }
        self.firsts.insert(statement.id, first);
        Ok(())
    }

    /// The selection of a cue or a mention, which is made if it is not there.
    fn source(
        &mut self,
        out: &mut String,
        span: Span,
        party: Option<&'p str>,
        owner: &str,
    ) -> Result<String, ExportError> {
        if let Some(guid) = self.sources.get(&(span, party)) {
            return Ok(guid.clone());
        }
        let (start, end) = (span.start_byte.to_string(), span.end_byte.to_string());
        let texts =
            ["qda-source", self.layer.document.id.as_str(), self.layer.annotator, party.unwrap_or(""), &start, &end];
        let guid = uuid_of(&texts).to_string();
        let code = if party.is_some() { "Mention" } else { "Cue" };
        self.selection(out, &guid, span, &owner, None, "", &[(Group::Attribution, code)])?;
        self.sources.insert((span, party), guid.clone());
        Ok(guid)
    }

    #[expect(clippy::too_many_arguments, reason = "a selection has as many fields")]
    fn selection(
        &mut self,
        out: &mut String,
        guid: &str,
        span: Span,
        owner: &dyn std::fmt::Display,
        statement: Option<&Statement>,
        description: &str,
        codes: &[(Group, &str)],
    ) -> Result<(), ExportError> {
        let ([start, end], quote) = self.layer.locate(owner, span)?;
        let (start, end) = (self.lines.place(start), self.lines.place(end));
        let quote = if self.project.exact { quote.into() } else { with_lf(quote) };
        let Some(here) = self.lines.between(start, end).filter(|here| *here == quote) else {
            let (document, statement) = (self.layer.document.id.clone(), owner.to_string());
            return Err(ExportError::Span { document, statement, span });
        };
        let date = |at: Option<String>| at.unwrap_or_else(|| self.project.date.clone());
        let created = date(statement.map(|statement| statement.created.to_string()));
        let modified = date(statement.map(|statement| statement.modified.to_string()));
        out.push_str("<PlainTextSelection");
        for (name, value) in [
            ("guid", guid),
            ("name", &name_of(here)),
            ("startPosition", &start.to_string()),
            ("endPosition", &end.to_string()),
            ("creatingUser", &self.user),
            ("creationDateTime", &created),
            ("modifyingUser", &self.user),
            ("modifiedDateTime", &modified),
        ] {
            xml::attribute(out, name, value);
        }
        out.push('>');
        if !description.is_empty() {
            out.push_str("<Description>");
            xml::text(out, description);
            out.push_str("</Description>");
        }
        for (index, (group, id)) in codes.iter().enumerate() {
            out.push_str("<Coding");
            let coding = uuid_of(&["qda-coding", guid, group.title(), id, &index.to_string()]).to_string();
            xml::attribute(out, "guid", &coding);
            xml::attribute(out, "creatingUser", &self.user);
            xml::attribute(out, "creationDateTime", &created);
            out.push_str("><CodeRef");
            xml::attribute(out, "targetGUID", &book::guid(*group, id));
            out.push_str("/></Coding>");
        }
        out.push_str("</PlainTextSelection>\n");
        Ok(())
    }

    fn relation(&mut self, relation: &Relation) {
        let ends = self.firsts.get(&relation.from).cloned().zip(self.firsts.get(&relation.to).cloned());
        let Some((from, to)) = ends else { return };
        let guid = self.project.free(relation.id.to_string(), self.layer.annotator);
        let note = self.note(&guid, &relation.note);
        self.link_as(&guid, relation.kind.as_str(), &from, &to, &note);
    }

    /// Adds a note; its guid, or nothing for an empty one.
    fn note(&mut self, owner: &str, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let guid = uuid_of(&["qda-note", owner]).to_string();
        let out = &mut self.project.own_notes;
        out.push_str("<Note");
        xml::attribute(out, "guid", &guid);
        xml::attribute(out, "name", &name_of(text));
        xml::attribute(out, "creatingUser", &self.user);
        xml::attribute(out, "creationDateTime", &self.project.date);
        out.push_str("><PlainTextContent>");
        xml::text(out, text);
        out.push_str("</PlainTextContent></Note>\n");
        guid
    }

    fn link(&mut self, name: &str, from: &str, to: &str, note: &str) {
        let guid = uuid_of(&["qda-link", self.layer.annotator, name, from, to]).to_string();
        self.link_as(&guid, name, from, to, note);
    }

    fn link_as(&mut self, guid: &str, name: &str, from: &str, to: &str, note: &str) {
        let out = &mut self.project.own_links;
        out.push_str("<Link");
        for (key, value) in
            [("guid", guid), ("name", name), ("direction", "OneWay"), ("originGUID", from), ("targetGUID", to)]
        {
            xml::attribute(out, key, value);
        }
        if note.is_empty() {
            out.push_str("/>\n");
        } else {
            out.push_str("><NoteRef");
            xml::attribute(out, "targetGUID", note);
            out.push_str("/></Link>\n");
        }
    }
}

/// The codes of a statement; its kind is the first.
fn codes(statement: &Statement) -> Vec<(Group, &str)> {
    let mut codes = vec![(Group::Kind, statement.kind.as_str())];
    if let Some((speaker, outer)) = statement.chain.split_last() {
        codes.push((Group::Speaker, speaker.party.as_str()));
        // A party that reports twice has one code.
        for link in outer {
            let code = (Group::Via, link.party.as_str());
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes.extend(statement.addressees.iter().map(|id| (Group::Addressee, id.as_str())));
    codes.extend(statement.topic.iter().map(|id| (Group::Topic, id.as_str())));
    codes.extend(statement.stance.map(|stance| (Group::Stance, stance.as_str())));
    codes.extend(statement.quotation.map(|quotation| (Group::Quotation, quotation.as_str())));
    codes
}

/// The note of a statement, then what no code says.
fn description(statement: &Statement, index: usize, parts: usize) -> String {
    let part = format!("Part {} of {parts}", index + 1);
    if index > 0 {
        return part;
    }
    let chain = statement.chain.iter().map(|link| link.party.as_str()).collect::<Vec<_>>().join(" > ");
    let is_plain = statement.note.is_empty() && statement.attributes.is_empty() && chain.is_empty() && parts == 1;
    if is_plain {
        return String::new();
    }
    let mut lines = Vec::new();
    if !statement.note.is_empty() {
        lines.push(statement.note.clone());
    }
    // Always there, so that the end of the note is known.
    lines.push(format!("Source: {}", if chain.is_empty() { "–" } else { &chain }));
    if parts > 1 {
        lines.push(part);
    }
    for attribute in &statement.attributes {
        lines.push(format!("{}: {}", book::escaped(&attribute.name, true), book::escaped(&attribute.value, false)));
    }
    lines.join("\n")
}

/// A name for a selection: its text without line ends, cut after about a hundred characters.
fn name_of(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut name: String = words.chars().take(LONGEST_NAME).collect();
    if name.len() < words.len() {
        name.push('…');
    }
    name
}
