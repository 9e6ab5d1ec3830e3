//! The bundled fonts, how families are composed of them, and the interning of whatever font a text ends up using.
//!
//! The bundled fonts are part of the binary, so tests and image tests see the same glyphs everywhere and the first
//! frame waits for no font directory. System fonts are loaded later, when a text needs a character that no bundled font
//! has.

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::{Arc, LazyLock};

use flate2::read::GzDecoder;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, GenericFamily, SourceCache};
use parley::{FontContext, FontData, FontFamily, FontFamilyName};

use super::Family;
use crate::typeface::{ArabicFace, LatinFace};

/// A font that the engine has used, valid for the lifetime of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FontId(pub(super) u16);

/// A font file as swash needs it, with the position on its variation axes.
pub(super) struct FontEntry {
    pub data: FontData,
    pub coords: Vec<i16>,
}

/// All fonts used so far. Entries are never removed, so a [`FontId`] in a layout stays valid.
#[derive(Default)]
pub(super) struct FontTable {
    entries: Vec<FontEntry>,
    ids: HashMap<(u64, u32, Vec<i16>), FontId>,
}

impl FontTable {
    /// The id of a font, given by its data and variation coordinates.
    pub(crate) fn intern(&mut self, data: &FontData, coords: Vec<i16>) -> FontId {
        let key = (data.data.id(), data.index, coords);
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        // More than 65 535 fonts in one session would reuse the last id, which paints wrong glyphs but does no other
        // harm.
        let id = FontId(u16::try_from(self.entries.len()).unwrap_or(u16::MAX));
        if self.entries.len() <= usize::from(u16::MAX) {
            self.entries.push(FontEntry { data: data.clone(), coords: key.2.clone() });
        }
        self.ids.insert(key, id);
        id
    }

    pub(crate) fn get(&self, id: FontId) -> Option<&FontEntry> {
        self.entries.get(usize::from(id.0))
    }
}

/// A context with the bundled fonts, and also the system's if `system` is set (which may take a while).
pub(super) fn context(system: bool) -> FontContext {
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: system });
    for (family, bytes) in bundled() {
        let blob = Blob::new(Arc::new(bytes.as_slice()));
        let name = FontInfoOverride { family_name: Some(family), ..FontInfoOverride::default() };
        collection.register_fonts(blob, Some(name));
    }
    let emoji = collection.family_id(EMOJI);
    collection.set_generic_families(GenericFamily::Emoji, emoji.into_iter());
    FontContext { collection, source_cache: SourceCache::default() }
}

/// The bundled fonts with the families they belong to, unpacked once for all engines.
fn bundled() -> &'static [(&'static str, Vec<u8>)] {
    static UNPACKED: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
        let unpacked = PACKED.iter().map(|(family, packed)| {
            let mut bytes = Vec::new();
            match GzDecoder::new(*packed).read_to_end(&mut bytes) {
                Ok(_) => Some((*family, bytes)),
                Err(error) => {
                    tracing::error!("the bundled font {family} cannot be unpacked: {error}");
                    None
                }
            }
        });
        unpacked.flatten().collect()
    });
    &UNPACKED
}

/// The file of the first font of a family's Latin letters.
pub(crate) fn first_font(family: Family) -> Option<&'static [u8]> {
    let wanted = if family == Family::Mono { MONO } else { LATIN };
    bundled().iter().find(|(name, _)| *name == wanted).map(|(_, bytes)| bytes.as_slice())
}

/// The families tried in order for each grapheme.
pub(super) fn stack(family: Family) -> FontFamily<'static> {
    let names: &'static [FontFamilyName<'static>] = match family {
        Family::Interface => &INTERFACE_STACK,
        Family::Reading => &READING_STACK,
        Family::Mono => &MONO_STACK,
        Family::Icons => &ICONS_STACK,
        Family::Article(arabic, latin) => article_stack(arabic, latin),
    };
    FontFamily::List(names.into())
}

/// Height of the optical middle of a line above its baseline, in ems. Lines are centred on it, so that a label keeps
/// its baseline whatever its script.
pub(super) fn middle_em(family: Family) -> f32 {
    match family {
        Family::Interface | Family::Mono => 0.335,
        Family::Icons => 0.4375,
        Family::Reading | Family::Article(..) => 0.22,
    }
}

const INTERFACE: &str = "Bayan Interface";
const LATIN: &str = "Bayan Latin";
const HEBREW: &str = "Bayan Hebrew";
const READING: &str = "Bayan Reading";
const SCHEHERAZADE: &str = "Bayan Scheherazade";
const SERIF: &str = "Bayan Serif";
const MONO: &str = "Bayan Mono";
const EMOJI: &str = "Bayan Emoji";
const SYMBOLS: &str = "Bayan Symbols";
const ICONS: &str = "Bayan Icons";

