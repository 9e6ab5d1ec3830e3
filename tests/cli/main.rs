//! The program as it is run in a terminal: limits, harmful files, messages and times.

mod bounds;
mod codebook;
mod export;
#[cfg(target_os = "linux")]
mod hostile;
mod local_time;
mod messages;

#[path = "../support"]
mod support {
    pub mod bayan;
    #[expect(dead_code, reason = "not every binary needs all of it")]
    pub mod project;
}
