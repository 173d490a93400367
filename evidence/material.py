"""All that a package is made of, read once from the record: the chosen accounts, their posts, actions and links.

Reading stops at what was chosen; what lies beyond is counted as left out, never dropped in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from case import desk
from case.folder import Case
from case.joining import DELETED_COLUMNS
from case.progress import Progress
from case.rows import ACCOUNT_COLUMNS, ACTION_COLUMNS, POST_COLUMNS
from case.runs import read_templates
from case.sources import Source, read_sources
from case.tables import read_accounts, read_actions, read_captures, read_posts
from case.templates import Templates
from detection.explain import explain
from evidence.exhibits import Exhibit, linked_pairs, list_exhibits, number_exhibits
from evidence.omissions import Omission
from evidence.selection import Chosen, Selection, neighbours, resolve
from graph import findings
from graph.record import Record, addresses

ACCOUNTS = [*ACCOUNT_COLUMNS, "source", "file"]
POSTS = [*POST_COLUMNS, *DELETED_COLUMNS, "source", "file"]
#: Links for which innocent explanations are weighed at export; each reads the posts of two accounts.
MOST_EXPLAINED = 20
#: Links of a list of accounts that become exhibits, the clearest first; a list of 200 may have 19,900.
MOST_LINKS = 100


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict or note as a node of the graph, and the account or cluster of the package that it is about."""

    label: str
    properties: dict[str, Any]
    about_label: str
    about: str


@dataclass(frozen=True, slots=True)
class Material:
    """Rows for one package. Frames are sorted.

    `accounts` are the members of the exhibits and the accounts reached by hops; `posts` and `actions` are those of
    exhibit grade accounts; `links` run between `accounts`; `use` counts for each shared object how many accounts of the
    whole case used it; `addresses` tie links of posts (start) to domains (end); `wider_posts` counts the posts of
    members that are not of exhibit grade; `innocent` holds the explanations to rule out for each link; `captures` are
    the captured files of `posts`; `templates` are those that `posts` say, without what they put into slots.
    """

    case: Case
    chosen: Chosen
    exhibits: tuple[Exhibit, ...]
    accounts: pl.DataFrame
    posts: pl.DataFrame
    actions: pl.DataFrame
    links: pl.DataFrame
    use: pl.DataFrame
    addresses: pl.DataFrame
    wider_posts: dict[str, int]
    sources: tuple[Source, ...]
    judgements: tuple[desk.Item, ...]
    judged: tuple[Judged, ...]
    innocent: dict[str, tuple[dict[str, Any], ...]]
    omissions: tuple[Omission, ...]
    captures: pl.DataFrame
    templates: Templates


def gather(case: Case, selection: Selection, *, progress: Progress, keep_numbers: bool = True) -> Material:
    """Read everything that a selection asks for."""
    chosen = resolve(case, selection)
    pairs = linked_pairs(chosen.links, chosen.accounts)
    drafts = list_exhibits(chosen, pairs[:MOST_LINKS])
    exhibits = number_exhibits(case, drafts, clusters=chosen.all_clusters, keep=keep_numbers)
    grade = sorted({key for exhibit in exhibits for key in exhibit.accounts})
    members = sorted({key for exhibit in exhibits for key in exhibit.members})
    shown = sorted({*members, *neighbours(chosen.links, members, hops=selection.hops)})
    progress("reading accounts", 0, len(shown))
    accounts = _among(read_accounts(case), "key", shown).select(ACCOUNTS).collect().sort("key")
    progress("reading posts", 0, None)
    posts = _among(read_posts(case), "account", grade).select(POSTS).collect().sort("key")
    actions = _among(read_actions(case), "account", grade).select(ACTION_COLUMNS).collect().sort(ACTION_COLUMNS)
    inside = _inside(chosen.links, shown)
    return Material(
        case,
        chosen,
        tuple(exhibits),
        accounts,
        posts,
        actions,
        inside.sort("a", "b", "behaviour", "window_seconds"),
        _count_use(case, actions),
        addresses(Record(accounts.lazy(), posts.lazy(), actions.lazy())).collect().sort("start", "end"),
        _count_posts(case, sorted(set(members) - set(grade))),
        tuple(read_sources(case)),
        tuple(read_judgements(case)),
        tuple(_judged(case, chosen, shown)),
        _innocent(case, chosen, exhibits),
        (*_left_out(case, chosen, members, shown), *_links_left_out(chosen, inside), *_not_exhibited(pairs, exhibits)),
        _among(read_captures(case), "post", posts["key"].to_list()).collect().sort("post", "sha256"),
        _templates(case, chosen, posts["key"]),
    )


def read_judgements(case: Case) -> list[desk.Item]:
    """Return every verdict, note and attribution ever put on the desk, withdrawn and replaced ones too."""
    kinds = ("verdicts", "attributions", "notes", "tags")
    return [{"kind_of_item": kind, **line} for kind in kinds for line in desk.history(case, kind)]


