"""Accuracy of detection: planted campaigns, null campaigns and real crowds in; precision, recall and false alarms out.

    make bench-accuracy ARGS="--only planted null curves real crowds injected lists --scale 0.06 --seeds 1 2 3"

Every campaign is generated, exported and loaded as a user would; the truth is read only for scoring. All runs have
default settings. `explained` findings count as not found.
"""

import argparse
import csv
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from benchmarks.injection import Injection, write_injection
from benchmarks.measure import machine
from benchmarks.samples import Sample, load_files, make_campaign, read_sample
from benchmarks.scoring import Score, Share, adjusted_rand, score
from campaign import HARD, Plan
from campaign.planning import Difficulty
from case.folder import open_case
from detection.parameters import Parameters
from detection.suspects import judge_list
from loaders.loading import load
from loaders.options import LoadOptions

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
#: The difficulty at which accuracy is promised: a quarter joins, up to hours apart, a fifth of the words swapped.
PROMISED = Difficulty(participation=(0.25, 0.25), substitution=(0.2, 0.2), jitter_seconds=(5.0, 10_800.0))
#: What each curve varies, one at a time, from there.
CURVES: dict[str, list[tuple[str, Difficulty]]] = {
    "participation": [(f"{p:.0%}", replace(PROMISED, participation=(p, p))) for p in (0.05, 0.1, 0.25, 0.5)],
    "substitution": [(f"{s:.0%}", replace(PROMISED, substitution=(s, s))) for s in (0.0, 0.2, 0.4, 0.6)],
    "mean delay": [(f"{j:.0f} s", replace(PROMISED, jitter_seconds=(j, j))) for j in (10.0, 600.0, 3600.0, 10_800.0)],
}
SIZES = (20, 40, 60, 120)


def examined(
    sample: Sample, seed: int = 1, ignored: frozenset[str] = frozenset()
) -> tuple[Score, list[tuple[str, str]]]:
    """Examine and score a sample; also return (account, cluster) of the synchronised clusters."""
    clock = time.monotonic()
    found = sample.examine(Parameters(seed=seed))
    shown = [one for one in found.clusters if one.finding == "synchronised"]
    pairs = [(account, one.cluster) for one in shown for account in one.accounts]
    return score(sample, found, time.monotonic() - clock, ignored), pairs


def planted(folder: Path, chosen: argparse.Namespace) -> Iterator[Score]:
    """Score campaigns of the default difficulty, or hard ones."""
    difficulty = HARD if chosen.hard else Difficulty()
    for seed in chosen.seeds:
        name = f"campaign, scale {chosen.scale:g}{', hard' if chosen.hard else ''}, seed {seed}"
        yield examined(make_campaign(folder, name, Plan(scale=chosen.scale, difficulty=difficulty), seed))[0]


def null(folder: Path, chosen: argparse.Namespace) -> Iterator[Score]:
    """Score campaigns in which nothing is planted, with all organic crowds."""
    for seed in chosen.seeds:
        name = f"nothing planted, scale {chosen.scale:g}, seed {seed}"
        yield examined(make_campaign(folder, name, Plan(scale=chosen.scale, campaign=False), seed))[0]


def curves(folder: Path, chosen: argparse.Namespace) -> Iterator[Score]:
    """Vary one parameter at a time; groups of 60 accounts each, or of the size named."""
    for seed in chosen.seeds:
        for title, points in CURVES.items():
            for value, difficulty in points:
                plan = Plan(scale=chosen.scale, difficulty=difficulty, group_sizes=(60, 60, 60))
                yield examined(make_campaign(folder, f"{title} {value}, seed {seed}", plan, seed))[0]
        for size in SIZES:
            plan = Plan(scale=chosen.scale, difficulty=PROMISED, group_sizes=(size,) * 3)
            yield examined(make_campaign(folder, f"groups of {size}, seed {seed}", plan, seed))[0]


