"""What accounts did with posts: drafts as columns come in, their actions (tag, link, domain, mention, text, …) go out.

The one place where objects get their spelling, so that the same tag or link is one object on every platform and format.
Texts are searched as a column for what a hit must hold; only those that may hold one are looked at one by one.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from case.rows import AccountKey, named_account_key
from loaders.naming import handle_key
from loaders.values.contacts import find_contacts, may_hold_contact
from loaders.values.hashtags import CLOSED, find_hashtags, normal_tag
from loaders.values.text import SHORTEST, SPACE_CLASS, exact_forms, own_words_in, text_names
from loaders.values.urls import LINK_TAIL, SHORTEST_LINK, canonical_url, domain_of, find_urls

#: What may not stand before the mark is looked at behind it: a search then jumps from mark to mark.
_HANDLE = re.compile(r"@(?<![\w@/.].)(\w[\w.\-]{0,63})")
_CHINESE_NAME = re.compile(r"[@＠](?<![\w./].)([\w\-·]{2,30})")
#: Platforms that are named by @handle in a text; elsewhere @ is followed by the shown name.
_BY_HANDLE = {"x", "bluesky", "mastodon", "telegram", "instagram", "threads", "tiktok", "facebook", "youtube"}
_PARENTS = {"reply": "reply_to", "repost": "repost_of", "quote": "quote_of"}
#: An action before it knows its post: the row of the post, what was done, with what.
ACTION = {"row": pl.UInt32, "behaviour": pl.String, "object": pl.String}
_OBJECT = {"row": pl.UInt32, "object": pl.String}


@dataclass(frozen=True, slots=True)
class _Plain:
    """How things are found in a column of texts in ASCII: which rows, their pattern, and their form in `object`."""

    rows: pl.Expr
    pattern: str
    form: pl.Expr

    def find(self, rows: pl.DataFrame) -> pl.DataFrame:
        held = rows.select("row", "platform", object=pl.col("words").str.extract_all(self.pattern))
        return held.explode("object").drop_nulls("object").select("row", object=self.form)


#: The same as `find_hashtags`, `_HANDLE` and `find_urls` in texts of ASCII, for an engine that cannot look behind: what
#: stands before the mark is taken along and cut off. Rows are left out where that would hide the next mark.
_PLAIN_TAG = _Plain(
    ~pl.col("platform").is_in(sorted(CLOSED)),
    r"(?:^|[^0-9A-Za-z_&/#])#[0-9A-Za-z_]*[A-Za-z][0-9A-Za-z_]*",
    pl.col("object").str.replace("^[^#]?#", "").str.to_lowercase(),
)
_PLAIN_NAME = _Plain(
    pl.col("platform").is_in(sorted(_BY_HANDLE)) & ~pl.col("words").str.contains("-@", literal=True),
    r"(?:^|[^0-9A-Za-z_@/.])@[0-9A-Za-z_][0-9A-Za-z_.-]{0,63}",
    pl.format("{}:~name:{}", "platform", pl.col("object").str.replace("^[^@]?@", "").str.to_lowercase()),
)
_PLAIN_LINK = _Plain(
    ~pl.col("words").str.contains("HTTP", literal=True),
    rf"https?://[^{SPACE_CLASS}<>\"'`]+",
    pl.col("object").str.strip_chars_end(LINK_TAIL),
)


def derive(drafts: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Return row, behaviour and object of everything that was done, sorted by row, each once per row.

    drafts: the columns of posts, and `hashtags`, `urls`, `mentions`, `media` as lists: what the source says, null where
    the text is to be looked at. given: further actions that need no levelling.

    `text` is given unless the post is a repost whose original is known: then `repost` says it already. The chain after
    "//@name:" was written by others: tags, links, mentions and contacts are looked for in the post's own words only.
    """
    rows = drafts.with_row_index("row").with_columns(words=own_words_in("text"))
    own = rows.filter(pl.col("repost_of").is_null() & (pl.col("words") != "")).select("row", "words")
    found = [*_tags(rows), *_links(rows), _mentions(rows), *_parents(rows), _given("media", _told(rows, "media"))]
    found += [given, _given("text", _texts(own)), _given("contact", _contacts(own))]
    actions = pl.concat([one.select(*ACTION) for one in found]).sort("row", maintain_order=True)
    return _once(actions, ["row", "behaviour", "object"]) if given.height else actions


def _given(behaviour: str, objects: pl.DataFrame) -> pl.DataFrame:
    return objects.select("row", "object", behaviour=pl.lit(behaviour))


