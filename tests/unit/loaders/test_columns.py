"""Records shaped many at a time say what they say one by one; columns of values hold what their readers give."""

import csv
import io
import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from case.rows import AccountKey, Post, PostKey
from loaders import regular
from loaders.batch import Batch
from loaders.catalogue import BY_NAME
from loaders.columns import cleaned, parted, read_times, stripped, without_entities
from loaders.deriving import derive, find_names
from loaders.head import Head
from loaders.mapping import Mapping
from loaders.opening import RawFile
from loaders.plain_rows import plain_end, read_plain
from loaders.records import Context, Draft
from loaders.shaping import Task, draft_columns, shape_piece
from loaders.values.contacts import find_contacts, may_hold_contact
from loaders.values.hashtags import find_hashtags
from loaders.values.moments import TimeRules
from loaders.values.text import clean, decode_entities, exact_form, exact_forms, own_words, own_words_in
from loaders.values.urls import canonical_url, find_urls

_SETTINGS = settings(max_examples=60, deadline=None, derandomize=True)
#: What the readers of texts look at, blanks of all kinds among it.
_SIGNS = [
    *"@#rtmRT :/.\x1c\x1f\n\t\x0b\x85\xa0Htps-_vxqQ13456789oO＠＃话题，。é\u3000ßıİ&;\ufeff\u200b",
    "http://",
    "//@",
    "&amp;",
    *("Ａ", "１", "：", "…", "·", "\U0001f427", "微信", "加v", "壹", "[话题]", "www."),
]
TEXTS = st.lists(st.lists(st.sampled_from(_SIGNS), max_size=25).map("".join), max_size=15)


@given(TEXTS)
@_SETTINGS
def test_a_column_of_texts_is_read_like_each_of_them(texts: list[str]) -> None:
    column = pl.Series("text", texts, dtype=pl.String)
    words = [own_words(text) for text in texts]
    assert exact_forms(pl.Series(words, dtype=pl.String)).to_list() == [exact_form(text) for text in texts]
    assert column.to_frame().select(own_words_in("text")).to_series().to_list() == words
    assert cleaned(column).to_list() == [clean(text) for text in texts]
    assert stripped(column).to_list() == [text.strip() for text in texts]
    assert parted(column).to_list() == [text.split() or None for text in texts]
    assert without_entities(column).to_list() == [decode_entities(text) for text in texts]


@given(TEXTS)
@_SETTINGS
def test_no_contact_is_passed_over(texts: list[str]) -> None:
    held = may_hold_contact(pl.Series(texts, dtype=pl.String)).to_list()
    assert all(may for may, text in zip(held, texts, strict=True) if find_contacts(text))


@pytest.mark.parametrize("platform", ["x", "weibo"])
@given(texts=TEXTS)
@_SETTINGS
def test_what_texts_hold_is_found_like_in_each_of_them(platform: str, texts: list[str]) -> None:
    posts = [
        Post(PostKey(f"{platform}:{row}"), platform, AccountKey("a"), 5, "second", text, row)
        for row, text in enumerate(texts)
    ]
    found = derive(*draft_columns([Draft(post) for post in posts]))
    for row, text in enumerate(map(own_words, texts)):
        done = found.filter(pl.col("row") == row)
        told = {
            name: done.filter(pl.col("behaviour") == name)["object"].to_list() for name in ("hashtag", "mention", "url")
        }
        assert told["hashtag"] == list(find_hashtags(text, platform))
        assert told["mention"] == list(dict.fromkeys(find_names(text, platform)))
        assert told["url"] == list(dict.fromkeys(filter(None, map(canonical_url, find_urls(text)))))


_CELLS = st.lists(st.sampled_from(['"', ",", "\n", "\r", "\r\n", "a", "é", " ", "\u2028", "\0", ""]), max_size=6).map(
    "".join
)


@given(st.lists(st.tuples(_CELLS, _CELLS, _CELLS), max_size=5), st.sampled_from(["\n", "\r\n"]), st.data())
@_SETTINGS
def test_a_plain_table_is_read_as_the_csv_module_reads_it(rows: list[Any], line_end: str, data: st.DataObject) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end, quoting=data.draw(st.integers(0, 1))).writerows([("a", "b", "c"), *rows])
    content = text.getvalue()
    at = data.draw(st.integers(0, len(content)), label="at")
    bent = content[:at] + data.draw(_CELLS, label="bent") + content[at:]
    head = Head(RawFile(Path("nowhere")), "utf-8", "table", columns=("a", "b", "c"))
    for written in (content, bent):
        plain = read_plain(written.encode(), head)
        if plain is not None:
            assert plain.rows() == list(map(tuple, csv.reader(io.StringIO(written, newline=""))))[1:]
        end = plain_end(written.encode(), head)
        start, rest = written.encode()[:end].decode(), written.encode()[end:].decode()
        both = [list(csv.reader(io.StringIO(part, newline=""))) for part in (start, rest, written)]
        assert both[0] + both[1] == both[2]


