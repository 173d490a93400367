"""Templates of a run: the patterns with slots that its clusters' copied texts follow, and which posts follow which."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import polars as pl

#: What stands for a slot where a template is shown as one line.
SLOT = "[…]"
#: Fillers of a slot that are named; the others are counted.
MOST_FILLERS = 10

#: `parts` are the words of each fixed part, null for a slot. So many `posts`, `accounts` and `variants` (different
#: texts) follow it; `aligned` of the posts were aligned: their pieces are known. Without a pattern `fixed_share` is 0,
#: and the only part is the text that is nearest to the others.
TEMPLATE_SCHEMA = pl.Schema(
    {
        "template": pl.String(),
        "text": pl.String(),
        "parts": pl.List(pl.String()),
        "fixed_share": pl.Float64(),
        "posts": pl.Int64(),
        "accounts": pl.Int64(),
        "variants": pl.Int64(),
        "aligned": pl.Int64(),
    }
)
#: `pieces` are what the post has instead of each part, null where it holds the fixed part itself; null as a whole for a
#: post that was not aligned. `variant` numbers the different texts of a template.
SAYS_SCHEMA = pl.Schema(
    {
        "template": pl.String(),
        "account": pl.String(),
        "post": pl.String(),
        "variant": pl.Int64(),
        "pieces": pl.List(pl.String()),
    }
)


@dataclass(frozen=True, slots=True)
class Templates:
    """`found` has a row per template (TEMPLATE_SCHEMA), `says` a row per post that follows one (SAYS_SCHEMA)."""

    found: pl.DataFrame = field(default_factory=TEMPLATE_SCHEMA.to_frame)
    says: pl.DataFrame = field(default_factory=SAYS_SCHEMA.to_frame)


@dataclass(frozen=True, slots=True)
class Slot:
    """What posts put into one slot: the commonest fillers with their posts, and how many other fillers there are."""

    fillers: tuple[tuple[str, int], ...]
    others: int
    other_posts: int


def shown_text(parts: Sequence[str | None]) -> str:
    """Return a template as one line with its slots marked; beside words of Latin writing the mark stands apart."""
    line = ""
    for part in parts:
        if part is None:
            line += SLOT
        elif line.endswith(SLOT) and part[:1].isascii() and part[:1].isalnum():
            line += " " + part
        else:
            line += part
    return line.strip()


def read_slots(parts: Sequence[str | None], pieces: Collection[Sequence[str | None]]) -> list[Slot]:
    """Return what the posts put into each slot of a template, in the order of its slots; "" is nothing at all."""
    return [_slot(place, pieces) for place, part in enumerate(parts) if part is None]


def _slot(place: int, pieces: Collection[Sequence[str | None]]) -> Slot:
    counts = Counter((said[place] or "").strip() for said in pieces)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest = ranked[MOST_FILLERS:]
    return Slot(tuple(ranked[:MOST_FILLERS]), len(rest), sum(count for _, count in rest))


def without_accounts(templates: Templates, names: Collection[str]) -> Templates:
    """Take what some accounts said out: their posts, fillers, and every template of which a part was theirs alone.

    A template that one account is left of is none; of the others the counts follow.
    """
    gone = pl.col("account").is_in(list(names))
    touched = pl.col("template").is_in(templates.says.filter(gone)["template"].unique().to_list())
    says = templates.says.filter(~gone)
    left = says.filter(touched).group_by("template").agg(
        posts=pl.len().cast(pl.Int64),
        accounts=pl.col("account").n_unique().cast(pl.Int64),
        variants=pl.col("variant").n_unique().cast(pl.Int64),
        aligned=pl.col("pieces").is_not_null().sum().cast(pl.Int64),
        said=pl.col("pieces").drop_nulls(),
    )  # fmt: skip
    changed = templates.found.select("template", "text", "parts", "fixed_share").join(left, on="template")
    still = [_still_said(parts, said) for parts, said in changed.select("parts", "said").iter_rows()]
    changed = changed.filter((pl.col("accounts") > 1) & pl.Series(still, dtype=pl.Boolean))
    found = pl.concat([templates.found.filter(~touched), changed.select(list(TEMPLATE_SCHEMA))])
    in_order = templates.found.select("template").join(found, on="template", maintain_order="left")
    return Templates(in_order, says.join(in_order, on="template", how="semi", maintain_order="left"))


def _still_said(parts: list[str | None], said: list[list[str | None]]) -> bool:
    """Whether some post still holds each fixed part word for word."""
    return all(part is None or any(pieces[place] is None for pieces in said) for place, part in enumerate(parts))
