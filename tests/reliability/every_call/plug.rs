//! What a power cut may leave of a disk: the calls of a record are done again in memory, up to any point, and what was not
//! synced is there, or not, or in part.
//!
//! * `Strict`: what POSIX promises and nothing beyond. The content of a file is safe when the file was synced, a name when
//!   its folder was, and a folder when the folder that it is in was. Everything else may be there or not, whatever came first.
//! * `Ext4`: names change in the order of the calls, up to any point after the last sync of anything; a file that is renamed
//!   over another has its content then.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::shim::Record;
use crate::support::random::Random;

/// Files by path; a folder has no content.
pub type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    Strict,
    Ext4,
}

/// What is left of that which is not safe.
pub enum Left<'r> {
    Nothing,
    Everything,
    Some(&'r mut Random),
}

type Node = usize;

/// One change of the names in a folder, done as a whole: each name and what it names from then on.
type Names = Vec<(String, Option<Node>)>;

#[derive(Debug, Default)]
struct File {
    start: Vec<u8>,
    changes: Vec<Change>,
    /// So many of the changes are safe.
    safe: usize,
    /// Where so many calls for names are on disk, so many changes are.
    flushed: Vec<(usize, usize)>,
}

#[derive(Debug)]
enum Change {
    Write { at_bytes: usize, bytes: Vec<u8> },
    Cut { length_bytes: usize },
}

#[derive(Debug, Default)]
struct Folder {
    start: BTreeMap<String, Node>,
    safe: BTreeMap<String, Node>,
    pending: Vec<Names>,
    now: BTreeMap<String, Node>,
}

/// A disk while the calls of a record are done.
#[derive(Debug, Default)]
pub struct Disk {
    files: HashMap<Node, File>,
    folders: HashMap<Node, Folder>,
    /// Which file or folder has an inode at the moment: the system gives them out again.
    inodes: HashMap<u64, Node>,
    nodes: usize,
    root: Node,
    /// All changes of names in their order.
    journal: Vec<Vec<(Node, String, Option<Node>)>>,
    /// So many of them are safe.
    committed: usize,
}

/// The names after a power cut, with as many changes of names as the journal of ext4 had committed.
struct Replayed {
    done: usize,
    names: HashMap<Node, BTreeMap<String, Node>>,
}

impl Disk {
    /// The disk as it is below a folder, all of it safe.
    pub fn read(folder: &Path) -> Self {
        let mut disk = Self::default();
        disk.root = disk.read_node(folder);
        disk
    }

    fn read_node(&mut self, path: &Path) -> Node {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = std::fs::symlink_metadata(path).unwrap();
        let node = self.node(metadata.ino());
        if metadata.is_dir() {
            let mut names = BTreeMap::new();
            for entry in std::fs::read_dir(path).unwrap() {
                let entry = entry.unwrap();
                names.insert(entry.file_name().to_string_lossy().into_owned(), self.read_node(&entry.path()));
            }
            let folder = Folder { start: names.clone(), safe: names.clone(), now: names, ..Folder::default() };
            self.folders.insert(node, folder);
        } else if metadata.is_file() {
            self.files.entry(node).or_insert_with(|| File { start: std::fs::read(path).unwrap(), ..File::default() });
        }
        node
    }

    /// The node of an inode that is there, or a new one.
    fn node(&mut self, inode: u64) -> Node {
        let next = self.nodes + 1;
        let node = *self.inodes.entry(inode).or_insert(next);
        self.nodes = self.nodes.max(node);
        node
    }

    fn fresh(&mut self, inode: u64) -> Node {
        self.inodes.remove(&inode);
        self.node(inode)
    }

    fn known(&self, inode: u64) -> Node {
        *self.inodes.get(&inode).unwrap_or_else(|| panic!("inode {inode} was never made"))
    }

