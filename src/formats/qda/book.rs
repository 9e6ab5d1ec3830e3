//! The codes: what they are called, how they are grouped and nested, and what their descriptions say.
//!
//! Names are unique over the whole book, since some programs find codes by name; a number is added where two would be the
//! same. The last line of a description is `Id: …`, so that our importer finds the entry again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::formats::found::uuid_of;
use crate::formats::xml;
use crate::model::codebook::Codebook;
use crate::model::id::PartyId;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::statement::{Quotation, Stance};

/// Nothing nests deeper, even if parties belong to each other in a circle.
const MOST_DEEP: usize = 32;
/// Stands for a line end in a value.
const LINE_END: &str = " ⏎ ";

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Kind,
    Speaker,
    Via,
    Addressee,
    Topic,
    Stance,
    Quotation,
    Attribution,
}

/// The codes of reporting verbs, mentions and excluded passages.
const ATTRIBUTION: [&str; 3] = ["Cue", "Mention", "Excluded"];

impl Group {
    pub(super) const ALL: [Self; 8] = [
        Self::Kind,
        Self::Speaker,
        Self::Via,
        Self::Addressee,
        Self::Topic,
        Self::Stance,
        Self::Quotation,
        Self::Attribution,
    ];

    /// The name of the code above the codes of the group.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Kind => "Kinds",
            Self::Speaker => "Speakers",
            Self::Via => "Via",
            Self::Addressee => "Addressees",
            Self::Topic => "Topics",
            Self::Stance => "Stances",
            Self::Quotation => "Quotations",
            Self::Attribution => "Attribution",
        }
    }

    /// What the names of the group's codes begin with.
    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Speaker => "Speaker: ",
            Self::Via => "Via: ",
            Self::Addressee => "To: ",
            Self::Topic => "Topic: ",
            Self::Stance => "Stance: ",
            Self::Quotation => "Quotation: ",
            Self::Kind | Self::Attribution => "",
        }
    }
}

/// One code with those below it.
struct Code {
    group: Group,
    /// The identifier of what it stands for.
    id: String,
    name: String,
    color: Option<String>,
    description: String,
    below: Vec<Code>,
}

/// All codes of a project.
pub(super) struct Book {
    groups: Vec<(Group, Vec<Code>)>,
}

/// The names that are taken, each with the last number that was put after it.
pub(super) type TakenNames = BTreeMap<String, usize>;

/// The code of a value; the same in every export.
pub(super) fn guid(group: Group, id: &str) -> String {
    uuid_of(&["qda-code", group.title(), id]).to_string()
}

/// A value on one line.
pub(super) fn on_one_line(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\n', '\r'], LINE_END)
}

/// The value that was put on one line.
pub(super) fn on_its_lines(text: &str) -> String {
    text.replace(LINE_END, "\n")
}

/// A name or a value on one line, of which everything comes back. Where the line is cut, no name has a colon.
pub(super) fn escaped(text: &str, is_name: bool) -> String {
    let text = text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    if is_name { text.replace(':', "\\.") } else { text }
}

/// Undoes [`escaped`].
pub(super) fn unescaped(text: &str) -> String {
    let (mut out, mut chars) = (String::with_capacity(text.len()), text.chars());
    while let Some(c) = chars.next() {
        let escape = if c == '\\' { chars.next() } else { None };
        out.push(match escape {
            None => c,
            Some('n') => '\n',
            Some('r') => '\r',
            Some('.') => ':',
            Some(other) => other,
        });
    }
    out
}

impl Book {
    pub(super) fn of(project: &Project) -> Self {
        let titles = Group::ALL.into_iter().map(Group::title);
        // A kind that has the name of one of these codes is not taken for it.
        let mut taken: TakenNames = titles.chain(ATTRIBUTION).map(|name| (name.to_owned(), 1)).collect();
        let mut groups = Vec::new();
        for group in Group::ALL {
            let codes = match group {
                Group::Speaker | Group::Via | Group::Addressee => parties(project, group, &mut taken),
                _ => values(&project.codebook, group)
                    .into_iter()
                    .map(|(id, name, definition)| {
                        let full = format!("{}{}", group.prefix(), on_one_line(&name));
                        let name = if group == Group::Attribution { full } else { unique(full, &mut taken) };
                        let description = described(&definition, &[], &id);
                        Code { group, id, name, color: None, description, below: Vec::new() }
                    })
                    .collect(),
            };
            groups.push((group, codes));
        }
        Self { groups }
    }

    /// Appends `<Codes>`.
    pub(super) fn write(&self, out: &mut String) {
        out.push_str("<Codes>");
        for (group, codes) in &self.groups {
            out.push_str("<Code");
            xml::attribute(out, "guid", &guid(*group, ""));
            xml::attribute(out, "name", group.title());
            xml::attribute(out, "isCodable", "false");
            out.push('>');
            codes.iter().for_each(|code| code.write(out));
            out.push_str("</Code>\n");
        }
        out.push_str("</Codes>");
    }
}

impl Code {
    fn write(&self, out: &mut String) {
        out.push_str("<Code");
        xml::attribute(out, "guid", &guid(self.group, &self.id));
        xml::attribute(out, "name", &self.name);
        xml::attribute(out, "isCodable", "true");
        if let Some(color) = &self.color {
            xml::attribute(out, "color", color);
        }
        out.push_str("><Description>");
        xml::text(out, &self.description);
        out.push_str("</Description>");
        self.below.iter().for_each(|code| code.write(out));
        out.push_str("</Code>\n");
    }
}

