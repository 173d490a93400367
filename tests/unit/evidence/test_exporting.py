"""Packages: the same case gives the same bytes, numbers stay, nothing is cut in silence, hostile texts stay texts."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from rocrate.rocrate import ROCrate

from case import desk
from case.errors import ShoalError
from case.folder import Case, new_case
from case.journal import read_journal
from case.runs import read_clusters
from case.sources import read_sources, write_source
from evidence.exporting import Package, export, preview
from evidence.selection import Selection
from evidence.verifying import verify

VARYING = ("bag-info.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt", "tagmanifest-sha512.txt.sig")


def test_exporting_twice_gives_the_same_bytes(case: Case, tmp_path: Path) -> None:
    first = export(case, None, Selection(), out=tmp_path / "one")
    desk.add(case, "positions", {"a page": "moved"})
    second = export(case, None, Selection(), out=tmp_path / "two")
    one, two = _contents(first.package), _contents(second.package)
    assert one.keys() == two.keys()
    different = {name for name in one if one[name] != two[name]}
    declared = {"data/custody/journal.jsonl", "data/custody/queries.jsonl", "data/ro-crate-metadata.json"}
    assert different <= {*VARYING, *declared}
    assert first.content == second.content


def test_another_order_of_loading_gives_the_same_content(case: Case, tmp_path: Path) -> None:
    first = export(case, None, Selection(), out=tmp_path / "one")
    for source in read_sources(case):
        write_source(case, replace(source, part="L-9"))
    (case.tables / "L-1").rename(case.tables / "L-9")
    assert export(case, None, Selection(), out=tmp_path / "two").content == first.content


def test_no_load_id_and_no_place_on_this_machine_is_among_the_rows(package: Package, tmp_path: Path) -> None:
    for name in ("data/subgraph/nodes.csv", "data/subgraph/edges.csv", "data/exhibits/E-0001/posts.csv"):
        assert "L-1" not in (package.package / name).read_text()
    assert not [name for name, content in _contents(package.package).items()
                if str(tmp_path).encode() in content and "custody" not in name]  # fmt: skip


def test_an_exhibit_keeps_its_number_in_later_packages(case: Case, tmp_path: Path) -> None:
    explained = read_clusters(case)[1].cluster
    assert export(case, None, Selection(clusters=(explained,)), out=tmp_path / "one").exhibits == ("E-0001",)
    assert export(case, None, Selection(), out=tmp_path / "two").exhibits == ("E-0002",)
    both = Selection(clusters=tuple(cluster.cluster for cluster in read_clusters(case)))
    assert export(case, None, both, out=tmp_path / "three").exhibits == ("E-0001", "E-0002")


def test_two_accounts_make_a_link_that_names_its_root(case: Case, tmp_path: Path) -> None:
    export(case, None, Selection(), out=tmp_path / "cluster")
    package = export(case, None, Selection(accounts=("x:0", "handle1")), out=tmp_path / "link")
    assert package.exhibits == ("E-0002",)
    summary = json.loads((package.package / "data/exhibits/E-0002/summary.json").read_text())
    assert (summary["kind"], summary["about"], summary["root"]) == ("link", "x:0 x:1", "E-0001")
    assert summary["chance"][0]["q"] == 1e-6
    shared = _rows(package.package / "data/exhibits/E-0002/shared.csv")
    assert len(shared) == 15
    assert {row["gap_seconds"] for row in shared} == {"2.0"}
    assert shared[0]["first_at_utc"] == "2025-01-01T02:53:20Z"
    assert shared[0]["first_at_local"] == "2025-01-01T10:53:20+08:00"
    assert verify(package.package).valid


def test_two_accounts_that_share_nothing_make_a_link_that_says_so(case: Case, tmp_path: Path) -> None:
    package = export(case, None, Selection(accounts=("x:0", "x:9")), out=tmp_path / "link")
    text = (package.package / "data/exhibits/E-0001/summary.txt").read_text()
    assert "measured no link here" in text
    assert verify(package.package).valid


def test_a_list_makes_its_clearest_links_and_lone_accounts_exhibits(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.material.MOST_LINKS", 2)
    package = export(case, None, Selection(accounts=("x:0", "x:1", "x:2", "x:9")), out=tmp_path / "list").package
    kinds = {row["about"]: row["kind"] for row in _rows(package / "data/exhibits/index.csv")}
    assert kinds == {"x:0 x:1": "link", "x:0 x:2": "link", "x:9": "account"}
    told = [row for row in _rows(package / "data/omissions.csv") if row["what"] == "links as exhibits of their own"]
    assert [row["count"] for row in told] == ["1"]
    assert verify(package).valid


def test_hops_add_accounts_to_the_subgraph_but_not_to_the_exhibit(case: Case, tmp_path: Path) -> None:
    near = export(case, None, Selection(accounts=("x:0",)), out=tmp_path / "near")
    far = export(case, None, Selection(accounts=("x:0",), hops=1), out=tmp_path / "far")
    nodes = [{row["key"] for row in _rows(p.package / "data/subgraph/nodes.csv") if row["label"] == "Account"}
             for p in (near, far)]  # fmt: skip
    assert nodes == [{"x:0"}, {"x:0", "x:1", "x:2", "x:3"}]
    assert len(_rows(far.package / "data/exhibits/E-0001/members.csv")) == 1
    assert verify(far.package).valid


def test_a_case_without_cluster_still_gives_its_run(case: Case, tmp_path: Path) -> None:
    file = case.runs / "R-0123456789ab" / "clusters.json"
    file.write_text("[]")
    package = export(case, None, Selection(), out=tmp_path / "none")
    assert package.exhibits == ()
    assert (package.package / "data/runs/R-0123456789ab/run.json").exists()
    assert verify(package.package).valid


def test_a_case_without_run_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOAL_KEYS", str(tmp_path / "keys"))
    with pytest.raises(ShoalError, match="shoal detect"):
        export(new_case(tmp_path / "new", title="new"), None, Selection(), out=tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_cluster_that_is_not_there_is_refused_and_leaves_nothing(case: Case, tmp_path: Path) -> None:
    with pytest.raises(ShoalError, match="has no cluster 'C-0'"):
        export(case, None, Selection(clusters=("C-0",)), out=tmp_path / "none")
    assert not list(tmp_path.glob("*none*"))


def test_a_package_is_never_written_over(package: Package, case: Case) -> None:
    with pytest.raises(ShoalError, match="never written over"):
        export(case, None, Selection(), out=package.package)


def test_what_is_not_in_the_package_is_listed_with_counts(package: Package) -> None:
    rows = _rows(package.package / "data/omissions.csv")
    told = {(row["stage"], row["what"]): row["count"] for row in rows}
    assert told["load", "rejects"] == "1"
    assert told["load", "duplicates"] == "2"
    assert told["selection", "posts of wider members"] == "5"
    assert told["selection", "posts of the case"] == "20"
    assert told["query", "stored queries"]
    assert any(row["reason"] == "too hot" and row["count"] == "80" for row in rows)
    report = (package.package / "data/report.html").read_text()
    assert "too hot" in report


def test_a_look_before_the_export_gives_no_numbers(case: Case) -> None:
    material, omissions = preview(case, Selection())
    assert [exhibit.number for exhibit in material.exhibits] == ["new"]
    assert omissions
    assert desk.items(case, "exhibits") == []


def test_the_subgraph_ties_the_posts_of_the_core_to_their_template(package: Package) -> None:
    folder = package.package / "data/subgraph"
    edges, nodes = (pl.read_csv(folder / f"{name}.csv", infer_schema=False) for name in ("edges", "nodes"))
    said = edges.filter(type="SAYS").sort("source")
    assert said.select("source", "target").rows() == [(f"Post/x:{n}-0", "Template/T-1") for n in range(3)]
    assert nodes.filter(label="Template").select("key", "text", "slots", "boundary").rows() == [
        ("T-1", "text of […] 老板 <script>", "1", "false")
    ]


def test_platforms_get_a_list_of_ids_and_sample_posts(package: Package) -> None:
    rows = _rows(package.package / "data/takedown/x.csv")
    assert [row["id"] for row in rows] == ["0", "1", "2", "4", "5", "6"]
    assert rows[0]["exhibits"] == "E-0001"
    assert len(rows[0]["sample_posts"].split(" ")) == 3


def test_all_judgements_are_there_also_the_withdrawn(case: Case, tmp_path: Path) -> None:
    desk.remove(case, "verdicts", "V-0001", reason="too early")
    package = export(case, None, Selection(), out=tmp_path / "package")
    rows = _rows(package.package / "data/judgements.csv")
    assert [(row["item"], row["do"]) for row in rows] == [("V-0001", "add"), ("V-0001", "remove"), ("N-0001", "add")]
    assert rows[1]["reason"] == "too early"


def test_raw_tables_are_exact_and_the_spreadsheet_copy_is_neutral(package: Package) -> None:
    folder = package.package / "data/exhibits/E-0001"
    names = [row["name"] for row in _rows(folder / "members.csv")]
    assert "=cmd|' /C calc'!A0" in names
    texts = [row["text"] for row in _rows(folder / "posts.csv")]
    assert any(text.startswith("=HYPERLINK") for text in texts)
    assert any("\r\n" in text and "\u0007" in text for text in texts)
    book = CalamineWorkbook.from_path(folder / "E-0001.xlsx")
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_large_exhibit_has_a_neutral_csv_copy(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evidence.exhibit_files.MOST_CELLS", 10)
    package = export(case, None, Selection(), out=tmp_path / "package").package
    folder = package / "data/exhibits/E-0001"
    assert not (folder / "E-0001.xlsx").exists()
    copied, exact = (_rows(folder / name) for name in ("spreadsheet/members.csv", "members.csv"))
    assert [row["name"] for row in exact][1] == "=cmd|' /C calc'!A0"
    assert [row["name"] for row in copied][1] == "'=cmd|' /C calc'!A0"
    assert verify(package).valid


def test_hostile_texts_stay_texts_in_the_report(package: Package) -> None:
    page = (package.package / "data/report.html").read_text()
    seen = _Seen()
    seen.feed(page)
    assert "script" not in seen.tags
    assert not {"src", "onerror", "onload"} & seen.attributes
    assert all(link.startswith("#") for link in seen.links)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "text of […] 老板 &lt;script&gt;" in page
    assert "\u202e" not in page
    assert "U+202E" in page
    assert not re.search(r"url\(|@import|javascript:", page)
    assert "default-src 'none'" in page


def test_the_report_never_says_more_than_was_measured(package: Package) -> None:
    page = (package.package / "data/report.html").read_text().lower()
    assert "synchronised" in page
    assert "fan club: fits weak" in page
    assert not [word for word in (" fake ", " paid ", " bot ", "troll") if word in page]


def test_the_crate_names_every_file_and_every_step(package: Package) -> None:
    crate = json.loads((package.package / "data/ro-crate-metadata.json").read_text())
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    assert entities["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    files = {name.removeprefix("data/") for name in _contents(package.package) if name.startswith("data/")}
    assert files - {"ro-crate-metadata.json"} == {name for name in entities if entities[name]["@type"] == "File"}
    steps = [entity["name"] for entity in entities.values() if entity["@type"] == "CreateAction"]
    assert [step.split(" ")[0] for step in steps] == ["Loaded", "Detection", "Exported"]
    root = entities["./"]
    assert root["license"]
    assert root["datePublished"]
    assert ROCrate(package.package / "data").root_dataset["name"] == "Hoods & <power>"


def test_the_export_is_told_in_the_journal(package: Package, case: Case) -> None:
    last = read_journal(case)[-1]
    assert last["act"] == "export"
    assert last["details"]["sha512"] == package.sha512


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode(), newline="")))