def _told(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return what the source says, each object once per row."""
    said = rows.select("row", object=column).filter(pl.col("object").list.len() > 0)
    return _once(said.explode("object"), ["row", "object"])


def _looked(
    rows: pl.DataFrame, column: str, marks: str | tuple[str], find: Callable[..., Iterable[str]], plain: _Plain
) -> pl.DataFrame:
    """Return what is found in the words of rows whose source does not say; a text without the marks holds none."""
    held = pl.any_horizontal(pl.col("words").str.contains(mark, literal=True) for mark in marks)
    silent = rows.filter(pl.col(column).is_null() & held).select("row", "words", "platform")
    plainly = pl.col("words").str.len_bytes() == pl.col("words").str.len_chars()
    alike = silent.select(plainly & plain.rows).to_series()
    others = silent.filter(~alike).iter_rows()
    pairs = [(row, thing) for row, words, platform in others for thing in find(words, platform)]
    found = pl.concat([plain.find(silent.filter(alike)), pl.DataFrame(pairs, _OBJECT, orient="row")])
    return _once(found, ["row", "object"])


def _once(rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Drop repetitions within a row; order kept. Rows with one object, nearly all, are not compared."""
    row = pl.col("row")
    several = (row == row.shift(1)) | (row == row.shift(-1))
    many = rows.filter(several)
    if not many.height:
        return rows
    once = many.unique(columns, keep="first", maintain_order=True)
    return pl.concat([rows.filter(several.not_() | several.is_null()), once]).sort("row", maintain_order=True)


def _levelled(objects: pl.DataFrame, level: Callable[[str], str | None]) -> pl.DataFrame:
    """Level the spelling of objects, each spelling once; those without a level form go."""
    spellings = objects["object"].unique()
    forms = pl.Series([level(spelling) for spelling in spellings.to_list()], dtype=pl.String)
    level_forms = pl.DataFrame({"object": spellings, "form": forms})
    joined = objects.join(level_forms, on="object", how="left", maintain_order="left")
    return joined.select("row", object="form").filter(pl.col("object") != "")


def _tags(rows: pl.DataFrame) -> list[pl.DataFrame]:
    told = _once(_levelled(_told(rows, "hashtags"), normal_tag), ["row", "object"])
    tags = pl.concat([told, _looked(rows, "hashtags", "#＃", find_hashtags, _PLAIN_TAG)])
    row = pl.col("row")
    several = tags.sort("row", maintain_order=True).filter((row == row.shift(1)) | (row == row.shift(-1)))
    marked = several.group_by("row", maintain_order=True).agg(object=("#" + pl.col("object")).str.join(" "))
    return [_given("hashtag", tags), _given("hashtags", marked)]


def _links(rows: pl.DataFrame) -> list[pl.DataFrame]:
    told = _told(rows, "urls")
    found = _looked(rows, "urls", ("://",), lambda words, _: find_urls(words), _PLAIN_LINK)
    found = found.filter(pl.col("object").str.len_chars() > SHORTEST_LINK)
    urls = _once(_levelled(pl.concat([told, found]), canonical_url), ["row", "object"])
    domains = _once(_levelled(urls, domain_of), ["row", "object"])
    return [_given("url", urls), _given("domain", domains)]


def _mentions(rows: pl.DataFrame) -> pl.DataFrame:
    found = pl.concat([_told(rows, "mentions"), _looked(rows, "mentions", "@＠", find_names, _PLAIN_NAME)])
    others = found.join(rows.select("row", "account"), on="row", maintain_order="left")
    return _given("mention", others.filter(pl.col("object") != pl.col("account")))


def find_names(words: str, platform: str) -> list[AccountKey]:
    """Return the accounts that a text names with @."""
    if platform in _BY_HANDLE:
        return [handle_key(platform, name) for name in _HANDLE.findall(words)]
    return [named_account_key(platform, name) for name in _CHINESE_NAME.findall(words)]


def _parents(rows: pl.DataFrame) -> list[pl.DataFrame]:
    found = []
    for behaviour, parent in _PARENTS.items():
        others = rows.filter((pl.col(parent) != "") & (pl.col(parent) != pl.col("key")))
        found.append(_given(behaviour, others.select("row", object=parent)))
    return found


def _texts(own: pl.DataFrame) -> pl.DataFrame:
    exact = own.select("row", form=exact_forms(own["words"])).filter(pl.col("form").str.len_chars() >= SHORTEST)
    return exact.select("row", object=text_names(exact["form"]))


def _contacts(own: pl.DataFrame) -> pl.DataFrame:
    maybe = own.filter(may_hold_contact(own["words"]))
    pairs = [(row, contact) for row, words in maybe.iter_rows() for contact in find_contacts(words)]
    return pl.DataFrame(pairs, _OBJECT, orient="row")
