//! What the stand-ins for a disk have in common: calls that they hand on to the real one.

/// Within `impl Disk for …`: these calls do what they do on the real disk.
macro_rules! as_on_the_real_disk {
    ($($call:ident),+) => { $($crate::support::disk::as_on_the_real_disk!(@ $call);)+ };
    (@ create_folder) => {
        fn create_folder(&self, folder: &std::path::Path) -> std::io::Result<()> {
            bayan::disk::Real.create_folder(folder)
        }
    };
    (@ write) => {
        fn write(&self, path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
            bayan::disk::Real.write(path, bytes)
        }
    };
    (@ append) => {
        fn append(&self, path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
            bayan::disk::Real.append(path, bytes)
        }
    };
    (@ cut) => {
        fn cut(&self, path: &std::path::Path, length_bytes: u64) -> std::io::Result<()> {
            bayan::disk::Real.cut(path, length_bytes)
        }
    };
    (@ sync) => {
        fn sync(&self, path: &std::path::Path) -> std::io::Result<()> {
            bayan::disk::Real.sync(path)
        }
    };
    (@ sync_folder) => {
        fn sync_folder(&self, folder: &std::path::Path) -> std::io::Result<()> {
            bayan::disk::Real.sync_folder(folder)
        }
    };
    (@ rename) => {
        fn rename(&self, from: &std::path::Path, to: &std::path::Path) -> std::io::Result<()> {
            bayan::disk::Real.rename(from, to)
        }
    };
    (@ link) => {
        fn link(&self, from: &std::path::Path, to: &std::path::Path) -> std::io::Result<()> {
            bayan::disk::Real.link(from, to)
        }
    };
    (@ remove) => {
        fn remove(&self, path: &std::path::Path) -> std::io::Result<()> {
            bayan::disk::Real.remove(path)
        }
    };
}

pub(crate) use as_on_the_real_disk;
