"""What was found and what is true in; precision, recall and false alarms out, each with its 95 % interval."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.samples import Sample
from detection.examination import Examined

#: Members of so many operations can be told at all; recall of these is given apart.
TELLABLE = 3


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    def __str__(self) -> str:
        if not self.whole:
            return "-"
        low, high = self.interval()
        return f"{self.part / self.whole:.3f} ({self.part} of {self.whole}; {low:.3f}-{high:.3f})"

    def interval(self) -> tuple[float, float]:
        """Return the Wilson interval at 95 %. Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209."""
        z, n = 1.959964, max(1, self.whole)
        p = self.part / n
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Score:
    """One examined sample. Precision and recall are of accounts in `synchronised` clusters; `explained` is not found.

    `tellable` is the recall of core among members of three operations and more (none where operations are not known);
    `alarms` counts clusters without any true account in their core.
    """

    name: str
    finding: str
    posts: int
    core_precision: Share
    core_recall: Share
    tellable: Share
    member_precision: Share
    member_recall: Share
    clusters: int
    alarms: int
    explained: int
    explained_true: int
    seconds: float
    controls: dict[str, object]

    def lines(self) -> str:
        """Return the figures for people."""
        found = ", ".join(f"{name} {count}" for name, count in self.controls.items())
        return (
            f"{self.name}: {self.finding}, {self.posts:,} posts, {self.seconds:.0f} s\n"
            f"    core     precision {self.core_precision}  recall {self.core_recall}\n"
            f"    members  precision {self.member_precision}  recall {self.member_recall}\n"
            f"{self._tellable()}"
            f"    {self.clusters} synchronised, {self.alarms} of them false alarms; explained core accounts "
            f"{self.explained}, true ones among them {self.explained_true}; controls found: {found or 'not run'}"
        )

    def _tellable(self) -> str:
        return (
            f"    core recall of members with {TELLABLE} operations and more: {self.tellable}\n"
            if self.tellable.whole
            else ""
        )


def score(sample: Sample, found: Examined, seconds: float, ignored: frozenset[str] = frozenset()) -> Score:
    """Compare with the truth; `ignored` accounts count neither way."""
    truth = (sample.truth & sample.authors) - ignored
    shown = [cluster for cluster in found.clusters if cluster.finding == "synchronised"]
    core = {account for cluster in shown for account in cluster.core} - ignored
    members = {account for cluster in shown for account in cluster.accounts} - ignored
    explained = {account for one in found.clusters if one.finding == "explained" for account in one.core} - ignored
    tellable = {account for account in truth if sample.operations.get(account, 0) >= TELLABLE}
    return Score(
        name=sample.name,
        finding=found.finding,
        posts=sample.posts.height,
        core_precision=Share(len(core & truth), len(core)),
        core_recall=Share(len(core & truth), len(truth)),
        tellable=Share(len(core & tellable), len(tellable)),
        member_precision=Share(len(members & truth), len(members)),
        member_recall=Share(len(members & truth), len(truth)),
        clusters=len(shown),
        alarms=sum(1 for cluster in shown if not (truth | ignored) & set(cluster.core)),
        explained=len(explained),
        explained_true=len(explained & truth),
        seconds=round(seconds, 1),
        controls=_found(found.controls),
    )


def _found(controls: Mapping[str, object]) -> dict[str, object]:
    return {name: row["found"] for name, row in controls.items() if isinstance(row, dict) and "found" in row}


def adjusted_rand(one: list[str], other: list[str]) -> float:
    """Return the adjusted Rand index of two labelings. Source: Hubert and Arabie, J. Classif. 2 (1985) 193."""
    pairs: dict[tuple[str, str], int] = {}
    for key in zip(one, other, strict=True):
        pairs[key] = pairs.get(key, 0) + 1

    def twos(counts: list[int]) -> float:
        return sum(count * (count - 1) / 2 for count in counts)

    both = twos(list(pairs.values()))
    rows, columns = (twos([values.count(name) for name in set(values)]) for values in (one, other))
    every = len(one) * (len(one) - 1) / 2
    expected = rows * columns / every if every else 0.0
    widest = (rows + columns) / 2
    return (both - expected) / (widest - expected) if widest != expected else 1.0
