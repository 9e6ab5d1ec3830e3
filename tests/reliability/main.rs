//! Nobody's work is lost, whatever happens to the computer: full disks, killed programs, power cuts, damaged files.

mod damage;
mod damaged_files;
#[cfg(target_os = "linux")]
mod every_call;
mod news;
#[cfg(target_os = "linux")]
mod real_disks;
mod session_killed;
#[cfg(unix)]
mod verbs_stopped;

#[path = "../support"]
mod support {
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod bayan;
    pub mod disk;
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod project;
    pub mod random;
}
