import csv
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from campaign.generating import Summary, generate
from campaign.planning import Crowds, Plan

SMALL = Plan(scale=0.01, group_sizes=(40, 24, 24, 20, 20, 20))


@dataclass(frozen=True)
class Sample:
    summary: Summary
    folder: Path

    def truth(self, name):
        with (self.folder / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def weibo(self):
        rows = []
        for path in sorted((self.folder / "weibo").rglob("*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows += csv.DictReader(file)
        return rows

    def forum(self):
        path = next((self.folder / "forum").glob("*.csv"))
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def pages(self):
        with (self.folder / "x" / "pages.jsonl").open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def texts(self):
        found = {f"weibo:{row['id']}": row["微博正文"] for row in self.weibo()}
        found |= {f"forum:{row['帖子ID']}": row["内容"] for row in self.forum()}
        found |= {f"x:{tweet['id']}": tweet["text"] for page in self.pages() for tweet in page["data"]}
        return found

    def bytes(self):
        return {
            str(path.relative_to(self.folder)): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()
        }


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    return Sample(generate(folder, plan=SMALL, seed=7), folder)


@pytest.fixture(scope="session")
def null_sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("null")
    return Sample(generate(folder, plan=Plan(scale=0.004, campaign=False), seed=7), folder)


@pytest.fixture(scope="session")
def bare_sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bare")
    none = Crowds(*[False] * len(Crowds.__slots__))
    return Sample(generate(folder, plan=Plan(scale=0.004, campaign=False, crowds=none), seed=7), folder)