    /// Does one call.
    pub fn apply(&mut self, record: &Record) {
        match record {
            Record::Create { parent, inode, name } => {
                let node = self.fresh(*inode);
                self.files.insert(node, File::default());
                if *parent != 0 {
                    self.change_names(vec![(self.known(*parent), name.clone(), Some(node))]);
                }
            }
            Record::MakeFolder { parent, inode, name } => {
                let node = self.fresh(*inode);
                self.folders.insert(node, Folder::default());
                self.change_names(vec![(self.known(*parent), name.clone(), Some(node))]);
            }
            Record::Write { inode, at_bytes, bytes } => {
                self.change(*inode, Change::Write { at_bytes: *at_bytes, bytes: bytes.clone() });
            }
            Record::Cut { inode, length_bytes } => self.change(*inode, Change::Cut { length_bytes: *length_bytes }),
            Record::Sync { inode } => {
                let node = self.known(*inode);
                self.committed = self.journal.len();
                if let Some(file) = self.files.get_mut(&node) {
                    file.safe = file.changes.len();
                }
                if let Some(folder) = self.folders.get_mut(&node) {
                    folder.safe = folder.now.clone();
                    folder.pending.clear();
                }
            }
            Record::Rename { parent, name, new_parent, new_name, exchanges } => {
                let (from, to) = (self.known(*parent), self.known(*new_parent));
                let node = self.folders[&from].now[name];
                let replaced = self.folders[&to].now.get(new_name).copied();
                if replaced == Some(node) {
                    return;
                }
                if replaced.is_some()
                    && let Some(file) = self.files.get_mut(&node)
                {
                    file.flushed.push((self.journal.len(), file.changes.len()));
                }
                let left = replaced.filter(|_| *exchanges);
                self.change_names(vec![(to, new_name.clone(), Some(node)), (from, name.clone(), left)]);
            }
            Record::Link { parent, inode, name } => {
                self.change_names(vec![(self.known(*parent), name.clone(), Some(self.known(*inode)))]);
            }
            Record::Unlink { parent, name } => self.change_names(vec![(self.known(*parent), name.clone(), None)]),
            Record::Unseen(call) => panic!("the shim cannot write down {call}"),
            Record::Close | Record::Mode | Record::Said { .. } | Record::Fault { .. } => {}
        }
    }

    fn change(&mut self, inode: u64, change: Change) {
        let node = self.known(inode);
        self.files.get_mut(&node).unwrap().changes.push(change);
    }

    fn change_names(&mut self, change: Vec<(Node, String, Option<Node>)>) {
        let mut by_folder: Vec<(Node, Names)> = Vec::new();
        for (folder, name, node) in &change {
            let names = &mut self.folders.get_mut(folder).unwrap().now;
            match node {
                Some(node) => names.insert(name.clone(), *node),
                None => names.remove(name),
            };
            match by_folder.iter_mut().find(|(of, _)| of == folder) {
                Some((_, names)) => names.push((name.clone(), *node)),
                None => by_folder.push((*folder, vec![(name.clone(), *node)])),
            }
        }
        for (folder, names) in by_folder {
            self.folders.get_mut(&folder).unwrap().pending.push(names);
        }
        self.journal.push(change);
    }

    /// What may be there after a power cut at this point.
    pub fn after_a_cut(&self, rules: Rules, mut left: Left<'_>) -> Tree {
        let mut tree = Tree::new();
        match rules {
            Rules::Strict => self.strict(self.root, Path::new(""), &mut left, &mut tree, &mut HashMap::new()),
            Rules::Ext4 => {
                let open = self.journal.len() - self.committed;
                let done = self.committed
                    + match &mut left {
                        Left::Nothing => 0,
                        Left::Everything => open,
                        Left::Some(random) => random.below(open + 1),
                    };
                let start = |(node, folder): (&Node, &Folder)| (*node, folder.start.clone());
                let mut names: HashMap<Node, BTreeMap<String, Node>> = self.folders.iter().map(start).collect();
                for (folder, name, node) in self.journal[..done].iter().flatten() {
                    let names = names.get_mut(folder).unwrap();
                    match node {
                        Some(node) => names.insert(name.clone(), *node),
                        None => names.remove(name),
                    };
                }
                let replayed = Replayed { done, names };
                self.ext4(self.root, Path::new(""), &replayed, &mut left, &mut tree, &mut HashMap::new());
            }
        }
        tree
    }

