"""The files of the offline import hold every text as it is, and its words are read for how far it is."""

import csv
from pathlib import Path

import pytest

from case.errors import ShoalError
from case.folder import Case
from case.rows import Account, Post, account_key, post_key
from case.tables import PartWriter
from graph.counting import expected_counts, rows_of
from graph.files import longest_text, write_files
from graph.offline import ROWS_VARIABLE, is_faster, share_done

TEXTS = ("", '"', 'a "b",\r\n;\\', "\u2028\u0085\x0b", "长" * 50)


@pytest.fixture
def record(case: Case) -> Case:
    author = account_key("x", "1")
    posts = [
        Post(post_key("x", str(place)), "x", author, None, "none", text, place) for place, text in enumerate(TEXTS)
    ]
    with PartWriter(case, "L-1") as part:
        part.add([Account(author, "x", "1", bio="")], posts, [], source="s", file="f")
    return case


def test_texts_are_quoted_and_nulls_are_not(record: Case, tmp_path: Path) -> None:
    options, counts = write_files(record, tmp_path)
    assert counts | expected_counts(record, apart_from=counts) == expected_counts(record)
    assert (counts["Post"], counts["POSTED"], counts["TAGGED"]) == (len(TEXTS), len(TEXTS), 0)
    assert f"--nodes=Post={tmp_path / 'Post.csv'}" in options
    assert f"--relationships=POSTED={tmp_path / 'POSTED.csv'}" in options
    with (tmp_path / "Post.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["key:ID(Post)"]: row for row in csv.DictReader(file)}
    assert {rows[f"x:{place}"]["text:string"] for place in range(len(TEXTS))} == set(TEXTS)
    account = (tmp_path / "Account.csv").read_text(encoding="utf-8").splitlines()[1]
    assert ',"",,' in account  # the bio is empty, the region unknown
    assert longest_text(record) == 150


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("Import starting", 0.0),
        ("(1/4) Node import\n.... 5% ∆1s\n....  40% ∆0ms [2s]\n", 0.1),
        ("(1/4) Node import\n... 100% ∆1s\n(3/4) Relationship linking\n", 0.5),
        ("(4/4) Post processing\n.......... 100% ∆1s\nIMPORT DONE", 1.0),
    ],
)
def test_how_far_the_import_is_follows_from_its_words(words: str, share: float) -> None:
    assert share_done(words) == pytest.approx(share)


def test_the_way_depends_on_the_rows_and_on_whose_server_it_is(record: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows_of(record, ["L-1"]) == 6
    assert not is_faster(record, 6)
    assert is_faster(record, 10**7)
    monkeypatch.setenv(ROWS_VARIABLE, "6")
    assert is_faster(record, 6)
    assert not is_faster(record, 5)
    monkeypatch.setenv(ROWS_VARIABLE, "many")
    with pytest.raises(ShoalError, match="whole number"):
        is_faster(record, 6)