def _judged(case: Case, chosen: Chosen, accounts: Sequence[str]) -> list[Judged]:
    labels = {**dict.fromkeys(accounts, "Account"), **{cluster.cluster: "Cluster" for cluster in chosen.clusters}}
    items = {row["key"]: ("Verdict", row) for row in findings.verdicts(case)}
    items |= {row["key"]: ("Note", row) for row in findings.notes(case)}
    ties = [tie for tie in findings.about(case) if tie["end"] in labels]
    return [Judged(*items[tie["start"]], labels[tie["end"]], tie["end"]) for tie in ties]


def _innocent(case: Case, chosen: Chosen, exhibits: Sequence[Exhibit]) -> dict[str, tuple[dict[str, Any], ...]]:
    """Ask the run, for each link, which innocent explanations fit; without a run nothing was measured."""
    if chosen.run is None:
        return {}
    links = [exhibit for exhibit in exhibits if exhibit.kind == "link"][:MOST_EXPLAINED]
    explained = {link.about: explain(case, *link.accounts, run=chosen.run.id) for link in links}
    return {about: tuple(told["innocent"]) for about, told in explained.items()}


def _templates(case: Case, chosen: Chosen, posts: pl.Series) -> Templates:
    """Return the templates of the run that these posts say; their counts are those of the run."""
    if chosen.run is None:
        return Templates()
    told = read_templates(case, chosen.run.id)
    says = told.says.filter(pl.col("post").is_in(posts.implode())).with_columns(pieces=None)
    found = told.found.join(says, on="template", how="semi")
    return Templates(found.sort("template"), says.sort("template", "post"))


def _among(rows: pl.LazyFrame, column: str, keys: Sequence[str]) -> pl.LazyFrame:
    return rows.join(pl.LazyFrame({column: keys}, schema={column: pl.String}), on=column, how="semi")


def _inside(links: pl.DataFrame, accounts: Sequence[str]) -> pl.DataFrame:
    keys = pl.DataFrame({"key": accounts}, schema={"key": pl.String})
    return links.join(keys, left_on="a", right_on="key", how="semi").join(keys, left_on="b", right_on="key", how="semi")


def _count_use(case: Case, actions: pl.DataFrame) -> pl.DataFrame:
    """Count the accounts of the whole case per object that at least two exhibit grade accounts used."""
    thing = ["behaviour", "object"]
    several = actions.group_by(thing).agg(pl.col("account").n_unique().alias("n")).filter(pl.col("n") > 1).select(thing)
    everyone = read_actions(case).join(several.lazy(), on=thing, how="semi")
    counted = everyone.group_by(thing).agg(pl.col("account").n_unique().cast(pl.Int64).alias("accounts_in_case"))
    return counted.collect(engine="streaming").sort(thing)


def _count_posts(case: Case, accounts: Sequence[str]) -> dict[str, int]:
    rows = _among(read_posts(case), "account", accounts).group_by("account").len().collect()
    return {account: count for account, count in rows.iter_rows()}


def _left_out(case: Case, chosen: Chosen, members: Sequence[str], shown: Sequence[str]) -> list[Omission]:
    accounts = read_accounts(case).select(pl.len()).collect().item()
    posts = read_posts(case).select("account").collect(engine="streaming")
    own = posts.join(pl.DataFrame({"account": members}, schema={"account": pl.String}), on="account", how="semi").height
    unchosen = len(chosen.all_clusters) - len(chosen.clusters)
    found = [
        Omission("selection", "accounts", "accounts of the case", "not selected", accounts - len(shown)),
        Omission("selection", "posts", "posts of the case", "their accounts were not selected", posts.height - own),
        Omission(
            "selection", "clusters", "clusters of the run", "not selected; their figures are in the run", unchosen
        ),
    ]
    return [omission for omission in found if omission.count]


def _links_left_out(chosen: Chosen, inside: pl.DataFrame) -> list[Omission]:
    count = chosen.links.height - inside.height
    reason = "an end of the link is not in the subgraph"
    return [Omission("selection", "links", "links of the run", reason, count)] if count else []


def _not_exhibited(pairs: Sequence[tuple[str, str]], exhibits: Sequence[Exhibit]) -> list[Omission]:
    links = len(pairs) - MOST_LINKS
    clearest = f"the {MOST_LINKS} clearest links of a list are exhibits; the subgraph holds all"
    unexplained = sum(exhibit.kind == "link" for exhibit in exhibits) - MOST_EXPLAINED
    weighed = f"innocent explanations are weighed for {MOST_EXPLAINED} links; name two accounts to have theirs weighed"
    found = [
        Omission("selection", "exhibits", "links as exhibits of their own", clearest, links),
        Omission("export", "exhibits", "links without innocent explanations", weighed, unexplained),
    ]
    return [omission for omission in found if omission.count and omission.count > 0]
