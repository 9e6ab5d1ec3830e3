//! Times in the local time zone, for people. Whatever programs read stays in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The local date and time.
pub(crate) fn when(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The local date.
pub(crate) fn day(at: Timestamp) -> Date {
    at.to_zoned_datetime(TimeZone::system()).date()
}

/// The local date and time of an RFC 3339 time in a file. Text that is not such a time is returned unchanged.
pub(crate) fn when_noted(text: &str) -> String {
    text.trim().parse().map_or_else(|_not_a_time| text.to_owned(), when)
}