def real(folder: Path, chosen: argparse.Namespace) -> Iterator[Score | str]:
    """Score known trolls among honest crowds. Most trolls of the window write in a language that no control writes."""
    categories = _categories(chosen.data)
    for crowd, days in (("debate", ("2015-08-05", "2015-08-10")), ("airline", None)):
        sample = _trolls(folder, chosen.data, crowd)
        if days is not None:
            begin, end = (int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) * 1_000_000 for day in days)
            window = sample.within(begin, end, f"trolls + {crowd}, {days[0]} to {days[1]}")
            for seed in chosen.seeds:
                yield examined(replace(window, name=f"{window.name}, seed {seed}"), seed)[0]
            others = window.truth - _writes_english(window)
            yield examined(replace(window, name=f"{window.name}, only trolls that write English"), 1, others)[0]
        for least in (1, 10):
            busy = sample.posts.group_by("account").len().filter(pl.col("len") >= least)["account"].to_list()
            part = sample.keep(busy, f"trolls + {crowd}, all time, accounts of {least} posts and more")
            found, pairs = examined(part)
            yield found
            known = [(cluster, categories[account]) for account, cluster in pairs if account in categories]
            if known:
                index = adjusted_rand(*(list(column) for column in zip(*known, strict=True)))
                yield f"    adjusted Rand of clusters against categories: {index:.2f} over {len(known)} accounts"


def crowds(folder: Path, chosen: argparse.Namespace) -> Iterator[Score | str]:
    """Count false alarms in real crowds without known trolls: whole, and in random halves."""
    alarms = runs = 0
    for name, file, zone, collected in _crowds(chosen.data):
        whole = read_sample(load_files(folder, name, [file], timezone=zone, collected_at=collected), name)
        yield (found := examined(whole)[0])
        alarms, runs = alarms + bool(found.clusters), runs + 1
        for turn in range(chosen.halves):
            dice = random.Random(turn)
            half = whole.keep([one for one in sorted(whole.authors) if dice.random() < 0.5], f"{name}, half {turn}")
            found = examined(half, seed=turn + 1)[0]
            alarms, runs = alarms + bool(found.clusters), runs + 1
            if found.clusters:
                yield found
    yield f"runs on crowds with a synchronised cluster: {Share(alarms, runs)}"


def injected(folder: Path, chosen: argparse.Namespace) -> Iterator[Score | str]:
    """Plant a group of 60 into each real crowd: 16 operations of one kind, each joined by a quarter within a time."""
    for name, file, zone, collected in _crowds(chosen.data):
        crowd = read_sample(load_files(folder, name, [file], timezone=zone, collected_at=collected), name).posts
        for kind, substitution, delay, seed in (
            (kind, substitution, delay, seed)
            for kind, substitution in (("text", 0.2), ("text", 0.4), ("link", 0.0), ("hashtag", 0.0), ("repost", 0.0))
            for delay in (600.0, 10_800.0)
            for seed in chosen.seeds
        ):
            plan = Injection(kind=kind, substitution=substitution, delay_seconds=delay)
            title = f"{name}, planted {kind}, {substitution:.0%} of the words, within {delay / 60:.0f} min, seed {seed}"
            home = folder / title.replace(" ", "-")
            english = "debate" in name or "airline" in name
            made = write_injection(home / "export", crowd, english=english, plan=plan, seed=seed)
            case = load_files(home, "case", [file], timezone=zone, collected_at=collected)
            load(case, [made.file], LoadOptions(columns=made.mapping))
            sample = read_sample(case, title, frozenset(made.operations))
            yield examined(replace(sample, operations=made.operations))[0]