def test_many_contacts_are_looked_at() -> None:
    texts = ["QQ: 123456789", "call 139 1234 5678", "wa.me/8613912345678", "nothing here", "see T.ME/carfans"]
    assert may_hold_contact(pl.Series(texts)).to_list() == [True, True, True, False, True]
    assert not any(find_contacts(unicodedata.normalize("NFKC", text)) for text in texts[3:4])


_STAMPS = st.one_of(
    st.integers(-10, 5 * 10**9).map(str),
    st.datetimes().map(lambda at: at.replace(tzinfo=UTC).strftime("%a %b %d %H:%M:%S +0000 %Y")),
    st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
    st.sampled_from(["", " 1700000000", "Wed Feb 31 10:00:00 +0000 2024", "2024-02-30T10:00:00Z", "2024-01-01", "soon",
                     "2024-01-01 25:00:00Z", "Wed Jan 10 10:00:60 +0000 2024", "１７００００００００", "3天前"]),
)  # fmt: skip


_CLOCKS = st.datetimes(datetime(1965, 1, 1), datetime(2040, 1, 1))
_LOCAL = st.one_of(
    _CLOCKS.map(lambda at: f"{at:%Y-%m-%d %H:%M:%S}"),
    _CLOCKS.map(lambda at: f"{at:%Y-%m-%dT%H:%M}"),
    st.integers(0, 240).map(lambda minutes: f"{datetime(2024, 11, 3) + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"),
    st.integers(0, 240).map(lambda minutes: f"{datetime(2024, 3, 10) + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"),
)
_ZONES = st.sampled_from([UTC, ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")])


@given(
    st.one_of(st.lists(_STAMPS, max_size=12), st.lists(st.one_of(_LOCAL, _LOCAL, _STAMPS), max_size=12)),
    st.sampled_from(["auto", "s", "ms"]), st.booleans(), _ZONES, st.booleans(),
)  # fmt: skip
@_SETTINGS
def test_a_column_of_times_is_read_like_each_of_them(
    stamps: list[str], unit: Any, minute: bool, zone: Any, utc: bool
) -> None:
    context = Context("a.csv", TimeRules(zone=zone, unit=unit, minute=minute))
    expected = [context.utc_time(stamp) if utc else context.time(stamp) for stamp in stamps]
    found = read_times(pl.Series(stamps, dtype=pl.String), context, utc=utc)
    assert found["at"].to_list() == [one.at for one in expected]
    assert found["precision"].to_list() == [one.precision for one in expected]
    assert found["notes"].to_list() == [list(one.notes) or None for one in expected]


def _task(format: str, shape: str, columns: tuple[str, ...] = ()) -> Task:
    head = Head(RawFile(Path("nowhere")), "utf-8", shape, columns=columns)
    return Task(format, head, Context("a", TimeRules(zone=UTC, unit="s" if columns else "auto"), columns=columns), 7)


def _told(batch: Batch) -> dict[str, Any]:
    tables = {name: getattr(batch, name).to_pylist() for name in ("posts", "actions", "views")}
    arrays = {name: getattr(batch, name).tolist() for name in ("keys", "post_keys", "action_posts")}
    rest = {name: getattr(batch, name) for name in ("records", "places", "supplements", "rejects", "notes")}
    return {**tables, **arrays, **rest}


def _compare(task: Task, text: str) -> int:
    """Shape a piece in both ways; returns how many of its records were regular."""
    form = task.form
    assert form.regular is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BY_NAME, form.name, replace(form, regular=None))
        slow = shape_piece(task, text)
    assert _told(shape_piece(task, text)) == _told(slow)
    try:
        return int(regular.read_regular(text, task.head, form.regular, task.context).places.len())
    except UnicodeEncodeError:
        return 0


MESSAGE_HEADS = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
_IDS = st.sampled_from(["1", "2", " 3 ", "", "0", "x\u00a0"])
_LINKS = st.sampled_from(["", "https://a.example/b https://a.example/b", "['https://c.example/d']", "[", " ", "www.e"])
_MESSAGES = st.tuples(_IDS, _IDS, st.sampled_from(["ann", " Bo ", ""]), _IDS, _IDS,
                      st.lists(st.sampled_from([*_SIGNS, '"', ",", "\ud800", "\r"]), max_size=20).map("".join),
                      _STAMPS, _LINKS).map(list)  # fmt: skip
_ROWS = st.lists(st.one_of(_MESSAGES, _MESSAGES.map(lambda row: row[:5]), st.just([])), max_size=8)


@given(_ROWS, st.booleans())
@_SETTINGS
def test_messages_say_the_same_together_and_one_by_one(rows: list[list[str]], open_end: bool) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([MESSAGE_HEADS, *rows])
    written = text.getvalue().removesuffix("\n") if open_end else text.getvalue()
    _compare(_task("toolkit-messages", "table", MESSAGE_HEADS), written)


def test_a_table_with_wrong_bytes_is_not_plain(tmp_path: Path) -> None:
    content = b"a,b,c\n1,2,\xff\n4,5,6\n"
    head = Head(RawFile(tmp_path / "a.csv"), "utf-8", "table", columns=("a", "b", "c"))
    assert read_plain(content, head) is None
    assert plain_end(content, head) == 0


def test_plain_messages_are_regular() -> None:
    rows = [",".join(MESSAGE_HEADS), "1,7,ann,,,hello,1700000000,", "2,8,bo,1,,hello,1700000001,https://a.example"]
    assert _compare(_task("toolkit-messages", "table", MESSAGE_HEADS), "\n".join([*rows, ""])) == 2


def _table_task(mapping: Mapping, columns: tuple[str, ...]) -> Task:
    task = _task("table", "table", columns)
    rules = TimeRules(zone=ZoneInfo("Asia/Shanghai"))
    return replace(task, context=replace(task.context, rules=rules, mapping=mapping))


_TABLE_CELLS = {
    "post_id": st.sampled_from(["11", "12", "", "0", "null", "'13", "https://x.com/a/status/14", "1e5"]),
    "account_id": st.sampled_from(["21", "22", "", "-1", "abc"]),
    "handle": st.sampled_from(["Ann", "@bo", "", "momo", "测***户"]),
    "account_name": st.sampled_from(["安", "", "微博用户", "Bo "]), "time": st.one_of(_LOCAL, _STAMPS),
    "text": st.sampled_from(["", "a <b>", "RT @bo: hi", "…展开全文", "加微信 car_help_88"]),
    "likes": st.sampled_from(["", "3", "1.2万", "x", "9" * 19]), "reply_to": st.sampled_from(["", "11", "0"]),
    "repost_of": st.sampled_from(["", "12"]), "quote_of": st.sampled_from(["", "15"]),
    "hashtags": st.sampled_from(["", "['One', 'two']", "one,one"]), "links": st.sampled_from(["", "https://a.example/b"]),
    "verified": st.sampled_from(["", "yes", "0", "maybe"]), "created_at": st.sampled_from(["", "2020-01-01 08:00:00"]),
    "bio": st.sampled_from(["", "hi"]), "followers": st.sampled_from(["", "5"]),
    "region": st.sampled_from(["", "北京"]), "title": st.sampled_from(["", "head"]),
    "language": st.sampled_from(["", "English", "en-US"]), "kind": st.sampled_from(["", "reply"]),
}  # fmt: skip


@given(st.sets(st.sampled_from(sorted(set(_TABLE_CELLS) - {"title", "kind"})), min_size=2), st.data())
@_SETTINGS
def test_mapped_rows_say_the_same_together_and_one_by_one(roles: set[str], data: st.DataObject) -> None:
    roles |= data.draw(st.sampled_from([{"text"}, {"text"}, {"text", "title"}, {"kind", "text"}]), label="more")
    heads = tuple(sorted(roles))
    mapping = Mapping(
        data.draw(st.sampled_from(["x", "other"])), {role: role for role in heads}, row_keys=data.draw(st.booleans()),
        kind=data.draw(st.sampled_from(["post", "comment"])),
    )  # fmt: skip
    rows = data.draw(st.lists(st.tuples(*(_TABLE_CELLS[role] for role in heads)), max_size=6), label="rows")
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([heads, *rows])
    _compare(_table_task(mapping, heads), text.getvalue())


def test_plain_mapped_rows_are_regular() -> None:
    heads = ("post_id", "account_name", "text", "time")
    text = ",".join(heads) + "\n11,安,你好,2024-01-01 10:00\n12,Bo,hello,2024-01-01 10:01\n"
    assert _compare(_table_task(Mapping("weibo", {head: head for head in heads}), heads), text) == 2


_WORDS = st.one_of(
    st.none(), st.sampled_from(["", "a &amp; b", "#tag @ann see https://a.example/b", "加微信 car_help_88"])
)
_NUMBERS = st.one_of(st.none(), st.integers(-5, 5), st.sampled_from([2**63, "12", 1.0, True]))
_USERS = st.fixed_dictionaries(
    {"id_str": st.sampled_from(["1", "2", "", 3]), "screen_name": st.sampled_from(["ann", "bo", "", None])},
    optional={"name": _WORDS, "created_at": _STAMPS, "followers_count": _NUMBERS, "description": _WORDS,
              "location": _WORDS, "verified": st.sampled_from([True, False, None, "yes"]), "id": st.just(9)},
)  # fmt: skip
_TAGS = st.sampled_from([{"text": "One"}, {"text": "one"}, {}])
_URLS = st.sampled_from(
    [{"url": "https://t.co/a"}, {"expanded_url": "https://a.example/?utm_source=b", "url": "u"}, {"url": ""}]
)
_NAMED = st.sampled_from([{"screen_name": "Ann", "id_str": "5"}, {"screen_name": "Bo", "id": 6}, {"screen_name": "Cy"}])
_MEDIA = st.sampled_from(
    [{"id_str": "8", "type": "photo"}, {"media_key": "7_9", "id_str": ""}, {"id_str": "4", "type": "video"}, {}]
)
_ENTITIES = st.one_of(
    st.sampled_from([{}, None]),
    st.fixed_dictionaries(
        {"hashtags": st.lists(_TAGS, max_size=3)},
        optional={
            "urls": st.lists(_URLS, max_size=2), "user_mentions": st.lists(_NAMED, max_size=2),
            "media": st.lists(_MEDIA, max_size=2),
        },
    ),
)  # fmt: skip
_STATUS = {"id_str": st.sampled_from(["10", "11", "12", ""]), "created_at": _STAMPS, "user": _USERS}
_MORE = {
    "id": st.just(13), "full_text": _WORDS, "text": _WORDS, "entities": _ENTITIES,
    "lang": st.sampled_from(["en", "und", None]), "source": st.sampled_from(['<a href="x">Web</a>', "", None]),
    "favorite_count": _NUMBERS, "retweet_count": _NUMBERS,
    "in_reply_to_status_id_str": st.sampled_from(["10", "", None]),
    "quoted_status_id_str": st.sampled_from(["11", None]),
    "extended_tweet": st.fixed_dictionaries({}, optional={"full_text": _WORDS, "entities": _ENTITIES}),
    "extended_entities": st.sampled_from([{}, {"media": [{"id_str": "8", "type": "animated_gif"}]}, {"media": []}]),
    "delete": st.sampled_from([None, {"status": {"id_str": "10"}}]), "views": st.sampled_from([None, {"count": "5"}]),
}  # fmt: skip
_INNER = st.fixed_dictionaries(_STATUS, optional=_MORE)
_STATUSES = st.fixed_dictionaries(
    _STATUS, optional={**_MORE, "retweeted_status": st.one_of(st.just({}), _INNER), "quoted_status": _INNER}
)


@given(st.lists(st.one_of(_STATUSES, st.sampled_from(["", "{", "[]", "\ufeff"])), max_size=6), st.data())
@_SETTINGS
def test_statuses_say_the_same_together_and_one_by_one(values: list[Any], data: st.DataObject) -> None:
    lines = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values]
    text = "\n".join(lines)
    if text and data.draw(st.booleans(), label="cut"):
        text = text[: data.draw(st.integers(0, len(text)), label="at")]
    _compare(_task("x-api-v1", "lines"), text)


def test_plain_statuses_are_regular() -> None:
    user = {"id_str": "1", "screen_name": "ann", "followers_count": 3, "verified": False}
    status = {"id_str": "10", "created_at": "Wed Jan 10 10:00:00 +0000 2024", "user": user, "full_text": "hello",
              "entities": {"hashtags": [], "urls": [], "user_mentions": []}}  # fmt: skip
    lines = [json.dumps(one) for one in (status, {**status, "id_str": "11", "retweeted_status": status})]
    assert _compare(_task("x-api-v1", "lines"), "\n".join([*lines, ""])) == 2
