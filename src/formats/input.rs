//! The bytes of a file that a person has named on the command line: an ordinary file, a pipe, or `-` for standard input;
//! never more than is said, and never waited for without an end.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::t;

/// How long somebody may take to write into a pipe that nobody writes into yet.
#[cfg(unix)]
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);

/// A file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("{}", t!("import-cannot-read", error = .error.to_string(), path = .path.display().to_string()))]
    Io { error: io::Error, path: PathBuf },
    /// With the most that is read, in MB.
    #[error("{}", t!("import-too-large", most = *.most, path = .path.display().to_string()))]
    TooLarge { most: u64, path: PathBuf },
    /// A folder, a device or a socket.
    #[error("{}", t!("import-no-file", path = .0.display().to_string()))]
    NoFile(PathBuf),
    #[error("{}", t!("import-no-writer", path = .0.display().to_string()))]
    NoWriter(PathBuf),
}

/// All of a file, up to so many bytes.
///
/// # Errors
/// It cannot be read, is larger, or is none.
pub fn read(path: &Path, most_bytes: u64) -> Result<Vec<u8>, ReadError> {
    let failed = |error| ReadError::Io { error, path: path.to_owned() };
    if path == Path::new("-") {
        return take(&mut io::stdin().lock(), most_bytes, path, Vec::new());
    }
    let metadata = fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return read_stream(path, &metadata, most_bytes);
    }
    if metadata.len() > most_bytes {
        return Err(ReadError::TooLarge { most: most_bytes >> 20, path: path.to_owned() });
    }
    take(&mut File::open(path).map_err(failed)?, most_bytes, path, Vec::new())
}

fn take(from: &mut dyn Read, most_bytes: u64, path: &Path, mut bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    let left_bytes = (most_bytes + 1).saturating_sub(bytes.len() as u64);
    let read = from.take(left_bytes).read_to_end(&mut bytes);
    read.map_err(|error| ReadError::Io { error, path: path.to_owned() })?;
    if bytes.len() as u64 > most_bytes {
        return Err(ReadError::TooLarge { most: most_bytes >> 20, path: path.to_owned() });
    }
    Ok(bytes)
}

/// Reads a pipe. A pipe without a writer gives nothing, as does one whose writer has said nothing and gone.
#[cfg(unix)]
fn read_stream(path: &Path, metadata: &fs::Metadata, most_bytes: u64) -> Result<Vec<u8>, ReadError> {
    use nix::fcntl::{FcntlArg, OFlag, fcntl};
    use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
    let failed = |error| ReadError::Io { error, path: path.to_owned() };
    if !metadata.file_type().is_fifo() {
        return Err(ReadError::NoFile(path.to_owned()));
    }
    let flags = nix::libc::O_NONBLOCK | nix::libc::O_NOCTTY;
    let mut file = File::options().read(true).custom_flags(flags).open(path).map_err(failed)?;
    let started = std::time::Instant::now();
    let mut first = [0; 4096];
    loop {
        match file.read(&mut first) {
            Ok(0) if started.elapsed() > PATIENCE => return Err(ReadError::NoWriter(path.to_owned())),
            Ok(0) => std::thread::sleep(std::time::Duration::from_millis(20)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(failed(error)),
            read => {
                // Somebody writes into it: from here on a slow writer is waited for.
                fcntl(&file, FcntlArg::F_SETFL(OFlag::empty())).map_err(|error| failed(error.into()))?;
                let start = first.get(..read.unwrap_or(0)).unwrap_or_default().to_vec();
                return take(&mut file, most_bytes, path, start);
            }
        }
    }
}

#[cfg(not(unix))]
fn read_stream(path: &Path, _metadata: &fs::Metadata, _most_bytes: u64) -> Result<Vec<u8>, ReadError> {
    Err(ReadError::NoFile(path.to_owned()))
}
