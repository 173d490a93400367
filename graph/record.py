"""Tables of the case come in; posts, profiles and what posts point to go out, with keys as the graph can hold them.

`Record` is either the whole case or the part of it that one load touches; all values are those of the merged view, so
that it does not matter in which order loads are written.
"""

import hashlib
from dataclasses import dataclass

import polars as pl

from case.folder import Case
from case.tables import read_accounts, read_actions, read_part, read_posts

#: Behaviour of an action -> the relationship it is in the graph. The others (texts, sequences of tags) have no node
#: of their own.
POINTS_TO = {"hashtag": "TAGGED", "url": "LINKS_TO", "mention": "MENTIONS", "media": "SHOWS", "contact": "GIVES"}
#: Column of a post that names its parent -> the relationship it is in the graph.
PARENTS = {"reply_to": "REPLIES_TO", "repost_of": "REPOSTS", "quote_of": "QUOTES"}
#: An index entry holds 8 kB; addresses of pictures given as data are longer. Some characters take four bytes.
LONGEST_KEY = 1500
LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class Record:
    """Merged rows, lazily: columns as in case.tables."""

    accounts: pl.LazyFrame
    posts: pl.LazyFrame
    actions: pl.LazyFrame


def whole_record(case: Case) -> Record:
    """Everything the case has."""
    return Record(read_accounts(case), read_posts(case), read_actions(case))


def record_of_load(case: Case, load: str) -> Record:
    """The accounts and posts one load touches, as they are after all loads: also those of its supplements."""
    accounts, _, _ = read_part(case, load)
    posts = read_posts(case).filter(pl.col("loads").list.contains(load))
    touched = posts.select("key")
    return Record(
        read_accounts(case).join(accounts.select("key").unique(), on="key", how="semi"),
        posts,
        read_actions(case).join(touched, left_on="post", right_on="key", how="semi"),
    )


def objects(record: Record, behaviour: str) -> pl.LazyFrame:
    """What posts point to by one behaviour: start (post), end (object as a key of the graph), each pair once."""
    rows = record.actions.filter(pl.col("behaviour") == behaviour)
    return rows.select(start="post", end=bounded("object")).unique()


def parents(record: Record, column: str) -> pl.LazyFrame:
    """Posts that name a parent: start (post), end (its parent)."""
    return record.posts.filter(pl.col(column).is_not_null()).select(start="key", end=column)


def authors(record: Record) -> pl.LazyFrame:
    """Who sent what: start (account), end (post)."""
    return record.posts.select(start="account", end="key")


def addresses(record: Record) -> pl.LazyFrame:
    """Which address is on which domain: start (url), end (domain).

    Both are things done with the same post; a domain belongs to those of its addresses whose host it is, or ends.
    """
    both = objects(record, "url").join(objects(record, "domain"), on="start", suffix="_domain")
    host = (
        pl.col("end").str.extract(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://)?(?:[^/@]*@)?([^/:?#]+)", 1).str.to_lowercase()
    )
    domain = pl.col("end_domain")
    on = (host == domain) | host.str.ends_with(pl.concat_str(pl.lit("."), domain))
    return both.filter(on).select(start="end", end="end_domain").unique()


def bounded(column: str) -> pl.Expr:
    """A key that fits an index entry: a longer one keeps its beginning and gets the hash of the whole."""
    return pl.col(column).map_batches(_bounded, return_dtype=pl.String, is_elementwise=True)


def _bounded(keys: pl.Series) -> pl.Series:
    """Nearly all are short: only the long ones are taken out of the column, one by one."""
    long = (keys.str.len_chars() > LONGEST_KEY).fill_null(False)
    if not long.any():
        return keys
    return keys.scatter(long.arg_true(), [_shortened(key) for key in keys.filter(long)])


def _shortened(key: str) -> str:
    return f"{key[:LONGEST_KEY]}~{hashlib.sha256(key.encode()).hexdigest()}"
