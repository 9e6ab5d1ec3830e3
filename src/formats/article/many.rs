//! Many files, read one after the other with progress: folders and zips file by file, so that reading can be stopped and
//! go on later with the files that are left.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::packed::Packed;
use super::reader::{ArticleError, ReadFile, ReadOptions};
use super::{archive, kind, read_article};
use crate::monitor::Monitor;
use crate::text::content::sha256_hex;

/// A file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileMark {
    /// For a file in a zip, the path of the zip with its name in it.
    path: PathBuf,
    length_bytes: usize,
    sha256: String,
}

impl FileMark {
    fn of(path: &Path, bytes: &[u8]) -> Self {
        Self { path: path.to_owned(), length_bytes: bytes.len(), sha256: sha256_hex(bytes) }
    }
}

/// How many articles of each file were taken.
pub type TakenArticles = HashMap<FileMark, usize>;

/// The number of articles of a file that needs not be read again.
pub const ALL_ARTICLES: usize = usize::MAX;

/// What came of a file.
#[derive(Debug)]
pub(crate) struct OneRead {
    /// For a file in a zip, the path of the zip with its name in it.
    pub path: PathBuf,
    /// `None` if it could not be read at all.
    pub mark: Option<FileMark>,
    /// How many of its articles were taken before, and are left out here.
    pub before: usize,
    pub read: Result<ReadFile, ArticleError>,
}

impl OneRead {
    fn failed(path: &Path, error: ArticleError) -> Self {
        Self { path: path.to_owned(), mark: None, before: 0, read: Err(error) }
    }
}

/// Reads files, and all files in folders and zips; what was taken before is left out. `take` gets what came of
/// each, and returns whether to go on. The monitor counts files. Returns whether all were read.
pub(crate) fn read_many(
    paths: &[PathBuf],
    options: &ReadOptions,
    before: &TakenArticles,
    monitor: &Monitor,
    take: &mut dyn FnMut(OneRead) -> bool,
) -> bool {
    let mut files = Vec::new();
    let mut each = Each { options, before, monitor, take };
    for path in paths {
        if path.is_dir() {
            if let Err(error) = archive::files(path, &mut files)
                && !(each.take)(OneRead::failed(path, error))
            {
                return false;
            }
        } else {
            files.push(path.clone());
        }
    }
    monitor.expect(files.len());
    files.iter().all(|file| {
        let goes_on = each.file(file);
        monitor.advance(1);
        goes_on
    })
}

/// How each file is read.
struct Each<'a> {
    options: &'a ReadOptions,
    before: &'a TakenArticles,
    monitor: &'a Monitor,
    take: &'a mut dyn FnMut(OneRead) -> bool,
}

impl Each<'_> {
    fn file(&mut self, path: &Path) -> bool {
        if self.monitor.is_stopped() {
            return false;
        }
        match read_article(path) {
            Ok(bytes) if archive::is_zip(kind::of_bytes(&bytes), &bytes) => self.zip(path, &bytes),
            Ok(bytes) => self.bytes(path, &bytes),
            Err(error) => (self.take)(OneRead::failed(path, error)),
        }
    }

    fn zip(&mut self, path: &Path, bytes: &[u8]) -> bool {
        let mut packed = match Packed::open(bytes, path) {
            Ok(packed) => packed,
            Err(error) => return (self.take)(OneRead::failed(path, error)),
        };
        let names = archive::names(&packed);
        self.monitor.expect(names.len());
        for name in names {
            if self.monitor.is_stopped() {
                return false;
            }
            let goes_on = match packed.read(&name) {
                Ok(Some(bytes)) => self.bytes(&path.join(&name), &bytes),
                Ok(None) => true,
                Err(error) => {
                    // What comes after a damaged part, or after too much, is not read either.
                    return (self.take)(OneRead::failed(path, error));
                }
            };
            self.monitor.advance(1);
            if !goes_on {
                return false;
            }
        }
        true
    }

    fn bytes(&mut self, path: &Path, bytes: &[u8]) -> bool {
        let mark = FileMark::of(path, bytes);
        let before = self.before.get(&mark).copied().unwrap_or_default();
        if before == ALL_ARTICLES {
            return true;
        }
        let mut read = archive::member(bytes, self.options, path);
        if let Some(read) = read.as_mut().ok().filter(|_| before > 0) {
            read.articles.drain(..before.min(read.articles.len()));
            // The rest of what there is to say of it was said.
            (read.refused, read.tables) = (Vec::new(), Vec::new());
        }
        (self.take)(OneRead { path: path.to_owned(), mark: Some(mark), before, read })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn reading_goes_on_with_the_files_that_are_left() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["a.txt", "b.txt", "d.txt"] {
            std::fs::write(at(name), format!("text {name}")).unwrap();
        }
        let mut zip = zip::ZipWriter::new(std::fs::File::create(at("c.zip")).unwrap());
        for name in ["1.txt", "2.txt"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(format!("text {name}").as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let (paths, mut marks, mut texts) = (vec![folder.path().to_owned()], HashMap::new(), Vec::new());
        let mut read = |most: usize, marks: &mut TakenArticles| {
            let (monitor, mut found) = (Monitor::default(), Vec::new());
            let before = marks.clone();
            let is_all = read_many(&paths, &ReadOptions::default(), &before, &monitor, &mut |one| {
                marks.extend(one.mark.map(|mark| (mark, ALL_ARTICLES)));
                found.extend(one.read.unwrap().articles.into_iter().map(|article| article.decoded.text));
                found.len() < most
            });
            texts.extend(found);
            (is_all, monitor.done() <= monitor.total())
        };
        // Stopped in the zip.
        assert_eq!(read(3, &mut marks), (false, true));
        assert_eq!(read(100, &mut marks), (true, true));
        assert_eq!(read(100, &mut marks), (true, true));
        // A file that has changed is another one.
        std::fs::write(at("a.txt"), "new text").unwrap();
        assert_eq!(read(100, &mut marks), (true, true));
        // Of a file of which one article was taken, the others are left.
        std::fs::write(at("e.csv"), "title,text\n1,text 1\n2,text 2\n3,text 3\n").unwrap();
        let bytes = std::fs::read(at("e.csv")).unwrap();
        marks.insert(FileMark::of(&at("e.csv"), &bytes), 1);
        assert_eq!(read(100, &mut marks), (true, true));
        assert_eq!(texts.split_off(texts.len() - 2), ["text 2", "text 3"]);
        assert_eq!(texts, ["text a.txt", "text b.txt", "text 1.txt", "text 2.txt", "text d.txt", "new text"]);
    }
}
