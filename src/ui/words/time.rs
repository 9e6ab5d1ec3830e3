//! Times in words, in this computer's time zone: "yesterday 16:40".

use jiff::{Timestamp, ZonedDateTime};

use crate::t;

/// A time in words, relative to today.
pub(crate) fn relative_time(time: Timestamp) -> String {
    in_words(time, &ZonedDateTime::now())
}

fn in_words(time: Timestamp, now: &ZonedDateTime) -> String {
    let local = time.to_zoned_datetime(now.time_zone().clone());
    let clock = local.strftime("%H:%M").to_string();
    let days = local.date().until(now.date()).map_or(7, |span| span.get_days());
    match days {
        0 => t!("when-today", time = clock),
        1 => t!("when-yesterday", time = clock),
        2..=6 => t!("when-weekday", day = i64::from(local.weekday().to_monday_one_offset()), time = clock),
        _ => t!(
            "when-date",
            day = i64::from(local.day()),
            month = i64::from(local.month()),
            year = local.year().to_string(),
            time = clock
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::plain;

    #[test]
    fn days_are_those_of_the_calendar_not_of_24_hours() {
        // A Wednesday.
        let now: ZonedDateTime = "2026-11-25T00:10:00+02:00[+02:00]".parse().unwrap();
        let said = |time: &str| plain(&in_words(time.parse().unwrap(), &now));
        assert_eq!(said("2026-11-25T00:05:00+02:00"), "today 00:05");
        assert_eq!(said("2026-11-24T23:50:00+02:00"), "yesterday 23:50");
        // The same moment in another zone is the same local time.
        assert_eq!(said("2026-11-24T14:40:00Z"), "yesterday 16:40");
        assert_eq!(said("2026-11-21T09:00:00+02:00"), "Saturday 09:00");
        assert_eq!(said("2026-11-18T09:00:00+02:00"), "18 November 2026, 09:00");
        // A time from a clock that was wrong is shown as it is.
        assert_eq!(said("2027-01-02T09:00:00+02:00"), "2 January 2027, 09:00");
    }
}
