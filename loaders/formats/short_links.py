"""Where short links lead: a table of two columns, made by a resolver or by hand. Joined to posts whenever they come."""

from case.supplements import Expansion
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.heads import fold_head, names_posts
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.urls import canonical_url, domain_of

SHORT = ("short", "shorturl", "shortlink", "shortened", "tco", "短链", "短链接", "短网址")
LONG = ("long", "longurl", "expanded", "expandedurl", "target", "targeturl", "resolved", "resolvedurl", "finalurl",
        "unshortened", "长链", "长链接", "目标链接", "原链接", "原始链接", "落地页")  # fmt: skip


def recognise(head: Head) -> float:
    """Recognise a table with a column for each end that is none of posts."""
    return 0.97 if None not in _ends(head.columns) and not names_posts(head.columns) else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one row; both ends are levelled as the links of posts are."""
    one, other = _ends(tuple(raw))
    if one is None or other is None:
        return Reject("has no columns for the short link and its target")
    short, long = (canonical_url(str(raw[name] or "").strip()) for name in (one, other))
    if short is None or long is None:
        return Reject(f"holds no link in '{one if short is None else other}'")
    if short == long:
        return Reject("leads to itself")
    expansion = Expansion(short, long, domain_of(long))
    return Shaped(f"expansion:{short}:{long}", supplements=(expansion,))


def _ends(columns: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Return the columns of the short link and of its target; a resolver may call what it was given just `url`."""
    folded = {fold_head(column): column for column in reversed(columns)}
    long = next((folded[name] for name in LONG if name in folded), None)
    short = next((folded[name] for name in SHORT if name in folded), None)
    if short is None and len(columns) == 2:
        short = folded.get("url")
    return short, long


FORMAT = Format(
    name="short-links", platform="any", title="Short links and where they lead (CSV, XLSX)", kinds=("expansion",),
    example="expansions.csv",
    notes="Columns `short` and `long` (also `short_url` and `expanded_url`, 短链接 and 长链接). A short link of a post "
    "becomes its target and gains the target's domain, whether the table comes before or after the posts; chains are "
    "followed, circles and links without a row stay as they are. Where two tables disagree, the one collected later "
    "counts. `shoal unload` brings the short links back.",
    recognise=recognise, read=read_table, shape=shape, zone="UTC",
)  # fmt: skip