def lists(folder: Path, chosen: argparse.Namespace) -> Iterator[str]:
    """Test given lists: half of the window's trolls, clean and mixed with honest accounts, and honest lists."""
    sample = _trolls(folder, chosen.data, "debate")
    case = open_case(folder / "trolls-and-debate")
    begin, end = (int(datetime(2015, 8, day, tzinfo=UTC).timestamp()) * 1_000_000 for day in (5, 10))
    authors = sample.within(begin, end).authors
    trolls, honest = sorted(authors & sample.truth), sorted(authors - sample.truth)
    for title, mixed in (("half of the trolls", 0.0), ("half of the trolls and 30 % honest accounts", 0.3)):
        held, companions = 0, Share(0, 0)
        for turn in range(chosen.lists):
            dice = random.Random(turn)
            chosen_trolls = dice.sample(trolls, len(trolls) // 2)
            strangers = dice.sample(honest, round(len(chosen_trolls) * mixed / (1 - mixed)))
            answer = judge_list(case, chosen_trolls + strangers, from_at=begin, to_at=end)
            held += answer["finding"] == "coordinated_list"
            named = {row["account"] for row in answer["companions"]}
            companions = Share(companions.part + len(named & sample.truth), companions.whole + len(named))
        yield f"{title}: coordinated in {Share(held, chosen.lists)}; true companions {companions}"
    held = 0
    for turn in range(chosen.lists):
        answer = judge_list(case, random.Random(turn).sample(honest, 40), from_at=begin, to_at=end)
        held += answer["finding"] == "coordinated_list"
    yield f"40 honest accounts by lot: coordinated in {Share(held, chosen.lists)}"


def _trolls_file(data: Path) -> Path:
    return data / "ira_trolls" / "tweets.csv.gz"


def _crowd_file(data: Path, crowd: str) -> Path:
    names = {"debate": "gop_debate_2015/GOP_REL_ONLY.csv.gz", "airline": "airline_2015/Tweets.csv.gz"}
    return data / names[crowd]


def _crowds(data: Path) -> list[tuple[str, Path, str, str | None]]:
    """Return the crowds without known trolls: name, file, zone, and day of collection where the format needs one."""
    return [
        ("debate crowd", _crowd_file(data, "debate"), "UTC", None),
        ("airline crowd", _crowd_file(data, "airline"), "UTC", None),
        ("SU7 comments", data / "xiaomi_su7_comments" / "xiaomi.csv", "Asia/Shanghai", None),
        ("CED reposts", data / "weibo_ced_rumours", "Asia/Shanghai", None),
        ("Weibo timelines", data / "weibo_spammers" / "timelines.jsonl.gz", "Asia/Shanghai", "2017-06-01"),
    ]


def _trolls(folder: Path, data: Path, crowd: str) -> Sample:
    """Load the known trolls, note who they are, and load a crowd beside them."""
    case = load_files(folder, f"trolls and {crowd}", [_trolls_file(data)], timezone="UTC")
    truth = read_sample(case, "").authors
    load(case, [_crowd_file(data, crowd)])
    return read_sample(case, f"trolls + {crowd}", truth)


def _writes_english(sample: Sample) -> frozenset[str]:
    english = pl.col("language").str.to_lowercase().is_in(["en", "english"])
    return frozenset(sample.posts.filter(english)["account"].to_list())


def _categories(data: Path) -> dict[str, str]:
    with (data / "ira_trolls" / "authors.csv").open(encoding="utf-8") as rows:
        return {f"x:{row['author_id']}": row["account_category"] for row in csv.DictReader(rows)}


SECTIONS: dict[str, Callable[[Path, argparse.Namespace], Iterator[Score | str]]] = {
    "planted": planted, "null": null, "curves": curves, "real": real, "crowds": crowds, "injected": injected,
    "lists": lists,
}  # fmt: skip


def read_arguments() -> argparse.Namespace:
    """Read what to measure, how often, and where."""
    parser = argparse.ArgumentParser(prog="make bench-accuracy", description="Precision, recall and false alarms.")
    parser.add_argument("--only", nargs="*", choices=list(SECTIONS), default=["planted", "null", "real", "crowds"])
    parser.add_argument("--scale", type=float, default=0.03, help="size of campaigns; 1 plants 10,000 accounts")
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    parser.add_argument("--hard", action="store_true", help="rewritten copies hours apart, by members who rarely join")
    parser.add_argument("--halves", type=int, default=5, help="random halves of each real crowd")
    parser.add_argument("--lists", type=int, default=20, help="lists of each kind")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real samples")
    parser.add_argument("--out", type=Path, help="JSON file to write")
    return parser.parse_args()


def main() -> None:
    """Measure and print; write JSON if asked."""
    chosen = read_arguments()
    print(machine(), flush=True)
    results: list[Score | str] = []
    with tempfile.TemporaryDirectory() as place:
        for name in chosen.only:
            if name in ("real", "crowds", "injected", "lists") and not chosen.data.is_dir():
                print(f"{name}: not run, data not present ({chosen.data})")
                continue
            for one in SECTIONS[name](Path(place) / name, chosen):
                print(one if isinstance(one, str) else one.lines(), flush=True)
                results.append(one)
    if chosen.out is not None:
        rows = [one if isinstance(one, str) else asdict(one) for one in results]
        chosen.out.write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
