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

/// Unpacks everything once without keeping it.
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
    let mut left_bytes = most_bytes;
    for index in 0..zip.len() {
        let name = zip.name_for_index(index).and_then(Result::ok);
        let name = name.map_or_else(|| index.to_string(), |name| name.to_string());
        let entry = zip.by_index(index).map_err(|error| format!("{name}: {error}"))?;
        let read = std::io::copy(&mut entry.take(left_bytes + 1), &mut std::io::sink());
        let read = read.map_err(|error| format!("{name}: {error}"))?;
        if read > left_bytes {
            return Err(t!("import-archive-large", name = name, most = most_bytes >> 20));
        }
        left_bytes -= read;
    }
    Ok(())
}
