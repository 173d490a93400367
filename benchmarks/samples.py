"""A campaign or an export with known truth in; the same, or parts of it, examined as `detect` does, out."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from campaign import Plan, generate
from case.folder import Case, new_case
from case.progress import silent
from case.tables import read_accounts, read_actions, read_posts
from detection.corpus import build_corpus
from detection.examination import Examined, examine
from detection.parameters import Parameters
from loaders.loading import load
from loaders.options import LoadOptions

_WORDS = ("key", "account", "kind", "repost_of", "reply_to", "quote_of", "client", "text")


@dataclass(frozen=True, slots=True)
class Sample:
    """Tables of a case and what is true of them: `truth` are the accounts that act together, `operations` how often."""

    name: str
    posts: pl.DataFrame
    actions: pl.DataFrame
    names: pl.DataFrame
    truth: frozenset[str] = frozenset()
    operations: dict[str, int] = field(default_factory=dict)
    timezone: str | None = None

    @property
    def authors(self) -> frozenset[str]:
        """Return the accounts with posts."""
        return frozenset(self.posts["account"].unique().to_list())

    def keep(self, accounts: Iterable[str], name: str = "") -> "Sample":
        """Return the same with these accounts only."""
        chosen = list(accounts)
        kept = pl.col("account").is_in(chosen)
        return replace(
            self, name=name or self.name, posts=self.posts.filter(kept), actions=self.actions.filter(kept),
            names=self.names.filter(pl.col("key").is_in(chosen)), truth=self.truth & frozenset(chosen),
        )  # fmt: skip

    def within(self, begin: int, end: int, name: str = "") -> "Sample":
        """Return the same from `begin` up to, without, `end` (microseconds UTC)."""
        stamp = pl.col("at").dt.epoch("us")
        inside = (stamp >= begin) & (stamp < end)
        return replace(
            self, name=name or self.name, posts=self.posts.filter(inside), actions=self.actions.filter(inside)
        )

    def examine(self, parameters: Parameters) -> Examined:
        """Look for groups in it, as `detect` does."""
        corpus = build_corpus(self.posts.lazy(), self.actions.lazy(), timezone=self.timezone)
        return examine(corpus, parameters, lambda: (self.posts.select(_WORDS), self.names), progress=silent)


def read_sample(case: Case, name: str, truth: frozenset[str] = frozenset()) -> Sample:
    """Read the tables of a case."""
    return Sample(
        name=name,
        posts=read_posts(case).select("at", "precision", "language", *_WORDS).collect(),
        actions=read_actions(case).collect(),
        names=read_accounts(case).select("key", "name").collect(),
        truth=truth,
        timezone=case.timezone,
    )


def load_files(
    folder: Path, name: str, files: Iterable[Path], *, timezone: str, collected_at: str | None = None
) -> Case:
    """Load exports into a case of their own, as a user would."""
    case = new_case(folder / name.replace(" ", "-"), title=name, timezone=timezone)
    for file in files:
        load(case, [file], LoadOptions(collected_at=collected_at))
    return case


def make_campaign(folder: Path, name: str, plan: Plan, seed: int) -> Sample:
    """Generate a campaign, load its exports, and read the truth beside them."""
    home = folder / name.replace(" ", "-")
    made = generate(home / "exports", plan=plan, seed=seed)
    case = new_case(home / "case", title=name, timezone="Asia/Shanghai")
    for file in made.files:
        load(case, [file], LoadOptions(columns=made.columns.get(file)))
    with (made.folder / "truth" / "accounts.csv").open(encoding="utf-8") as rows:
        members = {row["account"]: row["operations"] for row in csv.DictReader(rows) if row["group"]}
    sample = read_sample(case, name, frozenset(members))
    return replace(sample, operations={key: len(text.split(";")) if text else 0 for key, text in members.items()})
