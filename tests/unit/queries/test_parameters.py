from datetime import UTC, date, datetime

import pytest

from case.errors import ShoalError
from queries.parameters import TYPES, Parameter, bind, parse_default, parse_pairs, show_value


def one(type_name: str, raw: object, *, timezone: str | None = None, choices: tuple[str, ...] = ("a", "b")):
    parameter = Parameter("p", type_name, "-", "the thing", choices=choices)
    return bind("q", [parameter], {"p": raw}, timezone=timezone)["p"]


@pytest.mark.parametrize(
    ("type_name", "raw", "value"),
    [
        ("text", " 刹车 ", "刹车"),
        ("int", "12", 12),
        ("int", 12, 12),
        ("float", "0.5", 0.5),
        ("float", 3, 3.0),
        ("bool", "yes", True),
        ("bool", "False", False),
        ("bool", True, True),
        ("texts", "a, b\nc,,", ["a", "b", "c"]),
        ("texts", ["a,b", " c "], ["a,b", "c"]),
        ("accounts", "x:1,x:2", ["x:1", "x:2"]),
        ("choice", "b", "b"),
        ("behaviour", "url", "url"),
        ("account", "weibo:1", "weibo:1"),
        ("time", "2024-12-01T08:00:00+08:00", datetime(2024, 12, 1, tzinfo=UTC)),
        ("time", "2024-12-01T00:00:00Z", datetime(2024, 12, 1, tzinfo=UTC)),
        ("time", datetime(2024, 12, 1, tzinfo=UTC), datetime(2024, 12, 1, tzinfo=UTC)),
    ],
)
def test_a_value_is_read_by_its_type(type_name: str, raw: object, value: object):
    assert one(type_name, raw) == value


@pytest.mark.parametrize(
    ("type_name", "raw", "expected"),
    [
        ("int", "1.5", "a whole number"),
        ("int", True, "a whole number"),
        ("int", "9" * 5000, "a whole number"),
        ("int", 2**63, "64 bits"),
        ("float", "nan", "a finite number"),
        ("float", "1e999", "a finite number"),
        ("float", "x", "a number"),
        ("bool", "maybe", "true or false"),
        ("texts", 5, "a list"),
        ("text", 5, "text"),
        ("text", "a\x00b", "null characters"),
        ("choice", "c", "one of a, b"),
        ("behaviour", "dancing", "one of hashtag"),
        ("time", "yesterday", "a time such as"),
        ("time", "2024-12-01T00:00:00", "names no time zone"),
        ("time", "0001-01-01T00:00:00+14:00", "a time"),
        ("time", 5, "a time such as"),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_was_expected(type_name: str, raw: object, expected: str):
    with pytest.raises(ShoalError, match="Query q: parameter p found") as caught:
        one(type_name, raw)
    assert expected in str(caught.value)


def test_a_time_without_zone_and_a_day_are_read_in_the_zone_of_the_case():
    midnight = datetime(2024, 11, 30, 16, tzinfo=UTC)
    assert one("time", "2024-12-01T00:00:00", timezone="Asia/Shanghai") == midnight
    assert one("time", "2024-12-01", timezone="Asia/Shanghai") == midnight
    assert one("time", date(2024, 12, 1), timezone="Asia/Shanghai") == midnight


@pytest.mark.parametrize("nothing", [None, "", "  ", []])
def test_nothing_given_takes_the_default_or_is_missing(nothing: object):
    given = {"p": nothing}
    assert bind("q", [Parameter("p", "int", "-", "m", default=7)], given) == {"p": 7}
    with pytest.raises(ShoalError, match=r"Query q: parameter p .* is missing"):
        bind("q", [Parameter("p", "int", "-", "m", required=True)], given)


def test_a_name_that_is_not_declared_is_refused():
    with pytest.raises(ShoalError, match="Query q: found parameter 'other', expected one of: p"):
        bind("q", [Parameter("p", "int", "-", "m")], {"other": 1})


def test_pairs_keep_what_follows_the_first_equals_sign():
    assert parse_pairs("q", [Parameter("url", "url", "-", "m")], ["url=https://a.example/?b=c"]) == {
        "url": "https://a.example/?b=c"
    }


@pytest.mark.parametrize(
    ("pairs", "message"),
    [(["p"], "expected name=value"), (["p=1", "p=2"], "given twice"), (["z=1"], "expected one of")],
)
def test_pairs_that_are_none_are_refused(pairs: list[str], message: str):
    with pytest.raises(ShoalError, match=message):
        parse_pairs("q", [Parameter("p", "int", "-", "m")], pairs)


@pytest.mark.parametrize("type_name", [name for name in TYPES if name != "choice"])
def test_a_shown_value_is_read_back(type_name: str):
    texts = {"int": "3", "float": "0.25", "bool": "true", "texts": "a,b", "accounts": "x:1", "behaviour": "url"}
    raw = {**texts, "time": "2024-12-01T00:00:00Z"}.get(type_name, "word")
    assert show_value(parse_default(type_name, (), raw)) == raw
    assert show_value(parse_default(type_name, (), "none")) == "none"
