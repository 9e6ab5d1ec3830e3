//! The bounds within which an archive is trusted to a library that unpacks it whole.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::t;

/// The most entries of an archive.
const MOST_ENTRIES: usize = 10_000;
/// The most bytes that an archive may hold, inflated.
const MOST_BYTES: u64 = 2 << 30;
/// How many times its size an archive may hold, if that is more than [`SMALL_BYTES`]: tables are packed to a tenth or so,
/// what is made to fill the memory to a thousandth.
const MOST_TIMES: u64 = 100;
const SMALL_BYTES: u64 = 64 << 20;

/// Refuses what says that it holds too much; unpacks everything else once without keeping it, since it may say too little.
///
/// # Errors
/// It is no zip, damaged, protected, or holds too much; the reason in words.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if zip.len() > MOST_ENTRIES {
        return Err(t!("import-archive-entries", most = MOST_ENTRIES));
    }
    let size_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let most_bytes = size_bytes.saturating_mul(MOST_TIMES).clamp(SMALL_BYTES, MOST_BYTES);
    let name_of = |zip: &ZipArchive<Cursor<&[u8]>>, index: usize| {
        let name = zip.name_for_index(index).and_then(Result::ok);
        name.map_or_else(|| index.to_string(), |name| name.to_string())
    };
    let too_large = |name: String| t!("import-archive-large", name = name, most = most_bytes >> 20);
    let mut said_bytes = 0_u64;
    for index in 0..zip.len() {
        let size = zip.by_index_raw(index).map(|entry| entry.size());
        said_bytes = said_bytes.saturating_add(size.map_err(|error| format!("{}: {error}", name_of(&zip, index)))?);
        if said_bytes > most_bytes {
            return Err(too_large(name_of(&zip, index)));
        }
    }
    let mut left_bytes = most_bytes;
    for index in 0..zip.len() {
        let name = name_of(&zip, index);
        let entry = zip.by_index(index).map_err(|error| format!("{name}: {error}"))?;
        let read = std::io::copy(&mut entry.take(left_bytes + 1), &mut std::io::sink());
        let read = read.map_err(|error| format!("{name}: {error}"))?;
        if read > left_bytes {
            return Err(too_large(name));
        }
        left_bytes -= read;
    }
    Ok(())
}
