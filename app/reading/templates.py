"""Templates of the current run as pages show them: parts, slots with their commonest fillers, and who follows which."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from case.folder import Case
from case.runs import current_run, read_templates
from case.templates import Slot, Templates, read_slots

#: Templates of a cluster that are drawn with their fillers; the table below them lists all.
MOST_DRAWN = 5
#: What a filler may consist of to count as a number.
_NUMERIC = frozenset("0123456789.,:/%-+万亿千百kK ")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One template. `parts` are the words of fixed parts, None for a slot; `slots` are in the order of the Nones.

    `aligned` of its `posts` were aligned: the fillers are theirs. Without a pattern `fixed_share` is 0 and the only
    part is the text nearest to the others.
    """

    key: str
    text: str
    parts: tuple[str | None, ...]
    slots: tuple[Slot, ...]
    fixed_share: float
    posts: int
    accounts: int
    variants: int
    aligned: int


def read_pattern(case: Case, key: str) -> Pattern | None:
    """Read one template of the current run; None when it has no such one."""
    if current_run(case) is None:
        return None
    templates = read_templates(case)
    found = templates.found.filter(template=key)
    return None if found.is_empty() else _pattern(templates, found.row(0, named=True))


def posts_saying(case: Case, key: str) -> pl.Series:
    """List the keys of the posts that follow a template of the current run."""
    empty = pl.Series("post", dtype=pl.String)
    return empty if current_run(case) is None else read_templates(case).says.filter(template=key)["post"]


def cluster_templates(templates: Templates, accounts: Sequence[str]) -> tuple[pl.DataFrame, tuple[Pattern, ...]]:
    """List what two of the accounts follow, and read the first five: patterns first, the most followed first.

    The frame: template, text, accounts and posts of the group, slots, fixed_share.
    """
    mine = templates.says.filter(pl.col("account").is_in(list(accounts)))
    followed = mine.group_by("template").agg(accounts=pl.col("account").n_unique(), posts=pl.len())
    slots = pl.col("parts").list.eval(pl.element().is_null()).list.sum()
    listed = (
        templates.found.select("template", "text", "fixed_share", slots=slots)
        .join(followed.filter(pl.col("accounts") > 1), on="template")
        .sort(pl.col("fixed_share") > 0, "accounts", "posts", "template", descending=[True, True, True, False])
        .select("template", "text", "accounts", "posts", "slots", "fixed_share")
    )
    rows = {row["template"]: row for row in templates.found.iter_rows(named=True)}
    return listed, tuple(_pattern(templates, rows[key]) for key in listed["template"].head(MOST_DRAWN))


def kind_of(slot: Slot) -> str:
    """Say what the named fillers of a slot are, without those that are nothing: numbers, links, mentions … or words."""
    said = [filler for filler, _ in slot.fillers if filler]
    return next((name for name, looks in _KINDS if said and all(map(looks, said))), "words")


def _is_number(filler: str) -> bool:
    return set(filler) <= _NUMERIC and any(map(str.isdigit, filler))


def _begins(*marks: str) -> Callable[[str], bool]:
    """Tell whether every word of a filler begins with one of these marks."""
    return lambda filler: all(word.lower().startswith(marks) for word in filler.split())


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("number", _is_number), ("link", _begins("http://", "https://", "www.")), ("mention", _begins("@")),
    ("hashtag", _begins("#")),
)  # fmt: skip


def _pattern(templates: Templates, row: dict[str, Any]) -> Pattern:
    values = {name: row[name] for name in ("text", "fixed_share", "posts", "accounts", "variants", "aligned")}
    said = templates.says.filter(template=row["template"])["pieces"].drop_nulls().to_list()
    slots = tuple(read_slots(row["parts"], said))
    return Pattern(key=row["template"], parts=tuple(row["parts"]), slots=slots, **values)
