"""What the record says about one account, post, hashtag or other node: rows of a name and a text, and its posts."""

from dataclasses import dataclass

import polars as pl

from app.reading import figures, times
from app.reading.templates import Pattern, posts_saying, read_pattern
from app.selection import Focus
from case.folder import Case
from case.history import former_names
from case.runs import Cluster
from case.tables import read_accounts, read_actions, read_captures, read_posts

#: Which behaviour of the actions holds the objects of a kind of node.
BEHAVIOUR_OF = {"Hashtag": "hashtag", "Url": "url", "Domain": "domain", "Media": "media", "Contact": "contact"}
MOST_POSTS = 500
_POST_FACTS = ("kind", "language", "client", "region", "likes", "replies", "reposts", "views")
_ACCOUNT_FACTS = ("platform", "id", "handle", "name", "identity", "region", "verified", "followers", "following")


@dataclass(frozen=True, slots=True)
class Facts:
    """One node: `title`, rows of (name, text) whose names the catalogue says, a longer `text`, and an outside address.

    `known` is false when no export holds it: it is only named by others. `pattern` is that of a template.
    """

    focus: Focus
    title: str
    rows: tuple[tuple[str, str], ...]
    text: str = ""
    url: str | None = None
    known: bool = True
    pattern: Pattern | None = None


def read_facts(case: Case, focus: Focus, clusters: list[Cluster]) -> Facts:
    """Read the facts of one node from the record."""
    if focus.label == "Account":
        return _account(case, focus)
    if focus.label == "Post":
        return _post(case, focus)
    if focus.label == "Cluster":
        return _cluster(focus, clusters)
    if focus.label == "Template":
        return _template(case, focus)
    if focus.label in BEHAVIOUR_OF:
        return _object(case, focus)
    return Facts(focus, focus.key, ())


def posts_of(case: Case, focus: Focus) -> pl.DataFrame:
    """List the posts of an account, or those with an object: key, at, account, name, kind, text, url, file, place.

    The latest first, at most 500; the frame's height tells whether all are there (see `count_posts`).
    """
    posts = read_posts(case).filter(_concerns(case, focus))
    names = read_accounts(case).select(account="key", name=pl.coalesce("name", "handle", "key"))
    columns = ["key", "at", "precision", "account", "name", "kind", "text", "url", "file", "place"]
    latest = posts.sort("at", "key", descending=[True, False], nulls_last=True).head(MOST_POSTS)
    return latest.join(names, on="account", how="left", maintain_order="left").select(columns).collect()


def count_posts(case: Case, focus: Focus) -> int:
    """Count the posts of an account, or those with an object."""
    return int(read_posts(case).filter(_concerns(case, focus)).select(pl.len()).collect().item())


def _concerns(case: Case, focus: Focus) -> pl.Expr:
    if focus.label == "Account":
        return pl.col("account") == focus.key
    if focus.label == "Post":
        return pl.col("key") == focus.key
    if focus.label == "Template":
        return pl.col("key").is_in(posts_saying(case, focus.key).implode())
    uses = read_actions(case).filter(_used(focus)).select("post").unique().collect()
    return pl.col("key").is_in(uses["post"].implode())


def _used(focus: Focus) -> pl.Expr:
    behaviour = BEHAVIOUR_OF.get(focus.label, "")
    return (pl.col("behaviour") == behaviour) & (pl.col("object") == focus.key)


def _account(case: Case, focus: Focus) -> Facts:
    found = read_accounts(case).filter(pl.col("key") == focus.key).collect()
    if found.is_empty():
        return Facts(focus, focus.key, (("key", focus.key),), known=False)
    row = found.row(0, named=True)
    facts = [("key", focus.key)] + [(name, _text(row[name])) for name in _ACCOUNT_FACTS if row[name] is not None]
    if row["created_at"] is not None:
        facts.append(("created_at", times.utc(row["created_at"])))
    former = former_names(case, focus.key, now=(row["handle"], row["name"]))
    facts += [("former_names", " · ".join(former))] if former else []
    return Facts(focus, row["name"] or row["handle"] or focus.key, tuple(facts), text=row["bio"] or "")


def _post(case: Case, focus: Focus) -> Facts:
    found = read_posts(case).filter(pl.col("key") == focus.key).collect()
    if found.is_empty():
        return Facts(focus, focus.key, (("key", focus.key),), known=False)
    row = found.row(0, named=True)
    facts = [("key", focus.key), ("account", row["account"]), ("at", times.utc(row["at"], row["precision"]))]
    there = times.local(row["at"], case.timezone, row["precision"])
    facts += [("at_local", there)] if there else []
    facts += [(name, _text(row[name])) for name in _POST_FACTS if row[name] is not None]
    if row["deleted"]:
        facts.append(("deleted", times.utc(row["deleted_at"]) if row["deleted_at"] else "True"))
    facts.append(("source", f"{row['file']} · {row['place']}"))
    facts += [("capture", f"{name} · SHA-256 {sha256}") for name, sha256 in _captures(case, focus.key)]
    return Facts(focus, (row["text"] or focus.key)[:60], tuple(facts), text=row["text"] or "", url=row["url"])


def _captures(case: Case, post: str) -> list[tuple[str, str]]:
    rows = read_captures(case).filter(pl.col("post") == post).select("name", "sha256").sort("name", "sha256")
    return list(rows.collect().iter_rows())


def _cluster(focus: Focus, clusters: list[Cluster]) -> Facts:
    for cluster in clusters:
        if cluster.cluster == focus.key:
            rows = (
                ("key", cluster.cluster), ("finding", cluster.finding),
                ("members", figures.count(len(cluster.accounts))), ("core", figures.count(len(cluster.core))),
                ("observed", figures.amount(cluster.observed)),
                ("expected", figures.amount(cluster.expected)), ("p", figures.probability(cluster.p)),
                ("days", times.span(cluster.first_at, cluster.last_at)),
            )  # fmt: skip
            return Facts(focus, cluster.cluster, rows)
    return Facts(focus, focus.key, (("key", focus.key),), known=False)


def _template(case: Case, focus: Focus) -> Facts:
    found = read_pattern(case, focus.key)
    if found is None:
        return Facts(focus, focus.key, (("key", focus.key),), known=False)
    rows = (
        ("key", focus.key), ("fixed_share", figures.share(found.fixed_share, 1)),
        ("slots", figures.count(len(found.slots))), ("authors", figures.count(found.accounts)),
        ("posts", figures.count(found.posts)), ("variants", figures.count(found.variants)),
        ("aligned", figures.count(found.aligned)),
    )  # fmt: skip
    return Facts(focus, found.text, rows, pattern=found)


def _object(case: Case, focus: Focus) -> Facts:
    used = read_actions(case).filter(_used(focus)).select(
        accounts=pl.col("account").n_unique(), uses=pl.len(), first=pl.col("at").min(), last=pl.col("at").max()
    )  # fmt: skip
    row = used.collect().row(0, named=True)
    facts = (
        ("key", focus.key), ("accounts", figures.count(row["accounts"])), ("uses", figures.count(row["uses"])),
        ("days", times.span(row["first"], row["last"])),
    )  # fmt: skip
    return Facts(focus, focus.key, facts, url=focus.key if focus.label == "Url" else None, known=bool(row["uses"]))


def _text(value: object) -> str:
    return figures.count(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)
