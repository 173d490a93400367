"""The sample campaign as a case whose run is the truth itself: a cluster for each planted group, a link for each pair
that took part in the same operations. So the answer to every query follows from what the generator wrote down.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import combinations
from pathlib import Path

import polars as pl

from campaign.generating import generate
from campaign.planning import Plan
from case.clock import to_microseconds
from case.desk import add
from case.folder import Case, new_case
from case.runs import LINK_SCHEMA, Cluster, Run, cluster_id, set_current_run, write_run
from case.tables import read_accounts, read_actions, read_posts
from case.templates import Templates
from graph.connection import Graph
from graph.opening import open_graph, remember_password
from graph.projection import rebuild
from graph.server import Address
from loaders.loading import LoadOptions, load
from tests.conftest import empty

RUN = "R-00000000tru7"
PLAN = Plan(scale=0.005)
TARGETS = {"hashtag": "TAGGED", "url": "LINKS_TO", "mention": "MENTIONS", "media": "SHOWS", "contact": "GIVES"}
PARENTS = {"reply_to": "REPLIES_TO", "repost_of": "REPOSTS", "quote_of": "QUOTES"}


@dataclass(frozen=True)
class Truth:
    """What the generator wrote down, and the record of the case as frames."""

    folder: Path
    case: Case

    def read(self, name: str) -> pl.DataFrame:
        return pl.read_csv(self.folder / "truth" / f"{name}.csv", infer_schema=False)

    @cached_property
    def planted(self) -> pl.DataFrame:
        """Posts of operations: post, account, operation, kind, group."""
        operations = self.read("operations").select("operation", "kind", "group")
        return self.read("posts").join(operations, on="operation")

    @cached_property
    def everybody(self) -> pl.DataFrame:
        """Every account as the generator counted it: account, group (none outside), posts."""
        return self.read("accounts").with_columns(pl.col("posts").cast(pl.Int64)).select("account", "group", "posts")

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """Members of each planted group, sorted."""
        members = self.everybody.filter(pl.col("group").fill_null("") != "")
        return {str(name): sorted(part["account"]) for (name,), part in members.group_by("group")}

    @cached_property
    def cluster_of(self) -> dict[str, str]:
        return {account: cluster_id(members) for members in self.groups.values() for account in members}

    @cached_property
    def occasions(self) -> dict[tuple[str, str], dict[str, int]]:
        """For each pair of accounts in how many operations of each kind both took part; `*` is the sum."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for (_, kind), part in self.planted.group_by("operation", "kind"):
            for pair in combinations(sorted(set(part["account"])), 2):
                counted = found.setdefault(pair, {})
                for behaviour in (BEHAVIOUR[str(kind)], "*"):
                    counted[behaviour] = counted.get(behaviour, 0) + 1
        return found

    @cached_property
    def posts(self) -> pl.DataFrame:
        return read_posts(self.case).collect()

    @cached_property
    def people(self) -> pl.DataFrame:
        return read_accounts(self.case).collect()

    @cached_property
    def actions(self) -> pl.DataFrame:
        return read_actions(self.case).collect()

    @cached_property
    def things(self) -> pl.DataFrame:
        """What posts point to: post, account, at, relation, object, each once."""
        acts = self.actions.filter(pl.col("behaviour").is_in(list(TARGETS)))
        own = acts.select("post", relation=pl.col("behaviour").replace_strict(TARGETS), object="object")
        parents = [
            self.posts.filter(pl.col(column).is_not_null()).select(post="key", relation=pl.lit(type), object=column)
            for column, type in PARENTS.items()
        ]
        authors = self.posts.select(post="key", account="account", at="at")
        return pl.concat([own, *parents]).unique().join(authors, on="post")


#: Kinds of operations as behaviours.
BEHAVIOUR = {
    "text": "text", "article": "passage", "repost": "repost", "link": "url", "picture": "media",
    "hashtags": "hashtags", "contact": "contact",
}  # fmt: skip


@contextmanager
def true_graph(folder: Path, server: Address) -> Iterator[tuple[Graph, Truth]]:
    """Generate, load, take the truth for the run, and write it all into the tests' own server, which is emptied."""
    empty(server)
    made = generate(folder / "made", plan=PLAN, seed=1)
    case = new_case(
        folder / "case", title="Truth", timezone="Asia/Shanghai", graph=server.uri, user=server.user
    )  # fmt: skip
    remember_password(case, server.password)
    for file in sorted(made.files):
        load(case, [file], LoadOptions(columns=made.columns.get(file)))
    truth = Truth(folder / "made", case)
    write_run(case, _run(), _links(truth), _clusters(truth), _templates(truth))
    set_current_run(case, RUN)
    for event in truth.read("events").iter_rows(named=True):
        add(case, "events", {name: event[name] for name in ("title", "starts_at", "ends_at")}, actor="ana")
    with open_graph(case, "test") as graph:
        rebuild(graph, case)
        graph.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
        graph.read("CALL db.clearQueryCaches()")
        yield graph, truth


def _run() -> Run:
    facts = {"links": 0, "clusters": 3, "started_at": "2025-05-01T09:00:00Z", "seconds": 1.0}
    return Run(RUN, {"seed": 1}, "f" * 64, "found", "", **facts)  # type: ignore[arg-type]


def _links(truth: Truth) -> pl.DataFrame:
    first, last = datetime.fromisoformat("2024-12-01T00:00:00Z"), datetime.fromisoformat("2025-04-01T00:00:00Z")
    rows = [
        (a, b, behaviour, 0.0 if behaviour == "*" else 60.0, count, count, count, 0.1, 1e-6, 10.0**-count,
         "validated" if count > 1 else "candidate", first, last)
        for (a, b), counted in truth.occasions.items() for behaviour, count in counted.items()
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=LINK_SCHEMA, orient="row")


def _templates(truth: Truth) -> Templates:
    """Each planted text as a template of its posts."""
    says = truth.planted.filter(pl.col("kind") == "text").select(
        template="operation", account="account", post="post", variant=pl.lit(0), pieces=pl.lit(None, pl.List(pl.String))
    )
    found = says.group_by("template").agg(
        text=pl.concat_str(pl.lit("text of "), pl.col("template").first()), parts=pl.lit([None], pl.List(pl.String)),
        fixed_share=pl.lit(0.5), posts=pl.len(), accounts=pl.col("account").n_unique(), variants=pl.lit(1),
        aligned=pl.lit(0),
    )  # fmt: skip
    return Templates(found.sort("template"), says.sort("template", "post"))


def _clusters(truth: Truth) -> list[Cluster]:
    first = to_microseconds(datetime.fromisoformat("2024-12-01T00:00:00Z"))
    often = {account for pair, counted in truth.occasions.items() if counted["*"] > 1 for account in pair}
    made = Cluster("", "", "synchronised", (), (), ("text",), (60.0,), 9.0, 1.0, 1e-6, 9, first, first, stability=0.9)
    return [
        replace(
            made, cluster=cluster_id(members), lineage=f"L-{name}", accounts=tuple(members),
            core=tuple(account for account in members if account in often),
            member_stability=dict.fromkeys(members, 0.9),
        )
        for name, members in sorted(truth.groups.items())
    ]  # fmt: skip
