"""Packages for others: nothing that names a person is left, figures stay, the tie to the full package can be shown."""

import csv
import io
import json
import zipfile
from pathlib import Path

import bagit
import pytest

from case.folder import Case
from case.runs import read_clusters
from evidence.exporting import Package, export
from evidence.pseudonyms import case_pseudonyms, lead_back
from evidence.selection import Selection
from evidence.verifying import verify

SECRETS = ("handle1", "Name ", "=cmd", "老板", "HYPERLINK", "x.example/x:", '"x:0"', "x:1-", "export.csv", "/elsewhere",
           "a fan club?", "one official account", "too hot to name", "a.example/1")  # fmt: skip


@pytest.fixture
def pair(case: Case, tmp_path: Path) -> tuple[Package, Package]:
    every = Selection(clusters=tuple(cluster.cluster for cluster in read_clusters(case)))
    return (
        export(case, None, every, out=tmp_path / "full"),
        export(case, None, every, out=tmp_path / "pseudonymised", level="pseudonymised"),
    )


def test_nothing_that_names_a_person_is_left(case: Case, pair: tuple[Package, Package]) -> None:
    found = _everything(pair[1].package)
    assert not [secret for secret in SECRETS if secret in found]
    for cluster in read_clusters(case):
        assert cluster.cluster not in found
        assert not [key for key in cluster.accounts if f"{key}," in found or f"{key} " in found or f'"{key}"' in found]


def test_figures_and_numbers_are_those_of_the_full_package(pair: tuple[Package, Package]) -> None:
    full, other = pair
    assert other.exhibits == full.exhibits
    assert (other.nodes, other.edges) == (full.nodes, full.edges)
    for number in full.exhibits:
        mine, theirs = (json.loads((p.package / f"data/exhibits/{number}/summary.json").read_text()) for p in pair)
        assert mine["rows"] == theirs["rows"]
        assert mine["chance"] == theirs["chance"]
        gaps = [
            sorted(row["gap_seconds"] for row in _rows(p.package / f"data/exhibits/{number}/shared.csv")) for p in pair
        ]
        assert gaps[0] == gaps[1]


@pytest.mark.parametrize("level", ["pseudonymised", "summary"])
def test_it_holds_and_names_the_content_of_the_full_package(case: Case, tmp_path: Path, level: str) -> None:
    full = export(case, None, Selection(), out=tmp_path / "full")
    other = export(case, None, Selection(), out=tmp_path / level, level=level)  # type: ignore[arg-type]
    assert verify(other.package, key=other.key).problems == ()
    bag = bagit.Bag(str(other.package))
    bag.validate()
    assert bag.info["Full-Content-SHA512"] == full.content
    assert bag.info["Disclosure-Level"] == level


def test_a_summary_holds_figures_only(case: Case, tmp_path: Path) -> None:
    package = export(case, None, Selection(accounts=("x:0", "x:1")), out=tmp_path / "summary", level="summary").package
    found = _everything(package)
    assert not [secret for secret in SECRETS if secret in found]
    assert not list(package.glob("data/exhibits/*/*.csv")) + list(package.glob("data/subgraph/*"))
    assert json.loads((package / "data/exhibits/E-0001/summary.json").read_text())["about"] == "withheld"
    assert "x:~p" not in found


def test_of_templates_only_slots_and_lengths_are_disclosed(pair: tuple[Package, Package]) -> None:
    full, other = (json.loads((p.package / "data/exhibits/E-0001/summary.json").read_text()) for p in pair)
    assert full["templates"] == ["text of […] 老板 <script>"]
    assert other["templates"] == ["‹8›[…]‹12›"]
    nodes = [row for row in _rows(pair[1].package / "data/subgraph/nodes.csv") if row["label"] == "Template"]
    assert [(row["text"], row["slots"]) for row in nodes] == [("‹8›[…]‹12›", "1")]
    told = _rows(pair[1].package / "data/omissions.csv")
    assert [row["count"] for row in told if row["item"] == "templates"] == ["1"]


def test_words_are_kept_at_wish_with_a_warning(case: Case, tmp_path: Path) -> None:
    package = export(case, None, Selection(), out=tmp_path / "words", level="pseudonymised", texts=True).package
    assert "老板" in _everything(package)
    assert "text of […] 老板" in (package / "data/exhibits/E-0001/summary.json").read_text()
    told = _rows(package / "data/omissions.csv")
    assert [row for row in told if row["stage"] == "disclosure" and "leads back to their author" in row["reason"]]


def test_pseudonyms_lead_back_for_the_holder_of_the_case_alone(case: Case, pair: tuple[Package, Package]) -> None:
    rows = _rows(pair[1].package / "data/exhibits/E-0001/members.csv")
    names = [row["account"] for row in rows]
    assert set(lead_back(case, names).values()) == {"x:0", "x:1", "x:2", "x:3"}
    assert (case.path / "pseudonyms.key").stat().st_mode & 0o777 == 0o600
    assert case_pseudonyms(case).account("x:0") in names
    (case.path / "pseudonyms.key").write_text("00" * 32)
    assert lead_back(case, names) == {}


def test_the_log_is_redacted_and_its_chain_holds(pair: tuple[Package, Package]) -> None:
    lines = [json.loads(line) for line in (pair[1].package / "data/custody/journal.jsonl").read_text().splitlines()]
    assert lines
    assert not [line for line in lines if "details" in line or "salt" in line]


def test_what_was_taken_out_is_listed(pair: tuple[Package, Package]) -> None:
    told = {row["item"]: row for row in _rows(pair[1].package / "data/omissions.csv") if row["stage"] == "disclosure"}
    assert told["texts"]["count"] == "30"
    assert {"names", "judgements", "sources", "times and counts"} <= set(told)


def _everything(folder: Path) -> str:
    texts = []
    for path in folder.rglob("*"):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                texts += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
        elif path.is_file() and path.suffix not in (".py", ".sig", ".pdf"):
            texts.append(path.read_text("utf-8"))
    return "\n".join(texts)


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode(), newline="")))