static INTERFACE_STACK: [FontFamilyName<'static>; 6] = names([INTERFACE, LATIN, HEBREW, SYMBOLS, EMOJI, READING]);
static READING_STACK: [FontFamilyName<'static>; 6] = names([READING, HEBREW, LATIN, INTERFACE, SYMBOLS, EMOJI]);
static MONO_STACK: [FontFamilyName<'static>; 6] = names([MONO, INTERFACE, LATIN, HEBREW, SYMBOLS, EMOJI]);

static ICONS_STACK: [FontFamilyName<'static>; 1] = [FontFamilyName::named(ICONS)];

/// The Latin typeface comes first, since the Arabic ones have Latin letters of their own.
fn article_stack(arabic: ArabicFace, latin: LatinFace) -> &'static [FontFamilyName<'static>] {
    static STACKS: [[FontFamilyName<'static>; 6]; 5] = [
        names([SERIF, READING, HEBREW, LATIN, SYMBOLS, EMOJI]),
        names([LATIN, READING, HEBREW, INTERFACE, SYMBOLS, EMOJI]),
        names([SCHEHERAZADE, READING, HEBREW, LATIN, SYMBOLS, EMOJI]),
        names([SERIF, SCHEHERAZADE, HEBREW, LATIN, SYMBOLS, EMOJI]),
        names([LATIN, SCHEHERAZADE, HEBREW, INTERFACE, SYMBOLS, EMOJI]),
    ];
    let [naskh_serif, naskh_sans, scheherazade, scheherazade_serif, scheherazade_sans] = &STACKS;
    match (arabic, latin) {
        (ArabicFace::Naskh, LatinFace::Matching) => &READING_STACK,
        (ArabicFace::Naskh, LatinFace::Serif) => naskh_serif,
        (ArabicFace::Naskh, LatinFace::Sans) => naskh_sans,
        (ArabicFace::Scheherazade, LatinFace::Matching) => scheherazade,
        (ArabicFace::Scheherazade, LatinFace::Serif) => scheherazade_serif,
        (ArabicFace::Scheherazade, LatinFace::Sans) => scheherazade_sans,
    }
}

const fn names(names: [&'static str; 6]) -> [FontFamilyName<'static>; 6] {
    let [a, b, c, d, e, f] = names;
    [
        FontFamilyName::named(a),
        FontFamilyName::named(b),
        FontFamilyName::named(c),
        FontFamilyName::named(d),
        FontFamilyName::named(e),
        FontFamilyName::named(f),
    ]
}

macro_rules! font {
    ($path:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/", $path)).as_slice()
    };
}

/// The bundled files under our own names, so that an older copy of the same typeface on the system is never mixed in.
/// They are compressed, which takes two megabytes off the program; [`bundled`] unpacks them.
static PACKED: &[(&str, &[u8])] = &[
    (INTERFACE, font!("ibm-plex-sans-arabic/IBMPlexSansArabic-Regular.ttf.gz")),
    (INTERFACE, font!("ibm-plex-sans-arabic/IBMPlexSansArabic-SemiBold.ttf.gz")),
    (LATIN, font!("ibm-plex-sans/IBMPlexSans-Regular.ttf.gz")),
    (LATIN, font!("ibm-plex-sans/IBMPlexSans-SemiBold.ttf.gz")),
    (HEBREW, font!("ibm-plex-sans-hebrew/IBMPlexSansHebrew-Regular.ttf.gz")),
    (HEBREW, font!("ibm-plex-sans-hebrew/IBMPlexSansHebrew-SemiBold.ttf.gz")),
    (READING, font!("noto-naskh-arabic/NotoNaskhArabic-Regular.ttf.gz")),
    (READING, font!("noto-naskh-arabic/NotoNaskhArabic-Bold.ttf.gz")),
    (SCHEHERAZADE, font!("scheherazade-new/ScheherazadeNew-Regular.ttf.gz")),
    (SERIF, font!("literata/Literata-Regular.ttf.gz")),
    (MONO, font!("ibm-plex-mono/IBMPlexMono-Regular.ttf.gz")),
    (EMOJI, font!("noto-emoji/NotoEmoji-Regular.ttf.gz")),
    (SYMBOLS, font!("noto-sans-symbols-2/NotoSansSymbols2-Regular.ttf.gz")),
    (ICONS, font!("phosphor/Phosphor-Subset.ttf.gz")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_font_unpacks_to_a_font_file() {
        let fonts = bundled();
        assert_eq!(fonts.len(), PACKED.len());
        for (family, bytes) in fonts {
            assert!(bytes.starts_with(&[0, 1, 0, 0]) && bytes.len() > 20_000, "{family}: {} bytes", bytes.len());
        }
    }
}
