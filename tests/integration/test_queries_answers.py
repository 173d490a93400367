"""Every stored query on the planted case: a row that must be found, and a near miss that must not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from case.folder import Case
from graph.connection import Graph
from graph.server import Address
from queries.catalogue import catalogue
from queries.runner import QueryResult, run_query
from tests.integration.queries_case import (
    CONTACT,
    FAN_TEMPLATE,
    FANS,
    LINK,
    OFFICIAL,
    PICTURE,
    RING,
    RING_ACCOUNTS,
    RING_TEMPLATE,
    RUN,
    SITE,
    TAG,
    TARGET,
    TEXT,
    planted_graph,
)

Planted = tuple[Graph, Case]
R1, R2, R3, R4, R5 = RING_ACCOUNTS
PAIR = {"a": R1, "b": R2}


@dataclass(frozen=True)
class Answer:
    """What a query says: `hit` is part of some row, `miss` of none."""

    query: str
    hit: dict[str, Any]
    miss: dict[str, Any]
    given: dict[str, Any] = field(default_factory=dict)


ANSWERS = (
    Answer("case_overview", {"what": "posts", "not_seen": 1}, {"what": "accounts", "not_seen": 0}),
    Answer("coverage", {"platform": "weibo", "day": "2024-12-02", "coarse": 1}, {"platform": "x", "day": "2024-12-07"}),
    Answer(
        "coverage",
        {"day": "2024-12-01", "platform": "weibo"},
        {"day": "2024-12-03"},
        {"zone": "America/New_York", "to": "2024-12-03T00:00:00Z"},
    ),
    Answer(
        "run_summary",
        {"run": RUN, "synchronised": 1, "explained": 1, "candidate": 0, "accounts": 8},
        {"finding": "nothing_found"},
    ),
    Answer("posts_by_file", {"file": "export.csv", "platform": "x"}, {"file": None}),
    Answer(
        "account_profile",
        {"account": R1, "posts": 6, "linked_accounts": 5, "clusters": [RING], "verdict": "coordinated"},
        {"verdict": "unclear"},
        {"account": R1},
    ),
    Answer(
        "account_posts",
        {"text": TEXT, "hashtags": [TAG], "urls": [LINK]},
        {"kind": "repost"},
        {"account": R1, "contains": "刹车"},
    ),
    Answer("accounts_by_handle", {"account": R1}, {"account": R2}, {"names": ["ring1", "Fan 2"]}),
    Answer(
        "account_links",
        {"other": R2, "behaviour": "url", "cluster": RING},
        {"other": R5},
        {"account": R1, "status": "validated"},
    ),
    Answer("account_targets", {"relation": "MENTIONS", "target": TARGET}, {"relation": "QUOTES"}, {"account": R1}),
    Answer("account_hours", {"hour": 16, "days": 4}, {"hour": 8}, {"account": R1, "zone": "Asia/Shanghai"}),
    Answer("account_repeats", {"text": "每日签到", "posts": 2}, {"text": TEXT}, {"account": R1}),
    Answer("active_accounts", {"account": R1, "posts": 6, "days": 4}, {"account": TARGET}),
    Answer("creation_days", {"day": "2024-11-22", "accounts": 5, "in_clusters": 5}, {"accounts": 1}),
    Answer("young_accounts", {"account": R1, "clusters": [RING]}, {"account": "weibo:c1"}),
    Answer(
        "listed_accounts",
        {"account": "x:nobody", "in_data": False, "posts": 0},
        {"account": R3},
        {"accounts": [R1, R2, "x:nobody"]},
    ),
    Answer(
        "woken_accounts",
        {"account": R1, "posts": 2, "woken_together": 2, "woke_at": "2024-12-06T08:00:00Z"},
        {"account": R3},
        {"cluster": RING, "silence_days": 2, "least": 1},
    ),
    Answer(
        "made_before_event",
        {"account": R1, "event_posts": 2, "clusters": [RING]},
        {"account": "weibo:c2"},
        {"event": "E-0001"},
    ),
    Answer(
        "cluster_growth",
        {"day": "2024-12-02", "accounts": 5, "core": 4, "total_accounts": 5},
        {"day": "2024-12-03"},
        {"cluster": RING},
    ),
    Answer(
        "posts_behind_link",
        {"behaviour": "url", "object": LINK, "gap_seconds": 3.0, "first": R1, "source_a": "export.csv:2"},
        {"gap_seconds": 86405.0},
        PAIR,
    ),
    Answer(
        "posts_behind_link",
        {"behaviour": "domain", "object": SITE, "gap_seconds": 40.0},
        {"behaviour": "url"},
        {"a": R1, "b": R5},
    ),
    Answer(
        "posts_behind_link",
        {"behaviour": "text", "gap_seconds": 108000.0},
        {"behaviour": "media"},
        {"a": R1, "b": "weibo:c1", "window_seconds": 200000},
    ),
    Answer("strongest_links", {"a": R1, "b": R2, "behaviour": "*", "cluster": RING}, {"status": "candidate"}),
    Answer(
        "links_by_behaviour",
        {"behaviour": "url", "links": 6, "accounts": 4, "status": "validated"},
        {"behaviour": "text"},
    ),
    Answer("links_leaving_clusters", {"account": "weibo:c2", "inside": 1}, {"account": R2}, {"cluster": RING}),
    Answer("links_among", PAIR | {"behaviour": "url"}, {"b": R3}, {"accounts": [R1, R2, "weibo:c1"]}),
    Answer(
        "ranked_clusters",
        {"cluster": RING, "verdict": "coordinated", "core_size": 4},
        {"cluster": FANS},
        {"finding": "synchronised"},
    ),
    Answer(
        "cluster_members",
        {"account": R5, "core": False, "links": 1},
        {"account": R1},
        {"cluster": RING, "grade": "member"},
    ),
    Answer(
        "cluster_core",
        {"account": R1, "links": 3, "occasions": 12, "behaviours": ["hashtag", "url"]},
        {"account": R5},
        {"cluster": RING},
    ),
    Answer(
        "cluster_links",
        PAIR | {"behaviour": "url", "occasions": 3},
        {"status": "candidate"},
        {"cluster": RING, "status": "validated"},
    ),
    Answer(
        "cluster_shared_objects",
        {"relation": "TAGGED", "object": TAG, "accounts": 5, "posts": 9, "all_posts": 12},
        {"object": "https://promo.example/b"},
        {"cluster": RING},
    ),
    Answer(
        "cluster_shared_objects",
        {"relation": "ON", "object": SITE, "accounts": 5},
        {"relation": "TAGGED"},
        {"cluster": RING, "relation": "ON"},
    ),
    Answer(
        "cluster_picture",
        {"source": R1, "target": R2, "weight": 4, "behaviours": ["hashtag", "url"]},
        {"target": "weibo:c2"},
        {"cluster": RING},
    ),
    Answer("cluster_posts", {"account": R1, "text": TEXT}, {"account": "weibo:c1"}, {"cluster": RING}),
    Answer("cluster_texts", {"text": TEXT, "accounts": 5, "first_by": R1}, {"text": "每日签到"}, {"cluster": RING}),
    Answer(
        "cluster_templates",
        {"template": RING_TEMPLATE, "text": f"{TEXT}[…]", "slots": 1, "accounts": 5, "posts": 9, "first_by": R1},
        {"template": FAN_TEMPLATE},
        {"cluster": RING},
    ),
    Answer(
        "template_posts",
        {"post": "weibo:p2", "account": R1, "clusters": [RING], "text": TEXT, "file": "export.csv"},
        {"account": "weibo:c1"},
        {"template": RING_TEMPLATE},
    ),
    Answer(
        "cluster_targets",
        {"relation": "MENTIONS", "target": TARGET, "accounts": 4, "inside": False},
        {"target": OFFICIAL},
        {"cluster": RING},
    ),
    Answer("top_hashtags", {"hashtag": TAG, "accounts": 7, "in_clusters": 5}, {"hashtag": "试驾"}),
    Answer("top_urls", {"url": LINK, "accounts": 6, "platforms": ["weibo", "x"]}, {"url": "https://promo.example/b"}),
    Answer("top_domains", {"domain": SITE, "urls": 2, "accounts": 7}, {"domain": "official.example"}),
    Answer("shared_media", {"media": PICTURE, "accounts": 4, "in_clusters": 4}, {"media": "sha256:cc33"}),
    Answer("shared_contacts", {"contact": CONTACT, "accounts": 4}, {"accounts": 1}),
    Answer("posts_with_words", {"account": "weibo:c3", "clusters": []}, {"account": "weibo:c5"}, {"words": "刹车"}),
    Answer("posts_with_words", {"account": "x:f1"}, {"account": "weibo:c3"}, {"words": "brakes ARE"}),
    Answer(
        "same_texts",
        {"text": TEXT, "accounts": 6, "in_clusters": 5},
        {"text": "转发微博"},
        {"from": "2024-12-01T00:00:00Z", "to": "2024-12-09T00:00:00Z"},
    ),
    Answer("tags_beside", {"beside": "试驾", "posts": 1, "in_clusters": 0}, {"beside": TAG}, {"hashtag": TAG}),
    Answer("reposted_origins", {"origin": "weibo:c3", "reposters": 4}, {"origin": OFFICIAL}, {"cluster": RING}),
    Answer("amplifiers", {"account": R2, "reposts": 3, "main_origin": "weibo:c3", "main_share": 1.0}, {"account": R1}),
    Answer(
        "repost_cascade",
        {"account": R2, "delay_seconds": 5404.0, "steps": 1},
        {"account": "weibo:c1"},
        {"post": "weibo:p1"},
    ),
    Answer(
        "first_sharers", {"account": R1, "first": 5, "first_share": 1.0}, {"account": "weibo:c3"}, {"cluster": RING}
    ),
    Answer("cross_platform", {"object": LINK, "platforms": ["weibo", "x"]}, {"object": PICTURE}),
    Answer("bridging_accounts", {"account": "weibo:c2", "clusters": [FANS, RING], "member_of": []}, {"account": R1}),
    Answer(
        "shared_by_two_clusters",
        {"object": LINK, "accounts": 4, "other_accounts": 1, "all_accounts": 6},
        {"object": TAG},
        {"cluster": RING, "other_cluster": FANS},
    ),
    Answer(
        "activity",
        {"start": "2024-12-02T08:00:00Z", "posts": 9, "accounts": 5},
        {"start": "2024-12-02T13:00:00Z"},
        {"cluster": RING, "unit": "hour"},
    ),
    Answer(
        "hashtag_bursts",
        {"start": "2024-12-02T08:00:00Z", "accounts": 6, "first_by": R1},
        {"start": "2024-12-03T14:00:00Z"},
        {"hashtag": TAG},
    ),
    Answer(
        "url_bursts", {"start": "2024-12-02T08:00:00Z", "accounts": 4}, {"start": "2024-12-05T08:00:00Z"}, {"url": LINK}
    ),
    Answer("event_activity", {"title": "Launch", "accounts": 5, "posts": 9}, {"posts": 0}, {"cluster": RING}),
    Answer("returning_accounts", {"account": R3, "events": 2, "share": 1.0}, {"account": R5}),
    Answer(
        "same_moment",
        {"start": "2024-12-02T08:00:00Z", "accounts": 5, "other_accounts": 1},
        {"accounts": 2},
        {"cluster": RING},
    ),
    Answer(
        "crowd_share",
        {"object": TAG, "inside": 5, "outside": 2},
        {"object": "https://promo.example/b"},
        {"cluster": RING},
    ),
    Answer("crowd_share", {"object": CONTACT, "inside": 4, "outside": 0}, {"object": "newcar"}, {"cluster": RING}),
    Answer(
        "public_source",
        {"source": OFFICIAL, "inside": False, "verified": True, "share": 1.0},
        {"inside": True},
        {"cluster": FANS},
    ),
    Answer("public_source", {"source": R1, "inside": True}, {"source": "weibo:c1"}, {"cluster": RING}),
    Answer(
        "ordinary_life", {"account": "x:f2", "posts": 3, "alone": 1}, {"account": "x:f2", "alone": 0}, {"cluster": FANS}
    ),
    Answer("unlinked_sharers", {"account": "weibo:c1", "shared": 2}, {"account": "weibo:c2"}, {"cluster": RING}),
    Answer("times_known", {"platform": "weibo", "precision": "day", "posts": 1}, {"platform": "x", "precision": "day"}),
    Answer(
        "profiles_known",
        {"platform": "weibo", "identity": "masked", "with_created_at": 0},
        {"platform": "x", "identity": "masked"},
    ),
    Answer(
        "missing_accounts",
        {"account": TARGET, "mentions": 4, "mentioned_by": 4, "in_clusters": 4},
        {"account": "weibo:c3"},
    ),
    Answer("missing_posts", {"post": "weibo:missing", "answers": 1}, {"post": "weibo:p1"}),
    Answer(
        "strange_times",
        {"account": "weibo:c6", "at": None, "precision": "none"},
        {"account": "weibo:c5"},
        {"latest": "2025-01-01T00:00:00Z"},
    ),
    Answer(
        "common_things",
        {"relation": "TAGGED", "object": TAG, "posts_a": 2, "all_accounts": 7},
        {"object": "newcar"},
        PAIR,
    ),
    Answer("common_things", {"relation": "ON", "object": SITE}, {"relation": "LINKS_TO"}, {"a": R1, "b": R5}),
    Answer(
        "path_between",
        {"step": 2, "key": "x:f1", "relation": "CO_ACTED"},
        {"step": 3},
        {"a": R1, "b": "x:f1", "through": "links"},
    ),
    Answer("search", {"label": "Account", "key": R1, "field": "handle", "exact": True}, {"key": R2}, {"text": "ring1"}),
    Answer("search", {"label": "Account", "key": R1, "exact": True}, {"key": R2}, {"text": R1}),
    Answer(
        "search", {"label": "Account", "key": R1, "field": "name", "exact": True}, {"key": R2}, {"text": "爱车小王1"}
    ),
    Answer("search", {"label": "Hashtag", "key": TAG, "exact": True}, {"key": "试驾"}, {"text": f"#{TAG}#"}),
    Answer("search", {"label": "Url", "key": LINK, "exact": False}, {"label": "Account"}, {"text": "promo.example"}),
    Answer(
        "search", {"label": "Domain", "key": SITE, "exact": True}, {"key": "cars.example"}, {"text": "promo.example"}
    ),
    Answer("search", {"label": "Cluster", "key": RING}, {"key": FANS}, {"text": "C-ring"}),
    Answer("search", {"label": "Post", "key": "weibo:p1", "field": "text"}, {"key": "weibo:p22"}, {"text": "刹车"}),
    Answer(
        "neighbours_of_account",
        {"relation": "CO_ACTED", "target": R2, "weight": 4},
        {"target": "weibo:c4"},
        {"account": R1},
    ),
    Answer(
        "neighbours_of_account",
        {"relation": "TAGGED", "target": TAG, "weight": 2},
        {"relation": "POSTED"},
        {"account": R1, "relation": "hashtags"},
    ),
    Answer(
        "neighbours_of_post", {"relation": "POSTED", "target": "weibo:c3"}, {"target": "weibo:p2"}, {"post": "weibo:p1"}
    ),
    Answer("neighbours_of_hashtag", {"target": "weibo:c1", "weight": 1}, {"target": OFFICIAL}, {"hashtag": TAG}),
    Answer("neighbours_of_url", {"relation": "ON", "target": SITE}, {"target": R5}, {"url": LINK}),
    Answer(
        "neighbours_of_domain",
        {"relation": "ON", "target": LINK, "weight": 6},
        {"target": "weibo:c4"},
        {"domain": SITE},
    ),
    Answer(
        "neighbours_of_cluster",
        {"relation": "CO_ACTED", "target": "weibo:c2"},
        {"target": "weibo:c1"},
        {"cluster": RING},
    ),
    Answer(
        "neighbours_of_cluster",
        {"relation": "SAYS", "target": RING_TEMPLATE, "target_title": f"{TEXT}[…]", "weight": 9},
        {"target": FAN_TEMPLATE},
        {"cluster": RING, "relation": "templates"},
    ),
    Answer(
        "neighbours_of_account",
        {"relation": "SAYS", "target": RING_TEMPLATE, "weight": 2},
        {"target": FAN_TEMPLATE},
        {"account": R1, "relation": "templates"},
    ),
    Answer(
        "neighbours_of_post",
        {"relation": "SAYS", "target": RING_TEMPLATE},
        {"target": FAN_TEMPLATE},
        {"post": "weibo:p2", "relation": "templates"},
    ),
    Answer("neighbours_of_template", {"target": R1, "weight": 2}, {"target": "weibo:c1"}, {"template": RING_TEMPLATE}),
    Answer(
        "neighbours_of_template",
        {"relation": "MEMBER_OF", "target": RING, "weight": 9},
        {"target": FANS},
        {"template": RING_TEMPLATE, "relation": "clusters"},
    ),
    Answer("search", {"label": "Template", "key": FAN_TEMPLATE}, {"key": RING_TEMPLATE}, {"text": "my WEEK ["}),
    Answer("neighbours_of_media", {"target": R1}, {"target": R5}, {"media": PICTURE}),
    Answer("neighbours_of_contact", {"target": R4}, {"target": R5}, {"contact": CONTACT}),
)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Iterator[Planted]:
    with planted_graph(tmp_path_factory.mktemp("answers") / "case", graph_server) as opened:
        yield opened


def rows(result: QueryResult) -> list[dict[str, Any]]:
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def among(wanted: dict[str, Any], found: list[dict[str, Any]]) -> bool:
    return any(all(row[name] == value for name, value in wanted.items()) for row in found)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.query)
def test_it_finds_what_it_asks_for_and_not_what_is_only_near(planted: Planted, answer: Answer) -> None:
    graph, case = planted
    found = rows(run_query(graph, case, answer.query, answer.given))
    assert among(answer.hit, found), found
    assert not among(answer.miss, found)


def test_every_query_of_the_library_has_an_answer() -> None:
    assert {query.id for query in catalogue()} == {answer.query for answer in ANSWERS}


def test_exact_matches_come_before_those_that_contain_the_text(planted: Planted) -> None:
    graph, case = planted
    found = rows(run_query(graph, case, "search", {"text": "r1"}))
    assert (found[0]["key"], found[0]["exact"]) == (R1, True)


@pytest.mark.parametrize(
    "text", ['"', "\\", "a AND b", "*", "~", "(x", "刹", "!!!", "field:x", "' OR 1=1 //", "x" * 5000]
)
def test_search_takes_any_text_as_text(planted: Planted, text: str) -> None:
    graph, case = planted
    assert run_query(graph, case, "search", {"text": text}).total is not None


def test_clusters_are_ranked_synchronised_before_explained(planted: Planted) -> None:
    graph, case = planted
    assert [row["cluster"] for row in rows(run_query(graph, case, "ranked_clusters"))] == [RING, FANS]
