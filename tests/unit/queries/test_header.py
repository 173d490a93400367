import pytest

from case.errors import ShoalError
from queries.header import parse_query, write_query

TEXT = """// title: Posts of a day
// question: What was posted,
//   and by whom?
// misleads: A holiday fills a day too.
// status: stable
// since: 0.1.0
// param day: time, UTC, the day
// param order: choice(new|old) = new, -, which come first, of all
// param words: texts = [], -, words to look for
// param least: int = 2, posts, the fewest posts
// param platform: platform = none, name, only this platform
// returns post: post, the post
// returns at: time, when
// refs: a paper

MATCH (p:Post)
RETURN p.key AS post, p.at AS at ORDER BY at, post LIMIT $limit
"""


def read(text: str = TEXT):
    return parse_query(text, id="posts_of_a_day", category="time")


def test_a_header_is_read_with_its_types_defaults_and_units():
    query = read()
    day, order, words, least, platform = query.parameters
    assert query.question == "What was posted, and by whom?"
    assert (day.required, day.default, day.unit) == (True, None, "UTC")
    assert (order.choices, order.default, order.meaning) == (("new", "old"), "new", "which come first, of all")
    assert (words.default, least.default, least.unit) == ([], 2, "posts")
    assert (platform.required, platform.default) == (False, None)
    assert [(column.name, column.type) for column in query.columns] == [("post", "post"), ("at", "time")]
    assert query.text.startswith("MATCH (p:Post)")


def test_a_written_query_reads_back_equal():
    assert read(write_query(read())) == read()


@pytest.mark.parametrize(
    ("found", "instead", "message"),
    [
        ("// misleads: A holiday fills a day too.\n", "", "lacks misleads"),
        ("// misleads: A holiday fills a day too.", "// misleads:", "lacks misleads"),
        ("status: stable", "status: done", "expected experimental or stable"),
        ("// title: Posts of a day", "// title: A\n// title: B", "each once"),
        ("// refs: a paper", "// author: me", "author"),
        ("param day: time, UTC, the day", "param day: date, UTC, the day", "parameter day"),
        ("param day: time, UTC, the day", "param day: time, the day", "parameter day"),
        ("choice(new|old) = new", "choice = new", "parameter order"),
        ("choice(new|old) = new", "choice(new|old) = best", "one of new, old"),
        ("int = 2", "int = two", "a whole number"),
        ("returns at: time, when", "returns at: when", "column at"),
        ("// refs: a paper", "// no colon here", "expected // word"),
    ],
)
def test_a_header_that_does_not_hold_is_refused_by_name(found: str, instead: str, message: str):
    assert found in TEXT
    with pytest.raises(ShoalError, match="Query posts_of_a_day") as caught:
        read(TEXT.replace(found, instead))
    assert message in str(caught.value)
