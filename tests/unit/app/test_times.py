from datetime import UTC, datetime

from app.reading.times import local, span, utc

AT = datetime(2024, 12, 3, 23, 15, 42, tzinfo=UTC)
STAMP = int(AT.timestamp()) * 1_000_000


def test_a_time_is_the_same_from_microseconds_and_from_text() -> None:
    assert utc(STAMP) == utc("2024-12-03T23:15:42Z") == utc(AT) == "2024-12-03 23:15:42 UTC"


def test_local_time_shows_zone_and_offset_and_the_next_day() -> None:
    assert local(STAMP, "Asia/Shanghai") == "2024-12-04 07:15:42 Asia/Shanghai (+0800)"


def test_a_stamp_is_never_shown_finer_than_it_was_given() -> None:
    assert utc(AT, "minute") == "2024-12-03 23:15 UTC"
    assert utc(AT, "day") == "2024-12-03 UTC"
    assert local(AT, "Asia/Shanghai", "day") == ""


def test_a_missing_time_is_a_dash() -> None:
    assert utc(None) == "–"
    assert utc(AT, "none") == "–"
    assert local(None, "UTC") == ""


def test_one_day_is_not_written_as_a_span() -> None:
    assert span(STAMP, STAMP) == "2024-12-03"
    assert span(STAMP, STAMP + 86_400_000_000) == "2024-12-03 → 2024-12-04"
