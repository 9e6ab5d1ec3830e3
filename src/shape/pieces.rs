//! The graphemes of a line while it is built: parts that several fonts draw are joined, and white space at the end of
//! the line gets its place.

use super::layout::Glyph;

/// A grapheme under construction: its cell, and its glyphs relative to its left edge.
pub(super) struct Piece {
    pub start_byte: usize,
    pub end_byte: usize,
    pub rtl: bool,
    pub advance: f32,
    pub glyphs: Vec<Glyph>,
}

/// Appends a piece, or joins it to the other part of its grapheme.
pub(super) fn push_piece(pieces: &mut Vec<Piece>, piece: Piece, whole: bool) {
    let known = if whole { None } else { pieces.iter_mut().rev().find(|known| known.start_byte == piece.start_byte) };
    match known {
        Some(known) => {
            let shift = known.advance;
            known.glyphs.extend(piece.glyphs.into_iter().map(|glyph| Glyph { x: glyph.x + shift, ..glyph }));
            known.advance += piece.advance;
        }
        None => pieces.push(piece),
    }
}

/// Rule L1: moves everything from `start_byte` on to the line's end in the paragraph's direction. Returns its width.
pub(super) fn order_trailing(pieces: &mut Vec<Piece>, start_byte: usize, rtl: bool) -> f32 {
    let (mut trailing, mut rest): (Vec<Piece>, Vec<Piece>) =
        std::mem::take(pieces).into_iter().partition(|piece| piece.start_byte >= start_byte);
    trailing.sort_by_key(|piece| piece.start_byte);
    for piece in &mut trailing {
        piece.rtl = rtl;
    }
    let width = trailing.iter().map(|piece| piece.advance).sum();
    if rtl {
        trailing.reverse();
        trailing.append(&mut rest);
        *pieces = trailing;
    } else {
        rest.append(&mut trailing);
        *pieces = rest;
    }
    width
}