    fn strict(&self, node: Node, path: &Path, left: &mut Left<'_>, tree: &mut Tree, seen: &mut HashMap<Node, Vec<u8>>) {
        let Some(folder) = self.folders.get(&node) else {
            if let Some(file) = self.files.get(&node) {
                let content = seen.entry(node).or_insert_with(|| file.after_a_cut(file.safe, left));
                tree.insert(path.to_owned(), Some(content.clone()));
            }
            return;
        };
        tree.insert(path.to_owned(), None);
        let mut names = folder.safe.clone();
        for change in &folder.pending {
            // A file that gets another name in its folder may have both, but never none.
            let may_be_half = matches!(change.as_slice(), [(_, Some(_)), (_, None)]);
            let done = match left {
                Left::Nothing => 0,
                Left::Everything => change.len(),
                Left::Some(random) => match random.below(if may_be_half { 3 } else { 2 }) {
                    0 => 0,
                    1 => change.len(),
                    _ => 1,
                },
            };
            for (name, node) in &change[..done] {
                match node {
                    Some(node) => names.insert(name.clone(), *node),
                    None => names.remove(name),
                };
            }
        }
        for (name, node) in names {
            self.strict(node, &path.join(name), left, tree, seen);
        }
    }

    fn ext4(
        &self,
        node: Node,
        path: &Path,
        replayed: &Replayed,
        left: &mut Left<'_>,
        tree: &mut Tree,
        seen: &mut HashMap<Node, Vec<u8>>,
    ) {
        if let Some(file) = self.files.get(&node) {
            let flushed = file.flushed.iter().filter(|(names, _)| *names < replayed.done).map(|(_, changes)| *changes);
            let safe = flushed.max().unwrap_or_default().max(file.safe);
            let content = seen.entry(node).or_insert_with(|| file.after_a_cut(safe, left));
            tree.insert(path.to_owned(), Some(content.clone()));
            return;
        }
        tree.insert(path.to_owned(), None);
        for (name, node) in replayed.names.get(&node).into_iter().flatten() {
            self.ext4(*node, &path.join(name), replayed, left, tree, seen);
        }
    }
}

impl File {
    /// The content after so many changes.
    fn content(&self, changes: usize) -> Vec<u8> {
        let mut content = self.start.clone();
        for change in &self.changes[..changes] {
            match change {
                Change::Write { at_bytes, bytes } => {
                    let end = at_bytes + bytes.len();
                    content.resize(content.len().max(end), 0);
                    content[*at_bytes..end].copy_from_slice(bytes);
                }
                Change::Cut { length_bytes } => content.resize(*length_bytes, 0),
            }
        }
        content
    }

    /// What may be in it where so many changes are safe.
    fn after_a_cut(&self, safe: usize, left: &mut Left<'_>) -> Vec<u8> {
        let (old, all) = (self.content(safe), self.content(self.changes.len()));
        if safe == self.changes.len() {
            return old;
        }
        match left {
            Left::Nothing => old,
            Left::Everything => all,
            Left::Some(random) => match random.below(5) {
                0 => old,
                1 => all,
                // Some of the calls are done.
                2 => self.content(safe + random.below(self.changes.len() - safe + 1)),
                // The length is on disk, the content is not.
                3 => {
                    let mut content = old;
                    content.resize(all.len(), 0);
                    content
                }
                // Some of its parts are there.
                _ => {
                    let part_bytes = [1, 512, 4096][random.below(3)];
                    let mut content = all;
                    if part_bytes == 1 {
                        // What was synced is there whatever has become of what was put behind it.
                        let behind = |change: &Change| matches!(change, Change::Write { at_bytes, .. } if *at_bytes >= old.len());
                        let least = if self.changes[safe..].iter().all(behind) { old.len() } else { 0 };
                        content.truncate(least + random.below(content.len() - least + 1));
                    }
                    for (index, part) in content.chunks_mut(part_bytes.max(512)).enumerate() {
                        if part_bytes > 1 && random.below(2) == 0 {
                            let start = index * part_bytes;
                            let before = old.get(start..).unwrap_or_default();
                            part.iter_mut().enumerate().for_each(|(at, byte)| {
                                *byte = before.get(at).copied().unwrap_or_default();
                            });
                        }
                    }
                    content
                }
            },
        }
    }
}

/// Makes files of a state.
pub fn lay_out(tree: &Tree, place: &Path) {
    for (path, content) in tree {
        let path = place.join(path);
        match content {
            None => std::fs::create_dir_all(path).unwrap(),
            Some(bytes) => std::fs::write(path, bytes).unwrap(),
        }
    }
}
