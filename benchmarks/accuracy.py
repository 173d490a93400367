"""Accuracy of detection: planted campaigns, null campaigns and real crowds in; precision, recall and false alarms out.

    python benchmarks/accuracy.py [--scale 0.03] [--seeds 1 2 3] [--hard] [--data ../shared/data] [--out results.json]

Every campaign is generated, exported, loaded and detected as a user would; the truth is read only for scoring. Real
samples are measured as they are, and nothing is tuned to them. `explained` findings count as not found.
"""

import argparse
import csv
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from campaign import HARD, Plan, generate
from case import runs
from case.folder import Case, new_case
from case.tables import read_posts
from detection.parameters import Parameters
from detection.run import detect
from loaders.loading import load
from loaders.options import LoadOptions


@dataclass(frozen=True, slots=True)
class Score:
    """One measured set. `planted` counts true accounts in the data; false alarms are accounts of honest people."""

    name: str
    finding: str
    accounts: int
    posts: int
    planted: int
    members: int
    true_members: int
    core: int
    true_core: int
    false_clusters: int
    explained: int
    explained_true: int
    seconds: float

    def line(self) -> str:
        """Return one line for people."""
        return (
            f"{self.name:28} {self.finding:16} {self.accounts:7,} accounts {self.posts:9,} posts"
            f"  core {_share(self.true_core, self.core)} precision {_share(self.true_core, self.planted)} recall"
            f"  members {_share(self.true_members, self.members)} / {_share(self.true_members, self.planted)}"
            f"  false core {self.core - self.true_core:3d}  false clusters {self.false_clusters}"
            f"  explained {self.explained} ({self.explained_true} true)  {self.seconds:.1f} s"
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "    -"


def score(
    name: str, case: Case, truth: set[str], parameters: Parameters, ignored: frozenset[str] = frozenset()
) -> Score:
    """Detect on a case and compare with the keys of the true accounts; `ignored` ones count neither way."""
    clock = time.monotonic()
    run = detect(case, parameters)
    seconds = time.monotonic() - clock
    posts = read_posts(case).select("account", "at").collect()
    stamp = pl.col("at").dt.epoch("us")
    if parameters.from_at is not None and parameters.to_at is not None:
        posts = posts.filter((stamp >= parameters.from_at) & (stamp < parameters.to_at))
    present = set(posts["account"])
    clusters = runs.read_clusters(case, run.id)
    found = [cluster for cluster in clusters if cluster.finding == "synchronised"]
    explained = {
        account for cluster in clusters if cluster.finding == "explained" for account in cluster.core
    } - ignored
    members = {account for cluster in found for account in cluster.accounts} - ignored
    core = {account for cluster in found for account in cluster.core} - ignored
    return Score(
        name=name,
        finding=run.finding,
        accounts=len(present),
        posts=posts.height,
        planted=len(truth & present),
        members=len(members),
        true_members=len(members & truth),
        core=len(core),
        true_core=len(core & truth),
        false_clusters=sum(1 for cluster in found if not (truth | ignored) & set(cluster.core)),
        explained=len(explained),
        explained_true=len(explained & truth),
        seconds=round(seconds, 2),
    )


def campaigns(folder: Path, scale: float, seeds: list[int], hard: bool) -> Iterator[Score]:
    """Score one planted and one null campaign per seed."""
    for seed in seeds:
        for planted in (True, False):
            plan = Plan(scale=scale, campaign=planted, difficulty=HARD) if hard else Plan(scale=scale, campaign=planted)
            name = f"{'campaign' if planted else 'null'} seed {seed}{' hard' if hard else ''}"
            made = generate(folder / name.replace(" ", "-") / "exports", plan=plan, seed=seed)
            case = new_case(folder / name.replace(" ", "-") / "case", title=name, timezone="Asia/Shanghai")
            for file in made.files:
                load(case, [file], LoadOptions(columns=made.columns.get(file)))
            with (made.folder / "truth" / "accounts.csv").open(encoding="utf-8") as rows:
                truth = {row["account"] for row in csv.DictReader(rows) if row["group"]}
            yield score(name, case, truth, Parameters())


def real_sets(folder: Path, data: Path) -> Iterator[Score]:
    """Score the real samples: known trolls among honest crowds, and crowds in which nobody is known to act together."""
    trolls = data / "ira_trolls" / "tweets.csv.gz"
    debate = data / "gop_debate_2015" / "GOP_REL_ONLY.csv.gz"
    airline = data / "airline_2015" / "Tweets.csv.gz"
    yield from _trolls(folder, "debate", trolls, debate, ("2015-08-05", "2015-08-10"))
    yield from _trolls(folder, "airline", trolls, airline, ("2015-02-16", "2015-02-26"))
    crowds = {
        "debate crowd": (debate, "UTC"),
        "airline crowd": (airline, "UTC"),
        "SU7 comments": (data / "xiaomi_su7_comments" / "xiaomi.csv", "Asia/Shanghai"),
        "CED reposts": (data / "weibo_ced_rumours", "Asia/Shanghai"),
        "Weibo timelines": (data / "weibo_spammers" / "timelines.jsonl.gz", "Asia/Shanghai"),
    }
    for name, (file, zone) in crowds.items():
        case = new_case(folder / name.replace(" ", "-"), title=name, timezone=zone)
        load(case, [file], LoadOptions(collected_at="2017-06-01" if "Weibo" in name else None))
        yield score(name, case, set(), Parameters())


def _trolls(folder: Path, name: str, trolls: Path, crowd: Path, days: tuple[str, str]) -> Iterator[Score]:
    """Score known trolls among a crowd: in the days of the crowd, there in English only, and at all times.

    Most trolls of the debate window write in a language that no control writes, which makes them easier to tell.
    """
    case = new_case(folder / f"trolls-{name}", title=name, timezone="UTC")
    load(case, [trolls])
    truth = set(read_posts(case).select("account").unique().collect()["account"])
    load(case, [crowd])
    begin, end = (int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) * 1_000_000 for day in days)
    window = Parameters(from_at=begin, to_at=end)
    yield score(f"trolls + {name} window", case, truth, window)
    english = read_posts(case).filter(pl.col("language").str.to_lowercase().is_in(["en", "english"]))
    speakers = set(english.select("account").unique().collect()["account"]) & truth
    yield score("  without those of other languages", case, speakers, window, frozenset(truth - speakers))
    yield score(f"trolls + {name} all time", case, truth, Parameters())


def main() -> None:
    """Measure and print; write JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scale", type=float, default=0.03)
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    scores = []
    with tempfile.TemporaryDirectory() as place:
        sets = campaigns(Path(place), chosen.scale, chosen.seeds, chosen.hard)
        for one in sets:
            print(one.line(), flush=True)
            scores.append(one)
        if chosen.data.is_dir():
            for one in real_sets(Path(place), chosen.data):
                print(one.line(), flush=True)
                scores.append(one)
        else:
            print(f"data not present: {chosen.data}")
    if chosen.out is not None:
        chosen.out.write_text(json.dumps([asdict(one) for one in scores], indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
