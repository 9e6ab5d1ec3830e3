//! The drawing instructions of a page, made simple for the library that reads them.
//!
//! The library does not place what is drawn by a form, takes a form's fonts for the page's, leaves out two of the four
//! instructions that show text, and does not see which text the file itself gives for shapes (`ActualText`). So the
//! forms are written out, only the instructions about text are kept, and what the library cannot tell is noted for each
//! string that is shown.

use std::collections::HashMap;

use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

/// The deepest that forms are nested in one another.
const DEEPEST_FORMS: usize = 16;
/// The most forms that are drawn.
const MOST_FORMS: usize = 20_000;
/// The most instructions of a file.
const MOST_INSTRUCTIONS: usize = 8_000_000;
/// The most bytes of instructions, those of a form each time that it is drawn.
const MOST_BYTES: usize = 256 << 20;
/// The most levels of pages from which a page has its fonts.
const DEEPEST_PAGES: usize = 64;

/// Why no characters could be read.
pub(super) enum NoGlyphs {
    Damaged,
    Encrypted,
    TooMuch,
}

/// What the file says about a string that is shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shown {
    /// The stretch of which the file gives the text, by its place in the list of these texts.
    pub stretch: Option<usize>,
    /// Whether it is a running head, a page number or the like.
    pub is_artifact: bool,
    /// Whether it is not painted, as the text that a program recognised in the picture of a page.
    pub is_invisible: bool,
    /// The run of one direction that it belongs to; `None` if that is not known.
    pub run: Option<usize>,
    /// Which font of the file it has.
    pub font: usize,
}

/// What the file says about the strings of all pages.
#[derive(Debug, Default)]
pub(super) struct Instructions {
    /// For each page, its strings in the order in which they are shown.
    pub shown: Vec<Vec<Shown>>,
    /// Their bytes, each of which, or two of which, are a shape of the font.
    pub bytes: Vec<Vec<Vec<u8>>>,
    /// The texts that the file gives for stretches of shapes.
    pub texts: Vec<String>,
}

/// How a program shows that another run of text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Runs {
    /// Every run is a string of its own.
    Strings,
    /// Before every run, the font or the place is set.
    Settings,
    /// Not known: neighbouring runs may have been put together.
    Unknown,
}

/// Makes the instructions of all pages simple.
pub(super) fn simplify(document: &mut Document, runs: Runs) -> Result<Instructions, NoGlyphs> {
    let mut all = Instructions::default();
    let (mut left, mut forms, mut bytes_left) = (MOST_INSTRUCTIONS, MOST_FORMS, MOST_BYTES);
    let mut numbers: HashMap<Font, usize> = HashMap::new();
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    for page in pages {
        let mut writer = Writer {
            document: &*document,
            out: Vec::new(),
            fonts: Dictionary::new(),
            names: HashMap::new(),
            shown: Vec::new(),
            bytes: Vec::new(),
            numbers: &mut numbers,
            texts: &mut all.texts,
            left,
            forms,
            bytes_left,
            runs,
            run: 0,
        };
        let resources = writer.inherited(page);
        let content = document.get_page_content(page).map_err(|_| NoGlyphs::Damaged)?;
        writer.stream(&content, &resources, &State::default(), 0)?;
        (left, forms, bytes_left) = (writer.left, writer.forms, writer.bytes_left);
        let Writer { out, fonts, shown, bytes, .. } = writer;
        all.shown.push(shown);
        all.bytes.push(bytes);
        let content = Content { operations: out }.encode().map_err(|_| NoGlyphs::Damaged)?;
        let content = document.add_object(Stream::new(Dictionary::new(), content));
        let mut resources = Dictionary::new();
        resources.set("Font", fonts);
        let page = document.get_dictionary_mut(page).map_err(|_| NoGlyphs::Damaged)?;
        page.set("Contents", content);
        page.set("Resources", resources);
    }
    Ok(all)
}

/// Where a font is: an object of its own, or a part of the resources of this place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Font {
    Object(ObjectId),
    Part(usize, Vec<u8>),
}

/// What holds for the strings that follow.
#[derive(Clone, Debug, Default)]
struct State {
    shown: Shown,
    /// The marked stretches that contain what follows.
    marked: Vec<Shown>,
}

