//! The rules themselves: a writer that forgets to sync is found out by them, and one that does not is not.

use std::path::Path;

use super::plug::{Disk, Left, Rules, Tree};
use super::shim::Record;
use crate::support::random::Random;

const OLD: &[u8] = b"old and longer";
const NEW: &[u8] = b"new";

/// The disks that a power cut at the end may leave, for a folder with the file `a` in which something was done.
fn disks(rules: Rules, records: impl Fn(u64, u64) -> Vec<Record>) -> Vec<Tree> {
    use std::os::unix::fs::MetadataExt as _;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a"), OLD).unwrap();
    let inode = |path: &Path| std::fs::metadata(path).unwrap().ino();
    let mut disk = Disk::read(folder.path());
    for record in records(inode(folder.path()), inode(&folder.path().join("a"))) {
        disk.apply(&record);
    }
    let mut disks = vec![disk.after_a_cut(rules, Left::Nothing), disk.after_a_cut(rules, Left::Everything)];
    let mut random = Random(3);
    disks.extend((0..200).map(|_| disk.after_a_cut(rules, Left::Some(&mut random))));
    disks
}

fn content<'t>(tree: &'t Tree, name: &str) -> Option<&'t [u8]> {
    tree.get(Path::new(name)).map(|content| content.as_deref().unwrap_or(b"a folder"))
}

fn new_beside(folder: u64) -> Vec<Record> {
    vec![
        Record::Create { parent: folder, inode: 1_000_001, name: "b".into() },
        Record::Write { inode: 1_000_001, at_bytes: 0, bytes: NEW.into() },
    ]
}

fn renamed(folder: u64, to: &str) -> Record {
    let (name, new_name) = ("b".into(), to.into());
    Record::Rename { parent: folder, name, new_parent: folder, new_name, exchanges: false }
}

#[test]
fn what_is_not_synced_may_be_lost() {
    let records = |folder, _| [new_beside(folder), vec![renamed(folder, "a")]].concat();
    let strict = disks(Rules::Strict, records);
    let contents: Vec<_> = strict.iter().map(|tree| content(tree, "a").unwrap()).collect();
    assert!(contents.contains(&OLD) && contents.contains(&NEW) && contents.contains(&b"".as_slice()));
    assert!(contents.contains(&[0; NEW.len()].as_slice()), "the length without the content");
    // Ext4 writes the content before the name of a file takes another's place.
    let ext4 = disks(Rules::Ext4, records);
    let contents: Vec<_> = ext4.iter().map(|tree| content(tree, "a").unwrap()).collect();
    assert!(contents.contains(&OLD) && contents.contains(&NEW) && contents.iter().all(|c| [OLD, NEW].contains(c)));
    // Not so where the name is a new one.
    let ext4 = disks(Rules::Ext4, |folder, _| [new_beside(folder), vec![renamed(folder, "c")]].concat());
    assert!(ext4.iter().any(|tree| content(tree, "c") == Some(b"")));
}

#[test]
fn what_is_synced_is_there() {
    for rules in [Rules::Strict, Rules::Ext4] {
        let records = |folder, _| {
            let synced = vec![Record::Sync { inode: 1_000_001 }, renamed(folder, "a"), Record::Sync { inode: folder }];
            [new_beside(folder), synced].concat()
        };
        let all = disks(rules, records);
        assert!(all.iter().all(|tree| content(tree, "a") == Some(NEW) && content(tree, "b").is_none()), "{rules:?}");
    }
    // A new folder needs the sync of the one that it is in, whatever was synced inside.
    let inside = |folder: u64, also: bool| {
        let mut records = vec![
            Record::MakeFolder { parent: folder, inode: 1_000_002, name: "d".into() },
            Record::Create { parent: 1_000_002, inode: 1_000_003, name: "e".into() },
            Record::Write { inode: 1_000_003, at_bytes: 0, bytes: NEW.into() },
            Record::Sync { inode: 1_000_003 },
            Record::Sync { inode: 1_000_002 },
        ];
        records.extend(also.then_some(Record::Sync { inode: folder }));
        records
    };
    let is_there = |tree: &Tree| content(tree, "d/e") == Some(NEW);
    assert!(!disks(Rules::Strict, |folder, _| inside(folder, false)).iter().all(is_there));
    assert!(disks(Rules::Strict, |folder, _| inside(folder, true)).iter().all(is_there));
    assert!(disks(Rules::Ext4, |folder, _| inside(folder, false)).iter().all(is_there));
}

#[test]
fn a_file_that_is_moved_to_another_folder_can_be_lost_and_one_that_is_renamed_cannot() {
    let moved = |folder, _| {
        vec![
            Record::MakeFolder { parent: folder, inode: 1_000_002, name: "d".into() },
            Record::Sync { inode: folder },
            Record::Rename {
                parent: folder,
                name: "a".into(),
                new_parent: 1_000_002,
                new_name: "a".into(),
                exchanges: false,
            },
            Record::Sync { inode: folder },
        ]
    };
    let is_there = |tree: &Tree| content(tree, "a").or(content(tree, "d/a")) == Some(OLD);
    assert!(!disks(Rules::Strict, moved).iter().all(is_there));
    assert!(disks(Rules::Ext4, moved).iter().all(is_there));
    let renamed = |folder, _| {
        vec![Record::Rename {
            parent: folder,
            name: "a".into(),
            new_parent: folder,
            new_name: "z".into(),
            exchanges: false,
        }]
    };
    let is_there = |tree: &Tree| content(tree, "a").or(content(tree, "z")) == Some(OLD);
    assert!(disks(Rules::Strict, renamed).iter().all(is_there));
}

#[test]
fn a_file_that_is_written_over_may_be_in_pieces() {
    let over = |_, inode| {
        vec![Record::Cut { inode, length_bytes: 0 }, Record::Write { inode, at_bytes: 0, bytes: NEW.into() }]
    };
    for rules in [Rules::Strict, Rules::Ext4] {
        let all = disks(rules, over);
        let has = |wanted: &[u8]| all.iter().any(|tree| content(tree, "a") == Some(wanted));
        assert!(has(OLD) && has(NEW) && has(b"") && has(b"ne"), "{rules:?}");
    }
}
