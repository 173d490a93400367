from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from case import runs
from case.tables import read_posts
from case.templates import Templates, without_accounts
from detection import templates
from detection.aligning import rebuild
from detection.parameters import Parameters
from detection.run import detect
from detection.wording import readable


@pytest.fixture
def scripted(make_case: Any, writers: Any, copiers: Any) -> Any:
    """People with their own words, and a group that writes twelve scripts, each copy with a number of its own in it.

    Two of the people paste a script once: innocent copies.
    """
    copies = [
        (who, kind, thing, at, {"text": _with_number(more["text"], 100 + place)})
        for place, (who, kind, thing, at, more) in enumerate(copiers(swapped=0))
    ]
    pasted = [(f"w00{n}", "text", f"pasted-{n}", copies[n][3] + 9, {"text": copies[n][4]["text"]}) for n in (1, 2)]
    return lambda order=1, name="case": make_case((writers() + copies + pasted)[::order], name=name)


def _with_number(text: str, number: int) -> str:
    words = text.split(" ")
    return " ".join([*words[:12], str(number), *words[12:]])


def drawn(case: Any) -> tuple[list[runs.Cluster], Templates]:
    run = detect(case, Parameters())
    return runs.read_clusters(case, run.id), runs.read_templates(case, run.id)


def test_each_script_of_a_group_is_a_template_with_its_slot(scripted: Any) -> None:
    case = scripted()
    (cluster,), found = drawn(case)
    assert len(cluster.templates) == 12
    assert all(line.count("[…]") == 1 and len(line.split()) == 25 for line in cluster.templates)
    assert sorted(found.found["text"]) == sorted(cluster.templates)
    texts = dict(found.found.select("template", "parts").iter_rows())
    posted = dict(_posts(case))
    for template, post, pieces in found.says.select("template", "post", "pieces").iter_rows():
        assert rebuild(texts[template], pieces) == posted[post]


def test_counts_are_those_of_the_posts_that_say_it(scripted: Any) -> None:
    _, found = drawn(scripted())
    counted = found.says.group_by("template").agg(
        posts=pl.len(), accounts=pl.col("account").n_unique(), variants=pl.col("variant").n_unique(),
        aligned=pl.col("pieces").is_not_null().sum(),
    )  # fmt: skip
    told = found.found.select("template", "posts", "accounts", "variants", "aligned").sort("template")
    assert told.rows() == counted.sort("template").rows()


def test_the_order_of_rows_changes_nothing(scripted: Any) -> None:
    one, other = drawn(scripted()), drawn(scripted(order=-1, name="turned"))
    assert one[0][0].templates == other[0][0].templates
    assert one[1].found.equals(other[1].found)
    assert one[1].says.equals(other[1].says)


def test_people_with_their_own_words_have_no_template(make_case: Any, writers: Any) -> None:
    clusters, found = drawn(make_case(writers(accounts=220)))
    assert clusters == []
    assert found.found.is_empty()
    assert found.says.is_empty()


def test_a_group_that_only_shares_tags_has_no_template(make_case: Any, crowd: Any, gang: Any, writers: Any) -> None:
    clusters, found = drawn(make_case(crowd() + gang() + writers()))
    assert [cluster.templates for cluster in clusters] == [()]
    assert found.found.is_empty()


def test_people_who_paste_a_script_once_are_not_said_to_follow_it(scripted: Any) -> None:
    case = scripted()
    (cluster,), found = drawn(case)
    assert not {"x:w001", "x:w002"} & set(cluster.accounts)
    assert set(found.says["account"]) <= set(cluster.accounts)


def test_what_lies_beyond_the_caps_is_counted(scripted: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(templates, "MOST_TEXTS", 9)
    monkeypatch.setattr(templates, "MOST_TEMPLATES", 5)
    case = scripted()
    run = detect(case, Parameters())
    cluster = runs.read_clusters(case, run.id)[0]
    assert len(cluster.templates) == 5
    cut = [row for row in run.left_out if row["object"] == cluster.cluster]
    assert [row["reason"].split(":")[0] for row in cut] == [
        "3 texts beyond the first 9 of the cluster", "4 templates beyond the first 5 of the cluster",
    ]  # fmt: skip
    assert all(row["rows"] > 0 for row in cut)


def test_a_purged_account_leaves_the_fillers_and_the_counts(scripted: Any) -> None:
    _, found = drawn(scripted())
    account = found.says["account"].mode().sort()[0]
    left = without_accounts(found, {account})
    assert account not in set(left.says["account"])
    gone = found.says.filter(account=account)
    fillers = {said[1] for said in gone["pieces"]}
    assert not fillers & {piece for said in left.says["pieces"] for piece in said}
    assert left.found["posts"].sum() == found.found["posts"].sum() - gone.height
    untouched = pl.col("template").is_in(gone["template"].implode()).not_()
    assert left.found.filter(untouched).equals(found.found.filter(untouched))


def test_a_template_that_only_the_purged_held_word_for_word_goes_as_a_whole() -> None:
    said = [
        ("T", "x:1", "p1", 0, [None, "3"]),
        ("T", "x:2", "p2", 1, ["other words ", "4"]),
        ("T", "x:3", "p3", 2, ["more ", "5"]),
    ]
    one = Templates()
    found = pl.DataFrame(
        [("T", "their words […]", ["their words ", None], 1.0, 3, 3, 3, 3)], schema=one.found.schema, orient="row"
    )
    whole = replace(one, found=found, says=pl.DataFrame(said, schema=one.says.schema, orient="row"))
    assert without_accounts(whole, {"x:1"}).found.is_empty()
    assert without_accounts(whole, {"x:1"}).says.is_empty()
    assert without_accounts(whole, {"x:2"}).found["accounts"].to_list() == [2]


def _posts(case: Any) -> list[tuple[str, str]]:
    posts = read_posts(case).select("key", "text").collect()
    return list(zip(posts["key"], readable(posts["text"]), strict=True))
