"""A small case with two clusters, hostile texts and a judgement, and a package of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from case.desk import add
from case.folder import Case, new_case
from case.rows import Account, Action, Post, account_key, post_key
from case.runs import LINK_SCHEMA, Cluster, Run, cluster_id, read_clusters, set_current_run, write_run
from case.sources import Source, write_source
from case.tables import PartWriter
from case.templates import SAYS_SCHEMA, TEMPLATE_SCHEMA, Templates
from evidence.exporting import Package, export
from evidence.selection import Selection

START = 1_735_700_000_000_000  # 2025-01-01 02:53:20 UTC
HOSTILE = '=HYPERLINK("http://evil.example","x")<script>alert(1)</script>\u202eevil'
SOURCE = "ab" * 32
TEMPLATE = "text of […] 老板 <script>"
LATER = "2025-02-01T00:00:00Z"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("SHOAL_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("SHOAL_ACTOR", "an investigator")
    return planted(tmp_path / "case")


@pytest.fixture
def package(case: Case, tmp_path: Path) -> Package:
    """A package of both clusters, the explained one chosen by name."""
    return seal(case, tmp_path / "package")


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The same package, sealed once for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("sealed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOAL_KEYS", str(folder / "keys"))
        patch.setenv("SHOAL_ACTOR", "an investigator")
        return seal(planted(folder / "case"), folder / "package")


@pytest.fixture
def copy(sealed: Package, tmp_path: Path) -> Callable[[], Path]:
    """Give fresh copies of the package to tamper with."""

    def make() -> Path:
        target = tmp_path / "tampered"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(sealed.package, target)
        return target

    return make


def seal(case: Case, out: Path) -> Package:
    every = tuple(cluster.cluster for cluster in read_clusters(case))
    return export(case, None, Selection(clusters=every), out=out)


def planted(folder: Path) -> Case:
    told = {"operator": "An Operator", "organisation": "An Office", "purpose": "a test", "authority": "REF-1"}
    return fill(new_case(folder, title="Hoods & <power>", timezone="Asia/Shanghai", **told))


def fill(case: Case) -> Case:
    accounts = [_account(number) for number in range(12)]
    posts, actions = _deeds()
    with PartWriter(case, "L-1") as part:
        part.add(accounts, posts, actions, source=SOURCE, file="export.csv", collected_at=START)
    write_source(case, Source(SOURCE, "export.csv", "/elsewhere/export.csv", 1234, "table", "L-1", LATER,
                              "an investigator", records=63, used=60, duplicates=2, rejects=1,
                              rejects_file="rejects.jsonl", warnings=["one line was cut"]))  # fmt: skip
    first, second = _cluster(range(4), "synchronised"), _cluster(range(4, 8), "explained")
    links = [_link(a, b) for a in range(4) for b in range(a + 1, 4)]
    run = Run("R-0123456789ab", {"q": 0.01, "seed": 1}, "ff" * 32, "found", "", len(links), 2, LATER, 1.5,
              controls={"permuted": 0}, left_out=[{"object": "#hot", "rows": 900, "events": 80, "reason": "too hot"}],
              warnings=["minute stamps"], versions={"shoal": "test"})  # fmt: skip
    write_run(case, run, pl.DataFrame(links, schema=LINK_SCHEMA, orient="row"), [first, second],
              _templates())  # fmt: skip
    set_current_run(case, run.id)
    about = {"about": first.cluster, "kind": "cluster", "is": "unclear", "reason": "a fan club?", "note": "ask"}
    add(case, "verdicts", about)
    add(case, "notes", {"about": "x:1", "kind": "account", "text": "=1+1"})
    return case


def _templates() -> Templates:
    """What the first cluster's accounts say, a member who is no core among them."""
    says = [("T-1", f"x:{n}", post_key("x", f"{n}-0"), n, [None, str(n), None]) for n in range(4)]
    found = [("T-1", TEMPLATE, ["text of ", None, " 老板 <script>"], 0.8, 4, 4, 4, 4)]
    return Templates(
        pl.DataFrame(found, schema=TEMPLATE_SCHEMA, orient="row"), pl.DataFrame(says, schema=SAYS_SCHEMA, orient="row")
    )


def _account(number: int) -> Account:
    name = "=cmd|' /C calc'!A0" if number == 1 else f"Name {number}"
    return Account(account_key("x", str(number)), "x", str(number), f"handle{number}", name, START - number, 10, 20)


def _deeds() -> tuple[list[Post], list[Action]]:
    posts, actions = [], []
    for number in range(12):
        for turn in range(5):
            key, at = post_key("x", f"{number}-{turn}"), START + turn * 3_600_000_000 + number * 2_000_000
            text = HOSTILE if (number, turn) == (1, 1) else f"text\r\nof {number}, {turn} \u0007 老板"
            account = account_key("x", str(number))
            posts.append(Post(key, "x", account, at, "second", text, number * 5 + turn + 1, url=f"https://x.example/{key}",
                              reply_to=post_key("x", "elsewhere") if turn == 4 else None))  # fmt: skip
            things = [("hashtag", f"tag{turn}"), ("url", f"https://a.example/{turn}"), ("domain", "a.example")]
            actions += [Action(key, account, behaviour, thing, at, "second") for behaviour, thing in things]
    return posts, actions


def _cluster(numbers: range, finding: str) -> Cluster:
    accounts = tuple(f"x:{number}" for number in numbers)
    innocent = ({"explanation": "fan club", "fits": "weak", "signs": ["one official account"]},)
    return Cluster(
        cluster=cluster_id(accounts),
        lineage=f"lineage-{numbers.start}",
        finding=finding,
        accounts=accounts,
        core=accounts[:3],
        behaviours=("hashtag", "url"),
        windows=(60.0,),
        observed=12.0,
        expected=1.5,
        p=1e-9,
        days=3,
        first_at=START,
        last_at=START + 10_000_000,
        stability=0.9,
        member_stability=dict.fromkeys(accounts, 0.95),
        innocent=innocent,
        templates=(TEMPLATE,) if finding == "synchronised" else (),
    )


def _link(a: int, b: int) -> tuple[object, ...]:
    return (f"x:{a}", f"x:{b}", "*", 60.0, 5, 5, 5, 0.25, 1e-8, 1e-6, "validated", None, None)
