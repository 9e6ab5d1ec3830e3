//! The code pages in which Windows and DOS write the names in a zip that are not in UTF-8: 720 on a computer set to Arabic,
//! 437, 850 and 866 on others. `encoding_rs` has 866 only.
//!
//! Bytes below 128 are ASCII. Nearly any bytes can be read in a code page, so the caller must judge whether the result makes
//! sense.

/// DOS Arabic. Undefined bytes are U+FFFD.
const CP720: [&str; 8] = [
    "\u{fffd}\u{fffd}éâ\u{fffd}à\u{fffd}çêëèïî\u{fffd}\u{fffd}\u{fffd}",
    "\u{fffd}\u{651}\u{652}ô¤ـûùءآأؤ£إئا",
    "بةتثجحخدذرزسشص«»",
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐",
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧",
    "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
    "ضطظعغفµقكلمنهوىي",
    "≡\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}≈°∙·√ⁿ²■\u{a0}",
];

/// DOS of the United States, which is also the nominal encoding of names in a zip.
const CP437: [&str; 8] = [
    "ÇüéâäàåçêëèïîìÄÅ",
    "ÉæÆôöòûùÿÖÜ¢£¥₧ƒ",
    "áíóúñÑªº¿⌐¬½¼¡«»",
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐",
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧",
    "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
    "αßΓπΣσµτΦΘΩδ∞φε∩",
    "≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
];

/// DOS of Western Europe.
const CP850: [&str; 8] = [
    "ÇüéâäàåçêëèïîìÄÅ",
    "ÉæÆôöòûùÿÖÜø£Ø×ƒ",
    "áíóúñÑªº¿®¬½¼¡«»",
    "░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐",
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤",
    "ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀",
    "ÓßÔÒõÕµþÞÚÛÙýÝ¯´",
    "\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
];

/// DOS Cyrillic.
const CP866: [&str; 8] = [
    "АБВГДЕЖЗИЙКЛМНОП",
    "РСТУФХЦЧШЩЪЫЬЭЮЯ",
    "абвгдежзийклмноп",
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐",
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧",
    "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
    "рстуфхцчшщъыьэюя",
    "ЁёЄєЇїЎў°∙·√№¤■\u{a0}",
];

/// Decodes DOS code page 720 (Arabic). `None` if a byte has no character in it.
pub(crate) fn decode_cp720(bytes: &[u8]) -> Option<String> {
    decode(bytes, &CP720)
}

/// Decodes DOS code page 437, in which every byte has a character.
pub(crate) fn decode_cp437(bytes: &[u8]) -> Option<String> {
    decode(bytes, &CP437)
}

/// Decodes DOS code page 850, in which every byte has a character.
pub(crate) fn decode_cp850(bytes: &[u8]) -> Option<String> {
    decode(bytes, &CP850)
}

/// Decodes DOS code page 866, in which every byte has a character.
pub(crate) fn decode_cp866(bytes: &[u8]) -> Option<String> {
    decode(bytes, &CP866)
}

/// Decodes a page given its upper half, sixteen characters a row.
fn decode(bytes: &[u8], upper: &[&str; 8]) -> Option<String> {
    let upper: Vec<char> = upper.iter().flat_map(|row| row.chars()).collect();
    let read = |byte: &u8| match byte.checked_sub(128) {
        None => Some(char::from(*byte)),
        Some(index) => upper.get(usize::from(index)).copied().filter(|c| *c != char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_all_its_characters() {
        for page in [CP720, CP437, CP850, CP866] {
            assert!(page.iter().all(|row| row.chars().count() == 16));
        }
    }

    #[test]
    fn names_are_read_as_dos_wrote_them() {
        assert_eq!(decode_cp720(b"\xa5\xea\xa4\xa7.txt").as_deref(), Some("\u{62d}\u{645}\u{62c}\u{62f}.txt"));
        // قال
        assert_eq!(decode_cp720(b"\xe7\x9f\xe9").as_deref(), Some("\u{642}\u{627}\u{644}"));
        assert_eq!(decode_cp720(b"\x80"), None);
        assert_eq!(decode_cp437(b"ren\x82").as_deref(), Some("ren\u{e9}"));
        assert_eq!(decode_cp850(b"\xb5").as_deref(), Some("\u{c1}"));
        assert_eq!(decode_cp866(b"\x8c\xa8\xe0").as_deref(), Some("Мир"));
    }
}
