//! Colleagues' tags: read from wherever they come, compared with what is here, and put beside it, never over it.
//!
//! [`source`] reads a file of tags, a project folder or a zip of one; [`plan`] says what adding it would do and makes the
//! one edit that does it. How a file of tags is written is in `formats::tags`.

pub mod plan;
pub mod source;
