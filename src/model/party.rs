//! An actor that speaks or is spoken of.

use super::id::PartyId;

/// A colour in sRGB, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// Colours for new parties, in the order in which they are handed out: Okabe and Ito's set for colour-blind readers
    /// (<https://jfly.uni-koeln.de/color/>), then two that keep their distance from it.
    pub const PALETTE: [Self; 9] = [
        Self([0x00, 0x72, 0xb2]),
        Self([0xd5, 0x5e, 0x00]),
        Self([0x00, 0x9e, 0x73]),
        Self([0xcc, 0x79, 0xa7]),
        Self([0xe6, 0x9f, 0x00]),
        Self([0x56, 0xb4, 0xe9]),
        Self([0x8c, 0x6b, 0xb1]),
        Self([0x8c, 0x51, 0x0a]),
        Self([0x7f, 0x7f, 0x7f]),
    ];

    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let value = u32::from_str_radix(hex, 16).ok()?;
        let [_, red, green, blue] = value.to_be_bytes();
        Some(Self([red, green, blue]))
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// A state, an office, a person, an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub id: PartyId,
    pub name: String,
    /// The forms in which texts name it, in any language.
    pub aliases: Vec<String>,
    pub color: Rgb,
    /// The party it belongs to: Biden → White House → United States. Never a circle.
    pub parent: Option<PartyId>,
}
