import polars as pl
import pytest

from app.reading.facts import count_posts, read_facts
from app.reading.templates import cluster_templates, kind_of
from app.selection import Focus
from case.folder import Case
from case.runs import current_run, read_templates
from case.templates import SAYS_SCHEMA, TEMPLATE_SCHEMA, Slot, Templates, shown_text
from tests.integration.pages_case import GROUP, planted_case


def templates() -> Templates:
    """Four accounts follow a pattern, three share phrases, and one group's account follows another's."""
    found = [
        ("T-3", "a typical text", ["a typical text"], 0.0, 3, 3, 3, 1),
        ("T-4", "fixed […]", ["fixed ", None], 0.9, 4, 4, 4, 3),
        ("T-1", "other […]", ["other ", None], 0.9, 2, 2, 2, 2),
    ]
    says = [("T-4", f"x:{n}", f"x:p{n}", n, [None, "3"] if n else None) for n in range(4)]
    says += [("T-3", f"x:{n}", f"x:q{n}", n, None) for n in range(3)]
    says += [("T-1", account, f"x:r{account}", 0, [None, "word"]) for account in ("x:0", "y:0")]
    return Templates(
        pl.DataFrame(found, schema=TEMPLATE_SCHEMA, orient="row"), pl.DataFrame(says, schema=SAYS_SCHEMA, orient="row")
    )


def test_patterns_come_before_what_shares_phrases_and_one_follower_alone_is_no_template_of_a_cluster() -> None:
    listed, patterns = cluster_templates(templates(), ["x:0", "x:1", "x:2"])
    assert listed.select("template", "accounts", "posts", "slots").rows() == [("T-4", 3, 3, 1), ("T-3", 3, 3, 0)]
    assert [pattern.key for pattern in patterns] == ["T-4", "T-3"]
    assert patterns[0].slots == (Slot((("3", 3),), 0, 0),)


@pytest.mark.parametrize(
    ("fillers", "kind"),
    [
        (("3", "12.5万", ""), "number"), (("https://a.example/1", "www.b.example"), "link"),
        (("@ann @ben", "@cy"), "mention"), (("#one#", "#two"), "hashtag"), (("3 days", "4"), "words"), (("",), "words"),
    ],
)  # fmt: skip
def test_a_slot_is_named_after_what_all_its_fillers_are(fillers: tuple[str, ...], kind: str) -> None:
    assert kind_of(Slot(tuple((filler, 1) for filler in fillers), 0, 0)) == kind


def test_a_slot_stands_apart_from_latin_words_and_close_to_chinese_ones() -> None:
    assert shown_text(["my ", None, "car"]) == "my […] car"
    assert shown_text(["第", None, "天"]) == "第[…]天"


def test_a_template_has_facts_and_the_posts_that_follow_it(case: Case) -> None:
    planted = planted_case(case.path.parent / "planted")
    assert current_run(planted)
    focus = Focus("Template", "T-1")
    facts = read_facts(planted, focus, [])
    assert dict(facts.rows)["authors"] == str(len(GROUP))
    assert facts.pattern is not None
    assert len(facts.pattern.slots) == 2
    assert count_posts(planted, focus) == read_templates(planted).says.height


def test_a_template_that_the_current_run_does_not_have_is_unknown(case: Case) -> None:
    assert not read_facts(case, Focus("Template", "T-9"), []).known
    assert not read_facts(planted_case(case.path.parent / "planted"), Focus("Template", "T-9"), []).known
