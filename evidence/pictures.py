"""Pictures of an exhibit as SVG: when its accounts posted, how soon after each other, who is linked to whom.

Drawn from the exhibit's own tables with fixed rounding, so that the same exhibit gives the same picture.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from evidence.markup import show

WIDTH = 720
#: The part of report.css that pictures need where no page styles them.
PRINTED_STYLE = (
    "text{font-size:11px;fill:#4a5560;font-family:sans-serif}.light{fill:#c3d2e0}.dark{fill:#1f4e79}"
    ".link{stroke:#7d93a8}.core{fill:#1f4e79}.member{fill:#fff;stroke:#1f4e79;stroke-width:1.5}"
)
#: Upper ends of the bars of the gaps, in seconds, and their names.
GAPS = (
    (0, "same stamp"), (10, "to 10 s"), (60, "to 1 min"), (600, "to 10 min"), (3_600, "to 1 h"), (86_400, "to 1 day"),
    (math.inf, "longer"),
)  # fmt: skip
MOST_DRAWN = 60
LABEL = 120  # room for names around the circle
_LONGEST_NAME = 16
_BARS = 120
_STEPS = (3_600, 6 * 3_600, 86_400, 7 * 86_400, 30 * 86_400, 365 * 86_400)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its title; the SVG is whole, but its colours come from the page's style or PRINTED_STYLE."""

    title: str
    svg: str


def draw_timeline(posts: pl.DataFrame) -> Picture | None:
    """Draw posts over time (UTC); dark bars are posts that share an object within the window."""
    times = posts.filter(pl.col("at_utc").is_not_null())
    if times.is_empty():
        return None
    first, last = _ends(times["at_utc"])
    step = next((step for step in _STEPS if (last - first).total_seconds() / step <= _BARS), _STEPS[-1])
    slot = ((pl.col("at_utc") - first).dt.total_seconds() // step).alias("slot")
    counts = times.group_by(slot).agg(pl.len().alias("all"), pl.col("shared").sum().alias("shared")).sort("slot")
    slots = int((last - first).total_seconds() // step) + 1
    top, wide = max(counts["all"].to_list()), min(WIDTH / slots, 24.0)
    bars = []
    for place, every, shared in counts.iter_rows():
        x = place * wide
        bars.append(
            _bar(x, 100 * every / top, wide, "light", f"{every} posts")
            + _bar(x, 100 * shared / top, wide, "dark", f"{shared} shared")
        )
    ends = f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC; one bar is {_step_name(step)}; highest {top} posts"
    return _svg(124, "".join(bars) + _text(0, 116, ends), "Posts over time")


def draw_gaps(shared: pl.DataFrame) -> Picture | None:
    """Draw how soon after each other the accounts shared the same things."""
    if shared.is_empty():
        return None
    low, bars, top, found = -1.0, [], 1, []
    for high, name in GAPS:
        inside = shared.filter((pl.col("gap_seconds") > low) & (pl.col("gap_seconds") <= high)).height
        found.append((name, inside))
        top, low = max(top, inside), high
    for number, (name, count) in enumerate(found):
        y = number * 20
        bars.append(f'<rect class="dark" x="100" y="{y + 3}" width="{500 * count / top:.1f}" height="13"/>')
        bars.append(_text(0, y + 14, name) + _text(106 + 500 * count / top, y + 14, f"{count:,}"))
    return _svg(20 * len(found), "".join(bars), "Gaps between pairs of posts")


def draw_network(members: pl.DataFrame, links: pl.DataFrame) -> Picture | None:
    """Draw accounts in a circle and the links between them; none for more than MOST_DRAWN accounts."""
    keys = members["account"].to_list()
    if not 1 < len(keys) <= MOST_DRAWN or links.is_empty():
        return None
    radius = 70 + 2.5 * len(keys)
    middle_x, middle_y = WIDTH / 2, radius + LABEL
    turn = 2 * math.pi / len(keys)
    angles = {key: i * turn for i, key in enumerate(keys)}
    places = {
        key: (middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle)) for key, angle in angles.items()
    }
    pairs = links.group_by("a", "b").agg(
        pl.col("occasions").max(), (pl.col("status") == "validated").any().alias("validated")
    )
    lines = []
    for a, b, occasions, validated in pairs.sort("a", "b").iter_rows():
        if a in places and b in places:
            (x1, y1), (x2, y2) = places[a], places[b]
            wide = min(4.0, 0.6 + 0.3 * (occasions or 0))
            dash = "" if validated else ' stroke-dasharray="3 3"'
            ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
            lines.append(f'<line class="link" {ends} stroke-width="{wide:.1f}"{dash}/>')
    rows = members.iter_rows(named=True)
    dots = [_account(places[row["account"]], angles[row["account"]], row) for row in rows]
    return _svg(2 * (radius + LABEL), "".join(lines + dots), "Accounts and the links between them")


def _account(place: tuple[float, float], angle: float, row: dict[str, object]) -> str:
    """Draw an account with its name along the radius, so that names do not lie on each other."""
    x, y = place
    degrees, left = math.degrees(angle), math.cos(angle) < -1e-9
    turned = degrees + 180 if left else degrees
    side, shift = ("end", -8) if left else ("start", 8)
    name = str(row["handle"] or row["name"] or row["account"])[:_LONGEST_NAME]
    kind = "core" if row["core"] else "member"
    turn = f'transform="rotate({turned:.1f} {x:.1f} {y:.1f})"'
    label = f'<text x="{x + shift:.1f}" y="{y + 4:.1f}" text-anchor="{side}" {turn}>{show(name)}</text>'
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>{label}'


def _ends(times: pl.Series) -> tuple[datetime, datetime]:
    first, last = times.min(), times.max()
    assert isinstance(first, datetime)
    assert isinstance(last, datetime)
    return first.replace(minute=0, second=0, microsecond=0), last


def _bar(x: float, height: float, width: float, kind: str, title: str) -> str:
    gap = 1 if width > 3 else 0
    place = f'x="{x:.1f}" y="{100 - height:.1f}" width="{width - gap:.1f}" height="{height:.1f}"'
    return f'<rect class="{kind}" {place}><title>{show(title)}</title></rect>'


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}">{show(text)}</text>'


def _svg(height: float, content: str, title: str) -> Picture:
    box = f'viewBox="-2 -2 {WIDTH + 4} {height + 4:.0f}" role="img" aria-label="{show(title)}"'
    return Picture(title, f'<svg {box} xmlns="http://www.w3.org/2000/svg">{content}</svg>')


def _step_name(step: int) -> str:
    span = timedelta(seconds=step)
    return f"{span.days} days" if span.days > 1 else "1 day" if span.days else f"{step // 3_600} h"
