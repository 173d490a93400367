from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from loaders.values.moments import NO_TIME, TimeRules, YearNeeded, ZoneNeeded, microseconds
from loaders.values.times import read_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
COLLECTED = microseconds(datetime(2017, 6, 30, 4, 0, tzinfo=UTC))  # noon in Shanghai


def _utc(text: str) -> int:
    return microseconds(datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("raw", "expected", "precision"),
    [
        ("2015-08-10 16:22:29", "2015-08-10T08:22:29", "second"),
        ("2024/3/30 12:22", "2024-03-30T04:22:00", "minute"),
        ("2021年5月1日 下午3:05", "2021-05-01T07:05:00", "minute"),
        ("2024年12月3日 下午3点05分", "2024-12-03T07:05:00", "minute"),
        ("2024-12-03 晚上 8:05:09", "2024-12-03T12:05:09", "second"),
        ("2024/12/3 凌晨12:05", "2024-12-02T16:05:00", "minute"),
        ("2024-07-04", "2024-07-03T16:00:00", "day"),
        ("24-02-2015 11.35", "2015-02-24T03:35:00", "minute"),
        ("13/8/15 9:54", "2015-08-13T01:54:00", "minute"),
        ("Aug 13, 2015", "2015-08-12T16:00:00", "day"),
        ("13-Aug-2015 9:54 AM", "2015-08-13T01:54:00", "minute"),
        ("Thu, 13 Aug 2015 09:54:05 +0000", "2015-08-13T09:54:05", "second"),
        ("8/13/15 9:54 PM", "2015-08-13T13:54:00", "minute"),
        ("42059.4832407407", "2015-02-24T03:35:52", "second"),
        ("42059", "2015-02-23T16:00:00", "day"),
        ("05月10日 17:01", "2017-05-10T09:01:00", "minute"),
        ("05-10 17:01", "2017-05-10T09:01:00", "minute"),
        ("9分钟前", "2017-06-30T03:51:00", "minute"),
        ("30 seconds ago", "2017-06-30T03:59:30", "minute"),
        ("刚刚", "2017-06-30T04:00:00", "minute"),
        ("今天 11:30", "2017-06-30T03:30:00", "minute"),
        ("昨天 23:59", "2017-06-29T15:59:00", "minute"),
        ("3小时前", "2017-06-29T16:00:00", "day"),
        ("2天前", "2017-06-27T16:00:00", "day"),
    ],
)
def test_a_local_time_is_read_in_the_zone_of_the_source(raw: str, expected: str, precision: str) -> None:
    moment = read_time(raw, TimeRules(zone=SHANGHAI, collected_at=COLLECTED))
    assert (moment.at, moment.precision) == (_utc(expected), precision)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2021-05-18T19:24:56.000Z", "2021-05-18T19:24:56"),
        ("2026-04-16 20:57:49+08:00", "2026-04-16T12:57:49"),
        ("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24"),
        ("Tue Feb 23 12:28:47 +0800 2021", "2021-02-23T04:28:47"),
        ("2021-01-06 15:04:22 EST", "2021-01-06T20:04:22"),
        ("2021-07-06 15:04:22 EDT", "2021-07-06T19:04:22"),
        ("1610005273", "2021-01-07T07:41:13"),
        ("1610005273.0", "2021-01-07T07:41:13"),
        (1711772520000, "2024-03-30T04:22:00"),
        ("1711772520000123", "2024-03-30T04:22:00.000123"),
        ("2025-12-05T10:16:59.78349200Z", "2025-12-05T10:16:59.783492"),
    ],
)
def test_a_time_with_a_zone_needs_no_other(raw: str | int, expected: str) -> None:
    assert read_time(raw, TimeRules()).at == _utc(expected)


@pytest.mark.parametrize("raw", ["2024-03-30 12:22", "2024-07-04", "42059.48", "8/13/15 9:54"])
def test_a_time_without_a_zone_is_never_given_one_silently(raw: str) -> None:
    with pytest.raises(ZoneNeeded):
        read_time(raw, TimeRules())


@pytest.mark.parametrize("raw", ["05月10日 17:01", "9分钟前", "今天 12:00"])
def test_a_time_without_year_needs_the_moment_of_collection(raw: str) -> None:
    with pytest.raises(YearNeeded):
        read_time(raw, TimeRules(zone=SHANGHAI))


def test_a_december_day_collected_in_january_is_of_the_year_before() -> None:
    january = microseconds(datetime(2018, 1, 2, tzinfo=UTC))
    assert read_time("12-31 10:00", TimeRules(zone=UTC, collected_at=january)).at == _utc("2017-12-31T10:00:00")


def test_a_day_a_little_after_collection_stays_in_that_year_with_a_doubt() -> None:
    moment = read_time("07月05日 10:00", TimeRules(zone=UTC, collected_at=COLLECTED))
    assert moment.at == _utc("2017-07-05T10:00:00")
    assert moment.notes


@pytest.mark.parametrize("raw", [None, "", "  ", "-", "null", "NaN"])
def test_an_empty_time_is_no_time(raw: str | None) -> None:
    assert read_time(raw, TimeRules()) == NO_TIME


@pytest.mark.parametrize("raw", ["soon", "2024-13-01 10:00", "2024-12-03 晚上12:05", "99", "31/31/15 9:00"])
def test_what_is_no_time_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_time(raw, TimeRules(zone=UTC))


def test_a_date_that_can_be_read_two_ways_needs_its_order() -> None:
    with pytest.raises(ValueError, match="day/month"):
        read_time("8/7/15 9:54", TimeRules(zone=UTC))
    assert read_time("8/7/15 9:54", TimeRules(zone=UTC, order="mdy")).at == _utc("2015-08-07T09:54:00")
    assert read_time("8/7/15 9:54", TimeRules(zone=UTC, order="dmy")).at == _utc("2015-07-08T09:54:00")


def test_seconds_of_a_source_that_keeps_minutes_are_not_believed() -> None:
    assert read_time("2017-03-06 13:32:00", TimeRules(zone=UTC, minute=True)).precision == "minute"


def test_small_numbers_are_seconds_where_the_format_says_so() -> None:
    assert read_time("59", TimeRules(zone=UTC, unit="s")).at == 59_000_000
