"""Every stored query on the sample campaign: what it answers is what the generator wrote down."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from graph.connection import Graph
from graph.server import Address
from queries.catalogue import catalogue
from queries.runner import run_query
from tests.integration.queries_truth import RUN, Truth, true_graph

Row = dict[str, Any]
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Desk:
    """The case, its truth, and how questions are put to it."""

    def __init__(self, graph: Graph, truth: Truth) -> None:
        self.graph, self.truth = graph, truth
        self.members = truth.groups["G01"]
        self.cluster = truth.cluster_of[self.members[0]]
        self.pair = max(truth.occasions, key=lambda pair: (truth.occasions[pair]["*"], pair))

    def ask(self, query: str, **given: object) -> list[Row]:
        """All rows of a query; that none is missing is part of every answer."""
        result = run_query(self.graph, self.truth.case, query, given, limit=100_000)
        assert (result.more, result.total) == (False, len(result.rows))
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

    def posts_of(self, *accounts: str) -> pl.DataFrame:
        return self.truth.posts.filter(pl.col("account").is_in(accounts))

    def things_of(self, *accounts: str) -> pl.DataFrame:
        return self.truth.things.filter(pl.col("account").is_in(accounts))

    def texts(self) -> pl.DataFrame:
        """Posts of planted texts; each operation is a template."""
        return self.truth.planted.filter(pl.col("kind") == "text")

    def partners(self, account: str) -> set[str]:
        return {other for pair in self.truth.occasions if account in pair for other in pair if other != account}

    def most(self, relation: str) -> str:
        """The thing of a kind that most posts point to."""
        counted = Counter(self.truth.things.filter(pl.col("relation") == relation)["object"])
        return max(counted, key=lambda key: (counted[key], key))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Iterator[Desk]:
    with true_graph(tmp_path_factory.mktemp("truth"), graph_server) as (graph, truth):
        yield Desk(graph, truth)


CHECKS: dict[str, Callable[[Desk], None]] = {}


def check(function: Callable[[Desk], None]) -> Callable[[Desk], None]:
    """Add the check of the query of that name."""
    CHECKS[function.__name__] = function
    return function


def pairs(rows: list[Row], key: str, value: str) -> dict[Any, Any]:
    return {row[key]: row[value] for row in rows}


def counted(frame: pl.DataFrame, column: str) -> dict[Any, int]:
    return dict(Counter(frame[column].to_list()))


def sharers(frame: pl.DataFrame) -> dict[tuple[str, str], int]:
    """How many accounts point to each thing."""
    grouped = frame.group_by("relation", "object").agg(pl.col("account").n_unique())
    return {(relation, thing): accounts for relation, thing, accounts in grouped.iter_rows()}


def day_of(at: datetime) -> str:
    return at.astimezone(SHANGHAI).date().isoformat()


# Overview


@check
def case_overview(desk: Desk) -> None:
    rows = {row["what"]: row for row in desk.ask("case_overview")}
    seen = {what: rows[what]["count"] - rows[what]["not_seen"] for what in ("accounts", "posts")}
    everybody = desk.truth.everybody
    silent = everybody.filter(pl.col("posts") == 0)  # who never posts is in no export
    assert seen == {"accounts": len(everybody) - len(silent), "posts": everybody["posts"].sum()}
    assert rows["clusters"]["count"] == len(desk.truth.groups)
    assert rows["links"]["count"] == sum(map(len, desk.truth.occasions.values()))
    for what, relation in (("hashtags", "TAGGED"), ("urls", "LINKS_TO"), ("media", "SHOWS"), ("contacts", "GIVES")):
        assert rows[what]["count"] == desk.truth.things.filter(pl.col("relation") == relation)["object"].n_unique()


@check
def coverage(desk: Desk) -> None:
    rows = desk.ask("coverage", zone="Asia/Shanghai")
    posts = desk.truth.posts
    expected = Counter(zip(posts["platform"], map(day_of, posts["at"]), strict=True))
    assert {(row["platform"], row["day"]): row["posts"] for row in rows} == expected
    assert sum(expected.values()) == desk.truth.everybody["posts"].sum()


@check
def posts_by_file(desk: Desk) -> None:
    assert pairs(desk.ask("posts_by_file"), "file", "posts") == counted(desk.truth.posts, "file")


@check
def run_summary(desk: Desk) -> None:
    (row,) = desk.ask("run_summary")
    assert (row["run"], row["synchronised"], row["accounts"]) == (RUN, 3, len(desk.truth.cluster_of))
    often = [n for found in desk.truth.occasions.values() for kind, n in found.items() if kind != "*"]
    assert (row["validated"], row["candidates"]) == (sum(n > 1 for n in often), sum(n == 1 for n in often))


# Accounts


@check
def account_hours(desk: Desk) -> None:
    account = desk.members[0]
    rows = desk.ask("account_hours", account=account, zone="Asia/Shanghai")
    assert pairs(rows, "hour", "posts") == Counter(
        at.astimezone(SHANGHAI).hour for at in desk.posts_of(account)["at"]
    )  # fmt: skip


@check
def account_links(desk: Desk) -> None:
    account = desk.pair[0]
    rows = desk.ask("account_links", account=account)
    assert {row["other"] for row in rows} == desk.partners(account)
    together = {row["behaviour"]: row["occasions"] for row in rows if row["other"] == desk.pair[1]}
    assert together == desk.truth.occasions[desk.pair]
    assert {row["cluster"] for row in rows} == {desk.truth.cluster_of[account]}


@check
def account_posts(desk: Desk) -> None:
    account, expected = desk.members[0], desk.truth.everybody
    rows = desk.ask("account_posts", account=account)
    assert len(rows) == expected.filter(pl.col("account") == account)["posts"][0]
    assert {row["post"] for row in rows} == set(desk.posts_of(account)["key"])


@check
def account_profile(desk: Desk) -> None:
    account = desk.pair[0]
    (row,) = desk.ask("account_profile", account=account)
    assert row["posts"] == len(desk.posts_of(account))
    assert row["linked_accounts"] == len(desk.partners(account))
    assert row["clusters"] == [desk.truth.cluster_of[account]]


@check
def account_repeats(desk: Desk) -> None:
    texts = {account: counted(desk.posts_of(account), "text") for account in set(desk.truth.posts["account"])}
    account = max(texts, key=lambda account: (max(texts[account].values()), account))
    rows = desk.ask("account_repeats", account=account)
    assert pairs(rows, "text", "posts") == {text: n for text, n in texts[account].items() if n > 1 and text}


@check
def account_targets(desk: Desk) -> None:
    account = desk.members[0]
    own = desk.things_of(account)
    authors = desk.truth.posts.select(object="key", target="account")
    named = own.filter(pl.col("relation") == "MENTIONS").select("relation", target="object")
    answered = own.join(authors, on="object").select("relation", "target")
    expected = Counter(pl.concat([named, answered]).iter_rows())
    rows = desk.ask("account_targets", account=account)
    assert {(row["relation"], row["target"]): row["posts"] for row in rows} == expected


@check
def accounts_by_handle(desk: Desk) -> None:
    person = desk.truth.people.filter(pl.col("name").is_not_null()).sort("key").row(0, named=True)
    found = [row["account"] for row in desk.ask("accounts_by_handle", names=[person["name"]])]
    alike = desk.truth.people.filter((pl.col("name") == person["name"]) | (pl.col("handle") == person["name"]))
    assert set(found) == set(alike["key"])


@check
def active_accounts(desk: Desk) -> None:
    expected = dict(desk.truth.everybody.filter(pl.col("posts") > 0).select("account", "posts").iter_rows())
    assert pairs(desk.ask("active_accounts"), "account", "posts") == expected


@check
def creation_days(desk: Desk) -> None:
    made = desk.truth.people.filter(pl.col("created_at").is_not_null())
    expected = Counter(zip(made["platform"], made["created_at"].dt.date().cast(pl.String), strict=True))
    rows = desk.ask("creation_days")
    assert {(row["platform"], row["day"]): row["accounts"] for row in rows} == {
        day: n for day, n in expected.items() if n > 1
    }  # fmt: skip
    planted = made.filter(pl.col("key").is_in(list(desk.truth.cluster_of)))
    assert sum(row["in_clusters"] for row in desk.ask("creation_days", least=1)) == len(planted)


@check
def listed_accounts(desk: Desk) -> None:
    listed = [*desk.members, "weibo:nobody"]
    rows = desk.ask("listed_accounts", accounts=listed)
    assert pairs(rows, "account", "in_data") == {account: account != "weibo:nobody" for account in listed}
    assert pairs(rows, "account", "links") == {account: len(desk.partners(account)) for account in listed}


@check
def young_accounts(desk: Desk) -> None:
    first = desk.truth.posts.group_by("account").agg(pl.col("at").min())
    ages = first.join(desk.truth.people.select(account="key", made="created_at"), on="account").drop_nulls()
    young = ages.filter(pl.col("at") - pl.col("made") <= pl.duration(days=30))
    assert {row["account"] for row in desk.ask("young_accounts", days=30)} == set(young["account"])


@check
def woken_accounts(desk: Desk) -> None:
    expected = {}
    for account in desk.members:
        times = sorted(desk.posts_of(account)["at"])
        gaps = [(late - early, late) for early, late in pairwise(times)]
        longest, woke = max(gaps, key=lambda gap: (gap[0], -gap[1].timestamp()))
        posts = sum(woke <= at < woke + timedelta(days=7) for at in times)
        if longest >= timedelta(days=10) and posts >= 2:
            expected[account] = posts
    rows = desk.ask("woken_accounts", cluster=desk.cluster, silence_days=10, least=2)
    assert pairs(rows, "account", "posts") == expected
    days = Counter(row["woke_at"][:10] for row in rows)
    assert [row["woken_together"] for row in rows] == [days[row["woke_at"][:10]] for row in rows]


@check
def made_before_event(desk: Desk) -> None:
    _, posts = inside_events(desk)[0]
    start = datetime.fromisoformat(desk.truth.read("events")["starts_at"][0])
    made = desk.truth.people.filter(pl.col("created_at").is_between(start - timedelta(days=60), start, closed="left"))
    rows = desk.ask("made_before_event", event="E-0001", days=60)
    inside = posts.filter(pl.col("account").is_in(made["key"].to_list()))
    assert pairs(rows, "account", "event_posts") == counted(inside, "account")


# Links


@check
def links_among(desk: Desk) -> None:
    rows = desk.ask("links_among", accounts=list(desk.pair))
    assert pairs(rows, "behaviour", "occasions") == desk.truth.occasions[desk.pair]
    other = next(
        account for account in desk.truth.cluster_of if account not in {*desk.partners(desk.pair[0]), *desk.pair}
    )
    assert desk.truth.cluster_of[other] == desk.cluster or desk.ask("links_among", accounts=[desk.pair[0], other]) == []


@check
def links_by_behaviour(desk: Desk) -> None:
    expected: Counter[str] = Counter(kind for found in desk.truth.occasions.values() for kind in found)
    found: Counter[str] = Counter()
    for row in desk.ask("links_by_behaviour"):
        found[row["behaviour"]] += row["links"]
    assert found == expected


@check
def links_leaving_clusters(desk: Desk) -> None:
    assert desk.ask("links_leaving_clusters", cluster=desk.cluster) == []  # groups of the story never act together


@check
def posts_behind_link(desk: Desk) -> None:
    a, b = desk.pair
    rows = desk.ask("posts_behind_link", a=a, b=b, behaviour="text", window_seconds=10**8)
    mine, theirs = desk.posts_of(a), desk.posts_of(b)
    same = mine.filter(pl.col("text") != "").join(theirs, on="text")
    assert {(row["post_a"], row["post_b"]) for row in rows} == set(same.select("key", "key_right").iter_rows())
    rows = desk.ask("posts_behind_link", a=a, b=b, behaviour="repost", window_seconds=10**8)
    common = (
        desk.things_of(a).join(desk.things_of(b), on=["relation", "object"]).filter(pl.col("relation") == "REPOSTS")
    )
    assert {(row["post_a"], row["post_b"]) for row in rows} == set(common.select("post", "post_right").iter_rows())


@check
def strongest_links(desk: Desk) -> None:
    rows = desk.ask("strongest_links")
    expected = {pair: found["*"] for pair, found in desk.truth.occasions.items() if found["*"] > 1}
    assert {(row["a"], row["b"]): row["occasions"] for row in rows} == expected
    assert rows[0]["occasions"] == max(expected.values())


# Clusters


@check
def ranked_clusters(desk: Desk) -> None:
    assert pairs(desk.ask("ranked_clusters"), "lineage", "size") == {
        f"L-{name}": len(members) for name, members in desk.truth.groups.items()
    }  # fmt: skip


@check
def cluster_members(desk: Desk) -> None:
    rows = desk.ask("cluster_members", cluster=desk.cluster)
    assert pairs(rows, "account", "links") == {account: len(desk.partners(account)) for account in desk.members}


@check
def cluster_core(desk: Desk) -> None:
    often = {account for pair, found in desk.truth.occasions.items() if found["*"] > 1 for account in pair}
    rows = desk.ask("cluster_core", cluster=desk.cluster)
    assert {row["account"] for row in rows} == often & set(desk.members)


@check
def cluster_links(desk: Desk) -> None:
    rows = desk.ask("cluster_links", cluster=desk.cluster)
    expected = {
        (*pair, kind): n for pair, found in desk.truth.occasions.items() for kind, n in found.items()
        if pair[0] in desk.members
    }  # fmt: skip
    assert {(row["a"], row["b"], row["behaviour"]): row["occasions"] for row in rows} == expected


@check
def cluster_picture(desk: Desk) -> None:
    rows = desk.ask("cluster_picture", cluster=desk.cluster)
    expected = {pair: found["*"] for pair, found in desk.truth.occasions.items() if pair[0] in desk.members}
    assert {(row["source"], row["target"]): row["weight"] for row in rows} == expected


@check
def cluster_posts(desk: Desk) -> None:
    rows = desk.ask("cluster_posts", cluster=desk.cluster)
    members = desk.truth.everybody.filter(pl.col("group") == "G01")
    assert Counter(row["account"] for row in rows) == dict(members.select("account", "posts").iter_rows())
    assert set(desk.truth.planted.filter(pl.col("group") == "G01")["post"]) <= {row["post"] for row in rows}


@check
def cluster_shared_objects(desk: Desk) -> None:
    rows = desk.ask("cluster_shared_objects", cluster=desk.cluster)
    inside = {thing: n for thing, n in sharers(desk.things_of(*desk.members)).items() if n > 1}
    found = {(row["relation"], row["object"]): row["accounts"] for row in rows if row["relation"] != "ON"}
    assert found == inside


@check
def cluster_targets(desk: Desk) -> None:
    own = desk.things_of(*desk.members)
    authors = desk.truth.posts.select(object="key", target="account")
    named = own.filter(pl.col("relation") == "MENTIONS").select("relation", target="object", account="account")
    answered = own.join(authors, on="object").select("relation", "target", account="account")
    grouped = pl.concat([named, answered]).group_by("relation", "target").agg(pl.col("account").n_unique())
    rows = desk.ask("cluster_targets", cluster=desk.cluster)
    assert {(row["relation"], row["target"], row["accounts"]) for row in rows} == set(grouped.iter_rows())


@check
def cluster_texts(desk: Desk) -> None:
    own = desk.posts_of(*desk.members).filter((pl.col("text") != "") & (pl.col("kind") != "repost"))
    grouped = own.group_by("text").agg(pl.col("account").n_unique()).filter(pl.col("account") > 1)
    assert pairs(desk.ask("cluster_texts", cluster=desk.cluster), "text", "accounts") == dict(grouped.iter_rows())


@check
def cluster_templates(desk: Desk) -> None:
    said = desk.texts().filter(pl.col("account").is_in(desk.members))
    rows = desk.ask("cluster_templates", cluster=desk.cluster, least=1)
    assert rows
    assert pairs(rows, "template", "posts") == counted(said, "operation")
    people = said.group_by("operation").agg(pl.col("account").n_unique())
    assert pairs(rows, "template", "accounts") == dict(people.iter_rows())
    several = desk.ask("cluster_templates", cluster=desk.cluster)
    assert several == [row for row in rows if row["accounts"] > 1]


@check
def cluster_growth(desk: Desk) -> None:
    first = desk.posts_of(*desk.members).group_by("account").agg(pl.col("at").min())
    rows = desk.ask("cluster_growth", cluster=desk.cluster, zone="Asia/Shanghai")
    assert pairs(rows, "day", "accounts") == Counter(map(day_of, first["at"]))
    assert rows[-1]["total_accounts"] == len(first)


# Content


@check
def template_posts(desk: Desk) -> None:
    said = desk.texts()
    template = max(set(said["operation"]), key=lambda key: (counted(said, "operation")[key], key))
    rows = desk.ask("template_posts", template=template)
    assert pairs(rows, "post", "account") == dict(said.filter(operation=template).select("post", "account").iter_rows())
    assert all(row["clusters"] == [desk.truth.cluster_of[row["account"]]] for row in rows)


def shared(desk: Desk, query: str, column: str, relation: str) -> None:
    expected = sharers(desk.truth.things.filter(pl.col("relation") == relation))
    rows = desk.ask(query)
    assert pairs(rows, column, "accounts") == {thing: n for (_, thing), n in expected.items() if n > 1}
    assert [row["accounts"] for row in rows] == sorted((row["accounts"] for row in rows), reverse=True)


@check
def top_hashtags(desk: Desk) -> None:
    shared(desk, "top_hashtags", "hashtag", "TAGGED")


@check
def top_urls(desk: Desk) -> None:
    shared(desk, "top_urls", "url", "LINKS_TO")


@check
def shared_media(desk: Desk) -> None:
    shared(desk, "shared_media", "media", "SHOWS")


@check
def shared_contacts(desk: Desk) -> None:
    shared(desk, "shared_contacts", "contact", "GIVES")
    planted = desk.truth.planted.filter(pl.col("kind") == "contact")
    groups = planted.group_by("operation").agg(pl.col("account").n_unique())
    assert max(row["in_clusters"] for row in desk.ask("shared_contacts")) >= groups["account"].max()


@check
def top_domains(desk: Desk) -> None:
    on = desk.truth.actions.filter(pl.col("behaviour") == "domain")
    grouped = on.group_by("object").agg(pl.col("account").n_unique()).filter(pl.col("account") > 1)
    assert pairs(desk.ask("top_domains"), "domain", "accounts") == dict(grouped.iter_rows())


@check
def posts_with_words(desk: Desk) -> None:
    planted = desk.truth.planted.filter(pl.col("kind") == "text")["post"][0]
    words = desk.truth.posts.filter(pl.col("key") == planted)["text"][0][2:6]
    holding = desk.truth.posts.filter(pl.col("text").str.contains(words, literal=True))
    found = {row["post"] for row in desk.ask("posts_with_words", words=words)}
    assert planted in found
    assert set(holding["key"]) <= found


@check
def same_texts(desk: Desk) -> None:
    posts = desk.truth.posts.filter((pl.col("kind") != "repost") & (pl.col("text").str.len_chars() >= 15))
    grouped = posts.group_by("text").agg(pl.col("account").n_unique()).filter(pl.col("account") >= 2)
    rows = desk.ask("same_texts", **{"from": "2024-11-01", "to": "2025-06-01", "least": 2})
    assert pairs(rows, "text", "accounts") == dict(grouped.iter_rows())


@check
def tags_beside(desk: Desk) -> None:
    tags, tag = desk.truth.things.filter(pl.col("relation") == "TAGGED"), desk.most("TAGGED")
    with_it = tags.filter(pl.col("object") == tag).select("post")
    beside = tags.join(with_it, on="post").filter(pl.col("object") != tag)
    assert pairs(desk.ask("tags_beside", hashtag=tag), "beside", "posts") == counted(beside, "object")


# Network


def passed_on(desk: Desk) -> pl.DataFrame:
    """Reposts and quotes of posts whose author is known: account, post, object, origin."""
    authors = desk.truth.posts.select(object="key", origin="account")
    return desk.truth.things.filter(pl.col("relation").is_in(["REPOSTS", "QUOTES"])).join(authors, on="object")


@check
def amplifiers(desk: Desk) -> None:
    by_account = passed_on(desk).group_by("account").agg(pl.col("post").n_unique()).filter(pl.col("post") >= 2)
    assert pairs(desk.ask("amplifiers"), "account", "reposts") == dict(by_account.iter_rows())


@check
def reposted_origins(desk: Desk) -> None:
    others = passed_on(desk).filter(pl.col("account") != pl.col("origin"))
    grouped = others.group_by("origin").agg(pl.col("account").n_unique())
    assert pairs(desk.ask("reposted_origins"), "origin", "reposters") == dict(grouped.iter_rows())


@check
def repost_cascade(desk: Desk) -> None:
    ways = passed_on(desk)
    post = max(set(ways["object"]), key=lambda key: (ways["object"].to_list().count(key), key))
    reached, front = set(), {post}
    for _ in range(6):
        front = set(ways.filter(pl.col("object").is_in(list(front)))["post"]) - reached
        reached |= front
    assert {row["post"] for row in desk.ask("repost_cascade", post=post)} == reached


@check
def first_sharers(desk: Desk) -> None:
    kinds = ("TAGGED", "LINKS_TO", "SHOWS", "GIVES", "REPOSTS", "QUOTES")
    own = desk.things_of(*desk.members).filter(pl.col("relation").is_in(kinds))
    first = own.group_by("object", "account").agg(pl.col("at").min()).sort("at", "account")
    common = first.group_by("object").agg(pl.col("account").first(), pl.col("account").count().alias("n"))
    leads = counted(common.filter(pl.col("n") > 1), "account")
    rows = desk.ask("first_sharers", cluster=desk.cluster)
    assert {row["account"]: row["first"] for row in rows if row["first"]} == leads


@check
def cross_platform(desk: Desk) -> None:
    kinds = desk.truth.things.filter(pl.col("relation").is_in(["LINKS_TO", "SHOWS", "GIVES"]))
    platforms = (
        kinds.with_columns(pl.col("post").str.extract(r"^(\w+):")).group_by("object").agg(pl.col("post").n_unique())
    )
    expected = set(platforms.filter(pl.col("post") > 1)["object"])
    assert {row["object"] for row in desk.ask("cross_platform")} == expected


@check
def bridging_accounts(desk: Desk) -> None:
    assert desk.ask("bridging_accounts") == []  # groups of the story never act together


@check
def shared_by_two_clusters(desk: Desk) -> None:
    other = desk.truth.groups["G02"]
    both = set(sharers(desk.things_of(*desk.members))) & set(sharers(desk.things_of(*other)))
    rows = desk.ask("shared_by_two_clusters", cluster=desk.cluster, other_cluster=desk.truth.cluster_of[other[0]])
    assert {(row["relation"], row["object"]) for row in rows} == both


# Time


@check
def activity(desk: Desk) -> None:
    rows = desk.ask("activity", cluster=desk.cluster, zone="Asia/Shanghai")
    days = Counter(map(day_of, desk.posts_of(*desk.members)["at"]))
    assert {day_of(datetime.fromisoformat(row["start"])): row["posts"] for row in rows} == days


def inside_events(desk: Desk) -> list[tuple[str, pl.DataFrame]]:
    return [
        (event["title"], desk.truth.posts.filter(pl.col("at").is_between(
            datetime.fromisoformat(event["starts_at"]), datetime.fromisoformat(event["ends_at"]), closed="left")))
        for event in desk.truth.read("events").iter_rows(named=True)
    ]  # fmt: skip


@check
def event_activity(desk: Desk) -> None:
    rows = pairs(desk.ask("event_activity", cluster=desk.cluster), "title", "posts")
    others = pairs(desk.ask("event_activity", cluster=desk.cluster), "title", "other_accounts")
    for title, posts in inside_events(desk):
        own = pl.col("account").is_in(desk.members)
        assert rows[title] == len(posts.filter(own))
        assert others[title] == posts.filter(~own)["account"].n_unique()


@check
def returning_accounts(desk: Desk) -> None:
    events = Counter(account for _, posts in inside_events(desk) for account in set(posts["account"]))
    expected = {account: n for account, n in events.items() if n > 1}
    assert pairs(desk.ask("returning_accounts"), "account", "events") == expected


def bursts(desk: Desk, query: str, name: str, relation: str) -> None:
    thing = desk.most(relation)
    posts = desk.truth.things.filter((pl.col("relation") == relation) & (pl.col("object") == thing))
    exact = posts.join(desk.truth.posts.select(post="key", precision="precision"), on="post")
    spans: dict[int, set[str]] = {}
    for account, at, precision in exact.select("account", "at", "precision").iter_rows():
        if precision in ("second", "minute"):
            spans.setdefault(int(at.timestamp()) // 3600, set()).add(account)
    rows = desk.ask(query, **{name: thing, "span_seconds": 3600})
    assert {int(datetime.fromisoformat(row["start"]).timestamp()) // 3600: row["accounts"] for row in rows} == {
        span: len(who) for span, who in spans.items() if len(who) > 1
    }  # fmt: skip


@check
def hashtag_bursts(desk: Desk) -> None:
    bursts(desk, "hashtag_bursts", "hashtag", "TAGGED")


@check
def url_bursts(desk: Desk) -> None:
    bursts(desk, "url_bursts", "url", "LINKS_TO")


@check
def same_moment(desk: Desk) -> None:
    spans: dict[int, set[str]] = {}
    for account, at, precision in desk.posts_of(*desk.members).select("account", "at", "precision").iter_rows():
        if precision in ("second", "minute"):
            spans.setdefault(int(at.timestamp()) // 600, set()).add(account)
    rows = desk.ask("same_moment", cluster=desk.cluster, span_seconds=600, least=3)
    expected = sorted(len(who) for who in spans.values() if len(who) > 2)
    assert sorted(row["accounts"] for row in rows) == expected


# Organic


@check
def crowd_share(desk: Desk) -> None:
    inside = {thing: n for thing, n in sharers(desk.things_of(*desk.members)).items() if n > 1}
    everybody = sharers(desk.truth.things)
    rows = desk.ask("crowd_share", cluster=desk.cluster)
    found = {(row["relation"], row["object"]): (row["inside"], row["inside"] + row["outside"]) for row in rows}
    assert found == {thing: (n, everybody[thing]) for thing, n in inside.items()}


@check
def public_source(desk: Desk) -> None:
    rows = desk.ask("public_source", cluster=desk.cluster)
    assert abs(sum(row["share"] for row in rows) - 1) < 1e-9
    assert pairs(rows, "source", "inside") == {row["source"]: row["source"] in desk.members for row in rows}


@check
def ordinary_life(desk: Desk) -> None:
    own = desk.things_of(*desk.members)
    others = own.join(own, on=["relation", "object"]).filter(pl.col("account") != pl.col("account_right"))
    sharing = set(others["post"])
    expected = Counter(account for key, account in desk.posts_of(*desk.members).select("key", "account").iter_rows()
                       if key not in sharing)  # fmt: skip
    rows = desk.ask("ordinary_life", cluster=desk.cluster)
    assert {row["account"]: row["alone"] for row in rows if row["alone"]} == expected


@check
def unlinked_sharers(desk: Desk) -> None:
    kinds = pl.col("relation").is_in(["TAGGED", "LINKS_TO", "SHOWS", "GIVES", "REPOSTS", "QUOTES"])
    own = desk.things_of(*desk.members).filter(kinds).group_by("object").agg(pl.col("account").n_unique())
    common = own.filter(pl.col("account") > 1).select("object")
    outside = desk.truth.things.filter(kinds & ~pl.col("account").is_in(desk.members)).join(common, on="object")
    expected = outside.group_by("account").agg(pl.col("object").n_unique()).filter(pl.col("object") > 1)
    rows = desk.ask("unlinked_sharers", cluster=desk.cluster)
    assert pairs(rows, "account", "shared") == dict(expected.iter_rows())


# Quality


@check
def times_known(desk: Desk) -> None:
    expected = Counter(desk.truth.posts.select("platform", "precision").iter_rows())
    rows = desk.ask("times_known")
    assert {(row["platform"], row["precision"]): row["posts"] for row in rows} == expected


@check
def profiles_known(desk: Desk) -> None:
    rows = desk.ask("profiles_known")
    assert sum(row["accounts"] for row in rows if row["identity"]) == len(desk.truth.people)
    assert sum(row["accounts"] for row in rows if not row["identity"]) == len(missing(desk))
    assert sum(row["with_created_at"] for row in rows) == desk.truth.people["created_at"].count()


def missing(desk: Desk) -> dict[str, int]:
    """Accounts that are only named: how many posts name each."""
    named = desk.truth.things.filter(pl.col("relation") == "MENTIONS")
    return counted(named.filter(~pl.col("object").is_in(desk.truth.people["key"].to_list())), "object")


@check
def missing_accounts(desk: Desk) -> None:
    assert pairs(desk.ask("missing_accounts"), "account", "mentions") == missing(desk)


@check
def missing_posts(desk: Desk) -> None:
    parents = desk.truth.things.filter(pl.col("relation").is_in(["REPLIES_TO", "REPOSTS", "QUOTES"]))
    absent = parents.filter(~pl.col("object").is_in(desk.truth.posts["key"].to_list()))
    rows = desk.ask("missing_posts")
    assert {row["post"]: row["answers"] + row["reposts"] + row["quotes"] for row in rows} == counted(absent, "object")


@check
def strange_times(desk: Desk) -> None:
    latest = datetime(2025, 4, 1, tzinfo=UTC)
    late = desk.truth.posts.filter(pl.col("at").is_null() | (pl.col("at") >= latest))
    assert {row["post"] for row in desk.ask("strange_times", latest=latest)} == set(late["key"])


# Pivots


@check
def common_things(desk: Desk) -> None:
    a, b = desk.pair
    rows = desk.ask("common_things", a=a, b=b)
    everybody = sharers(desk.truth.things)
    both = set(sharers(desk.things_of(a))) & set(sharers(desk.things_of(b)))
    found = {(row["relation"], row["object"]): row["all_accounts"] for row in rows if row["relation"] != "ON"}
    assert found == {thing: everybody[thing] for thing in both}


@check
def path_between(desk: Desk) -> None:
    rows = desk.ask("path_between", a=desk.pair[0], b=desk.pair[1], through="links")
    assert [row["key"] for row in rows] == list(desk.pair)
    home = desk.truth.cluster_of[desk.pair[0]]
    other = next(account for account, cluster in sorted(desk.truth.cluster_of.items()) if cluster != home)
    assert desk.ask("path_between", a=desk.pair[0], b=other, through="links") == []  # two groups are not tied


@check
def search(desk: Desk) -> None:
    tag = desk.most("TAGGED")
    found = desk.ask("search", text=f"#{tag}#", kind="Hashtag")
    uses = counted(desk.truth.things.filter(pl.col("relation") == "TAGGED"), "object")
    assert (found[0]["key"], found[0]["exact"], found[0]["posts"]) == (tag, True, uses[tag])


@check
def neighbours_of_account(desk: Desk) -> None:
    account = desk.pair[0]
    links = desk.ask("neighbours_of_account", account=account, relation="links")
    assert {row["target"] for row in links} == desk.partners(account)
    tags = desk.ask("neighbours_of_account", account=account, relation="hashtags")
    own = desk.things_of(account).filter(pl.col("relation") == "TAGGED")
    assert pairs(tags, "target", "weight") == counted(own, "object")


@check
def neighbours_of_cluster(desk: Desk) -> None:
    rows = desk.ask("neighbours_of_cluster", cluster=desk.cluster, relation="members")
    assert {row["target"] for row in rows} == set(desk.members)


@check
def neighbours_of_post(desk: Desk) -> None:
    post = desk.truth.planted.filter(pl.col("kind") == "repost")["post"][0]
    rows = desk.ask("neighbours_of_post", post=post)
    author = desk.truth.posts.filter(pl.col("key") == post)["account"][0]
    things = desk.truth.things.filter(pl.col("post") == post)
    found = {(row["relation"], row["target"]) for row in rows}
    assert ("POSTED", author) in found
    assert set(things.select("relation", "object").iter_rows()) <= found


def neighbours(desk: Desk, query: str, name: str, relation: str) -> None:
    thing = desk.most(relation)
    users = desk.truth.things.filter((pl.col("relation") == relation) & (pl.col("object") == thing))
    rows = desk.ask(query, **{name: thing, "relation": "accounts"})
    assert pairs(rows, "target", "weight") == counted(users, "account")


@check
def neighbours_of_hashtag(desk: Desk) -> None:
    neighbours(desk, "neighbours_of_hashtag", "hashtag", "TAGGED")


@check
def neighbours_of_url(desk: Desk) -> None:
    neighbours(desk, "neighbours_of_url", "url", "LINKS_TO")


@check
def neighbours_of_media(desk: Desk) -> None:
    neighbours(desk, "neighbours_of_media", "media", "SHOWS")


@check
def neighbours_of_contact(desk: Desk) -> None:
    neighbours(desk, "neighbours_of_contact", "contact", "GIVES")


@check
def neighbours_of_template(desk: Desk) -> None:
    template = desk.texts()["operation"].mode().sort()[0]
    said = desk.texts().filter(operation=template)
    accounts = desk.ask("neighbours_of_template", template=template, relation="accounts")
    assert pairs(accounts, "target", "weight") == counted(said, "account")
    clusters = desk.ask("neighbours_of_template", template=template, relation="clusters")
    groups = said.with_columns(cluster=pl.col("account").replace_strict(desk.truth.cluster_of))
    assert pairs(clusters, "target", "weight") == counted(groups, "cluster")


@check
def neighbours_of_domain(desk: Desk) -> None:
    on = desk.truth.actions.filter(pl.col("behaviour") == "domain")
    domain = max(set(on["object"]), key=lambda key: (on["object"].to_list().count(key), key))
    rows = desk.ask("neighbours_of_domain", domain=domain, relation="accounts")
    assert {row["target"] for row in rows} == set(on.filter(pl.col("object") == domain)["account"])


@pytest.mark.parametrize("query", [query.id for query in catalogue()])
def test_its_answer_on_the_sample_campaign_is_what_was_planted(desk: Desk, query: str) -> None:
    CHECKS[query](desk)
