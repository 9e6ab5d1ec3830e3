//! The name under which this computer writes journals and locks.

use crate::settings;

/// The host name of this computer; a question mark if it is unknown.
pub fn host_name() -> String {
    let from_file = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = std::env::var("COMPUTERNAME").ok().or_else(from_file).or_else(|| std::env::var("HOSTNAME").ok());
    name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(|| "?".to_owned())
}

/// The name under which this computer writes journals: its host name and its permanent number.
pub fn writer_name() -> String {
    let host: String = host_name().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{}-{}", host.get(..40).unwrap_or(&host), settings::computer_number())
}
