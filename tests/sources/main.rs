//! The sources themselves: which module may use which, and the catalogue of words.

mod architecture;
mod circles;
mod locales;
