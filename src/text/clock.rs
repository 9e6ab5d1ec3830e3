//! Times as clocks and calendars here show them. Whatever a program reads stays in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Day and time by this computer's clock.
pub fn when(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The day by this computer's calendar.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned_datetime(TimeZone::system()).date()
}

/// Day and time of what a file has noted as RFC 3339, by this computer's clock; as it stands where it is no such time.
pub fn when_noted(text: &str) -> String {
    text.trim().parse().map_or_else(|_not_a_time| text.to_owned(), when)
}