/// The values of a group that has no parties: identifier, name, definition.
fn values(codebook: &Codebook, group: Group) -> Vec<(String, String, String)> {
    let fixed = |values: &[&str]| values.iter().map(|v| ((*v).to_owned(), (*v).to_owned(), String::new())).collect();
    match group {
        Group::Kind => codebook
            .kinds
            .iter()
            .map(|kind| (kind.id.to_string(), kind.name.clone(), kind.definition.clone()))
            .collect(),
        Group::Topic => (codebook.topics.iter())
            .map(|topic| (topic.id.to_string(), topic.name.clone(), topic.definition.clone()))
            .collect(),
        Group::Stance => fixed(&Stance::ALL.map(Stance::as_str)),
        Group::Quotation => fixed(&Quotation::ALL.map(Quotation::as_str)),
        Group::Attribution => fixed(&ATTRIBUTION),
        Group::Speaker | Group::Via | Group::Addressee => Vec::new(),
    }
}

/// The codes of the parties, nested as the parties are.
fn parties(project: &Project, group: Group, taken: &mut TakenNames) -> Vec<Code> {
    let mut children: BTreeMap<Option<&PartyId>, Vec<&Party>> = BTreeMap::new();
    let circles: BTreeSet<usize> = project.parties.circles().into_iter().collect();
    for (place, party) in project.parties.iter().enumerate() {
        let parent =
            party.parent.as_ref().filter(|parent| project.party(parent).is_some() && !circles.contains(&place));
        children.entry(parent).or_default().push(party);
    }
    below(&children, None, group, taken, MOST_DEEP)
}

fn below(
    children: &BTreeMap<Option<&PartyId>, Vec<&Party>>,
    parent: Option<&PartyId>,
    group: Group,
    taken: &mut TakenNames,
    deep: usize,
) -> Vec<Code> {
    let mut codes = Vec::new();
    for party in children.get(&parent).into_iter().flatten() {
        let name = unique(format!("{}{}", group.prefix(), on_one_line(&party.name)), taken);
        let description = described("", &party.aliases, party.id.as_str());
        let nested = if deep > 0 { below(children, Some(&party.id), group, taken, deep - 1) } else { Vec::new() };
        let color = Some(party.color.to_string());
        codes.push(Code { group, id: party.id.to_string(), name, color, description, below: nested });
    }
    codes
}

/// The name, with a number if it is taken.
pub(super) fn unique(name: String, taken: &mut TakenNames) -> String {
    let Some(mut number) = taken.get(&name).copied() else {
        taken.insert(name.clone(), 1);
        return name;
    };
    loop {
        number += 1;
        let free = format!("{name} ({number})");
        if !taken.contains_key(&free) {
            taken.insert(name, number);
            taken.insert(free.clone(), 1);
            return free;
        }
    }
}

fn described(definition: &str, aliases: &[String], id: &str) -> String {
    let mut text = definition.to_owned();
    if !text.is_empty() {
        text.push('\n');
    }
    for alias in aliases {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "Alias: {}", on_one_line(alias));
    }
    text + "Id: " + id
}

/// What a code that was read stands for.
#[derive(Clone, Debug)]
pub(super) struct FoundCode {
    pub(super) group: Group,
    /// The identifier that an export of ours gave it.
    pub(super) id: Option<String>,
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) definition: String,
    /// The code above it, if that is no group.
    pub(super) parent: Option<usize>,
    pub(super) guid: String,
}

impl FoundCode {
    /// The identifier if it has one, else the name.
    pub(super) fn key(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }
}

/// The codable codes of a book, parents before their children.
pub(super) fn found(codes: &xml::Element) -> Vec<FoundCode> {
    let mut all = Vec::new();
    codes.children("Code").for_each(|code| walk(code, None, &mut all));
    all
}

fn walk(element: &xml::Element, parent: Option<usize>, all: &mut Vec<FoundCode>) {
    let is_group = element.attribute("isCodable") == "false";
    let mut place = parent;
    if !is_group {
        let full = element.attribute("name");
        let prefixed = Group::ALL.into_iter().filter(|group| !group.prefix().is_empty());
        let of_prefix = prefixed.clone().find(|group| full.starts_with(group.prefix()));
        let group = match of_prefix {
            Some(group) => group,
            None if ATTRIBUTION.contains(&full) => Group::Attribution,
            None => Group::Kind,
        };
        let name = on_its_lines(full.strip_prefix(group.prefix()).unwrap_or(full));
        let mut code = FoundCode {
            group,
            id: None,
            name,
            aliases: Vec::new(),
            definition: String::new(),
            parent,
            guid: element.attribute("guid").to_lowercase(),
        };
        describe(&mut code, element.child("Description").map_or("", |description| description.text.as_str()));
        place = Some(all.len());
        all.push(code);
    }
    element.children("Code").for_each(|code| walk(code, place, all));
}

/// Reads a description.
fn describe(code: &mut FoundCode, text: &str) {
    let mut lines: Vec<&str> = text.split('\n').collect();
    if let Some(id) = lines.last().and_then(|line| line.strip_prefix("Id: ")) {
        code.id = Some(id.to_owned());
        lines.pop();
        while let Some(alias) = lines.last().and_then(|line| line.strip_prefix("Alias: ")) {
            code.aliases.insert(0, on_its_lines(alias));
            lines.pop();
        }
    }
    code.definition = lines.join("\n");
}