/// The instructions of a page while they are written.
struct Writer<'a> {
    document: &'a Document,
    out: Vec<Operation>,
    fonts: Dictionary,
    names: HashMap<Font, Vec<u8>>,
    shown: Vec<Shown>,
    bytes: Vec<Vec<u8>>,
    /// The number of each font in the whole file.
    numbers: &'a mut HashMap<Font, usize>,
    texts: &'a mut Vec<String>,
    /// How many instructions, forms and bytes of instructions may still come.
    left: usize,
    forms: usize,
    bytes_left: usize,
    runs: Runs,
    /// How many runs there were.
    run: usize,
}

impl Writer<'_> {
    /// The resources of a page, its own or those of the pages above it.
    fn inherited(&self, page: ObjectId) -> Dictionary {
        let mut here = self.document.get_dictionary(page).ok();
        for _ in 0..DEEPEST_PAGES {
            let Some(dictionary) = here else { break };
            if let Some(found) = self.dictionary(dictionary, b"Resources") {
                return found.clone();
            }
            let parent = dictionary.get(b"Parent").and_then(Object::as_reference);
            here = parent.ok().and_then(|parent| self.document.get_dictionary(parent).ok());
        }
        Dictionary::new()
    }

    fn dictionary<'d>(&'d self, of: &'d Dictionary, key: &[u8]) -> Option<&'d Dictionary> {
        of.get_deref(key, self.document).and_then(Object::as_dict).ok()
    }

    /// Writes the instructions of a page or a form.
    fn stream(&mut self, content: &[u8], resources: &Dictionary, state: &State, depth: usize) -> Result<(), NoGlyphs> {
        self.bytes_left = self.bytes_left.checked_sub(content.len()).ok_or(NoGlyphs::TooMuch)?;
        let content = Content::decode(content).map_err(|_| NoGlyphs::Damaged)?;
        let mut state = State { marked: Vec::new(), shown: state.shown };
        let mut saved: Vec<(bool, usize)> = Vec::new();
        for operation in content.operations {
            self.left = self.left.checked_sub(1).ok_or(NoGlyphs::TooMuch)?;
            let Operation { operator, operands } = operation;
            match operator.as_str() {
                "q" => {
                    saved.push((state.shown.is_invisible, state.shown.font));
                    self.write("q", operands);
                }
                "Q" => {
                    // One too many would end what belongs to the page.
                    if let Some((is_invisible, font)) = saved.pop() {
                        (state.shown.is_invisible, state.shown.font) = (is_invisible, font);
                        self.write("Q", operands);
                    }
                }
                "BT" | "Tm" => {
                    self.run += 1;
                    self.write(&operator, operands);
                }
                "ET" | "cm" | "Td" | "TD" | "T*" | "Tc" | "Tw" | "Tz" | "TL" | "Ts" => {
                    self.write(&operator, operands);
                }
                "Tf" => state.shown.font = self.font(operands, resources)?,
                "Tr" => state.shown.is_invisible = matches!(operands.first(), Some(Object::Integer(3 | 7))),
                "Tj" | "TJ" | "'" | "\"" => {
                    self.show(&operator, operands, state.shown);
                }
                "BMC" | "BDC" => {
                    state.marked.push(state.shown);
                    let tag = operands.first().and_then(|tag| tag.as_name().ok());
                    state.shown.is_artifact |= tag == Some(b"Artifact");
                    if let Some(text) = self.actual_text(operands.get(1), resources) {
                        state.shown.stretch = Some(self.texts.len());
                        self.texts.push(text);
                    }
                }
                "EMC" => {
                    if let Some(before) = state.marked.pop() {
                        let Shown { is_invisible, font, .. } = state.shown;
                        state.shown = Shown { is_invisible, font, ..before };
                    }
                }
                "Do" => self.form(operands.first(), resources, &state, depth)?,
                _ => {}
            }
        }
        saved.iter().for_each(|_| self.write("Q", Vec::new()));
        Ok(())
    }

    fn write(&mut self, operator: &str, operands: Vec<Object>) {
        self.out.push(Operation::new(operator, operands));
    }

    /// Shows strings by the two instructions that the library knows.
    fn show(&mut self, operator: &str, mut operands: Vec<Object>, mut shown: Shown) {
        shown.run = (self.runs == Runs::Settings).then_some(self.run);
        if operator == "\"" && operands.len() == 3 {
            let text = operands.pop();
            let letters = operands.pop();
            self.write("Tw", std::mem::take(&mut operands));
            self.write("Tc", letters.into_iter().collect());
            operands = text.into_iter().collect();
        }
        if matches!(operator, "'" | "\"") {
            self.write("T*", Vec::new());
        }
        match operands.first() {
            Some(Object::Array(parts)) if operator == "TJ" => {
                for bytes in parts.iter().filter_map(|part| part.as_str().ok()) {
                    if self.runs == Runs::Strings {
                        self.run += 1;
                        shown.run = Some(self.run);
                    }
                    self.shown.push(shown);
                    self.bytes.push(bytes.to_vec());
                }
                self.write("TJ", operands);
            }
            Some(Object::String(bytes, _)) if operator != "TJ" => {
                self.shown.push(shown);
                self.bytes.push(bytes.clone());
                self.write("Tj", operands);
            }
            _ => {}
        }
    }

    /// Chooses a font by a name that no other font of the page has. Returns its number in the file.
    fn font(&mut self, mut operands: Vec<Object>, resources: &Dictionary) -> Result<usize, NoGlyphs> {
        let name = operands.first().and_then(|name| name.as_name().ok()).ok_or(NoGlyphs::Damaged)?.to_vec();
        let document = self.document;
        let fonts = resources.get_deref(b"Font", document).and_then(Object::as_dict).map_err(|_| NoGlyphs::Damaged)?;
        let object = fonts.get(&name).map_err(|_| NoGlyphs::Damaged)?;
        let font = match object {
            Object::Reference(id) => Font::Object(*id),
            _ => Font::Part(std::ptr::from_ref(fonts).addr(), name),
        };
        let count = self.numbers.len();
        let of_file = *self.numbers.entry(font.clone()).or_insert(count);
        let number = self.names.len();
        let own = self.names.entry(font).or_insert_with(|| format!("F{number}").into_bytes()).clone();
        if !self.fonts.has(&own) {
            self.fonts.set(own.clone(), object.clone());
        }
        if let Some(name) = operands.first_mut() {
            *name = Object::Name(own);
        }
        self.run += 1;
        self.write("Tf", operands);
        Ok(of_file)
    }

    /// Writes out a form in the place where it is drawn.
    fn form(
        &mut self,
        name: Option<&Object>,
        resources: &Dictionary,
        state: &State,
        depth: usize,
    ) -> Result<(), NoGlyphs> {
        let document = self.document;
        let Some(name) = name.and_then(|name| name.as_name().ok()) else { return Ok(()) };
        let objects = resources.get_deref(b"XObject", document).and_then(Object::as_dict);
        let Ok(form) = objects.and_then(|objects| objects.get_deref(name, document)).and_then(Object::as_stream) else {
            return Ok(());
        };
        if form.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return Ok(());
        }
        self.forms = self.forms.checked_sub(1).filter(|_| depth < DEEPEST_FORMS).ok_or(NoGlyphs::TooMuch)?;
        self.write("q", Vec::new());
        if let Ok(Object::Array(matrix)) = form.dict.get_deref(b"Matrix", document)
            && matrix.len() == 6
        {
            self.write("cm", matrix.clone());
        }
        let own = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict).unwrap_or(resources);
        let content = form.decompressed_content().unwrap_or_else(|_| form.content.clone());
        self.stream(&content, own, state, depth + 1)?;
        self.write("Q", Vec::new());
        Ok(())
    }

    /// The text that the file gives for the stretch that begins here.
    fn actual_text(&self, properties: Option<&Object>, resources: &Dictionary) -> Option<String> {
        let named = |name: &[u8]| {
            let all = resources.get_deref(b"Properties", self.document).and_then(Object::as_dict).ok()?;
            all.get_deref(name, self.document).and_then(Object::as_dict).ok()
        };
        let properties = match properties? {
            Object::Dictionary(properties) => properties,
            Object::Name(name) => named(name)?,
            _ => return None,
        };
        let bytes = properties.get_deref(b"ActualText", self.document).and_then(Object::as_str).ok()?;
        Some(decoded(bytes))
    }
}

/// A string of a file as text.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| {
                u16::from_be_bytes([pair.first().copied().unwrap_or(0), pair.last().copied().unwrap_or(0)])
            });
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
