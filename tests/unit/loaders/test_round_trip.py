"""Posts written in a format whose every field is known read back as they were, whatever their texts hold."""

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from case.folder import new_case
from case.tables import read_accounts, read_posts
from loaders.loading import load
from loaders.options import LoadOptions
from loaders.values.text import clean
from tests.unit.loaders.test_columns import MESSAGE_HEADS
from tests.unit.loaders.writing import write_csv, write_lines


@dataclass(frozen=True, slots=True)
class Fact:
    """What is true of a post."""

    id: int
    author: int
    handle: str
    text: str
    at: int
    repost_of: int | None


#: Marks of HTML are left out: some formats hold them as such.
_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<&\0"), max_size=40)
_FACTS = st.builds(
    Fact, st.integers(1, 10**18), st.integers(1, 50), st.from_regex("[a-z]{3,8}", fullmatch=True), _TEXTS,
    st.integers(10**9, 4 * 10**9), st.one_of(st.none(), st.integers(10**18 + 1, 2 * 10**18)),
)  # fmt: skip


def _messages(folder: Path, facts: Sequence[Fact]) -> tuple[Path, LoadOptions]:
    rows = [
        (str(fact.id), str(fact.author), fact.handle, str(fact.repost_of or ""), "", fact.text, str(fact.at), "")
        for fact in facts
    ]
    return write_csv(folder / "messages.csv", [MESSAGE_HEADS, *rows]), LoadOptions()


def _statuses(folder: Path, facts: Sequence[Fact]) -> tuple[Path, LoadOptions]:
    records = []
    for fact in facts:
        status = _status(fact.id, fact.author, fact.handle, fact.text, fact.at)
        if fact.repost_of:
            status["retweeted_status"] = _status(fact.repost_of, 99, "origin", fact.text, fact.at)
        records.append(status)
    return write_lines(folder / "statuses.jsonl", records), LoadOptions(format="x-api-v1")


def _status(id: int, author: int, handle: str, text: str, at: int) -> dict[str, object]:
    moment = datetime.fromtimestamp(at, UTC)
    return {
        "id_str": str(id), "created_at": f"{moment:%a %b %d %H:%M:%S +0000 %Y}", "full_text": text,
        "user": {"id_str": str(author), "screen_name": handle}, "entities": {"hashtags": []},
    }  # fmt: skip


def _table(folder: Path, facts: Sequence[Fact]) -> tuple[Path, LoadOptions]:
    heads = ("id", "author", "handle", "text", "when", "original")
    rows = [
        (str(fact.id), str(fact.author), fact.handle, fact.text, f"{datetime.fromtimestamp(fact.at, UTC).isoformat()}",
         str(fact.repost_of or "")) for fact in facts
    ]  # fmt: skip
    mapping = folder / "mapping.toml"
    columns = {"post_id": "id", "account_id": "author", "handle": "handle", "text": "text", "time": "when",
               "repost_of": "original"}  # fmt: skip
    lines = ['platform = "other"', "[columns]", *(f"{role} = {json.dumps(name)}" for role, name in columns.items())]
    mapping.write_text("\n".join(lines))
    return write_csv(folder / "table.csv", [heads, *rows]), LoadOptions(columns=mapping)


@pytest.mark.parametrize(("write", "platform"), [(_messages, "other"), (_statuses, "x"), (_table, "other")])
@given(facts=st.lists(_FACTS, min_size=1, max_size=6, unique_by=lambda fact: fact.id))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_posts_read_back_as_they_were_written(
    write: Callable[[Path, Sequence[Fact]], tuple[Path, LoadOptions]], platform: str, facts: list[Fact]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        path, options = write(Path(place), facts)
        case = new_case(Path(place) / "case", title="Test")
        result = load(case, [path], options).files[0]
        assert (result.records, result.used, result.rejects) == (len(facts), len(facts), 0)
        posts = {row["key"]: row for row in read_posts(case).collect().to_dicts()}
        names = dict(read_accounts(case).select("key", "handle").collect().rows())
    for fact in facts:
        post = posts[f"{platform}:{fact.id}"]
        assert post["account"] == f"{platform}:{fact.author}"
        assert post["account"] in names
        assert (post["text"], post["at"]) == (clean(fact.text), datetime.fromtimestamp(fact.at, UTC))
        assert post["repost_of"] == (f"{platform}:{fact.repost_of}" if fact.repost_of else None)
