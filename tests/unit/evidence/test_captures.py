import csv
import hashlib
from pathlib import Path

from case.folder import Case
from case.rows import PostKey
from case.supplements import Capture, Deletion
from case.tables import PartWriter, capture_file, read_captures
from evidence.exporting import Package, export
from evidence.selection import Selection
from evidence.verifying import verify
from tests.unit.evidence.conftest import seal

PAGE = b"<html>the hood is tin</html>"


def _capture(case: Case, *posts: str) -> None:
    captures = [
        Capture(PostKey(post), "page", "<b>&.html", hashlib.sha256(PAGE).hexdigest(), len(PAGE), "text/html",
                captured_at=1_733_220_000_000_000, place=place, content=PAGE)
        for place, post in enumerate(posts, 1)
    ]  # fmt: skip
    with PartWriter(case, "L-2") as part:
        rows = [*(part.store(capture) for capture in captures), Deletion(PostKey("x:1-1"), None, 1)]
        part.supplement(rows, source="cc" * 32, file="captures.csv")


def _rows(package: Package, name: str) -> list[dict[str, str]]:
    with (package.package / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_package_names_and_holds_what_was_captured_of_its_posts(case: Case, tmp_path: Path) -> None:
    _capture(case, "x:1-1", "x:2-0", "x:elsewhere")
    package = seal(case, tmp_path / "package")
    rows = _rows(package, "data/captures.csv")
    assert [(row["post"], row["name"], row["place"]) for row in rows] == [
        ("x:1-1", "<b>&.html", "1"), ("x:2-0", "<b>&.html", "2")
    ]  # fmt: skip
    assert {(package.package / "data" / row["path"]).read_bytes() for row in rows} == {PAGE}
    assert rows[0]["sha256"] == hashlib.sha256(PAGE).hexdigest()
    assert verify(package.package, key=package.key).valid
    exhibits = [row for exhibit in package.exhibits for row in _rows(package, f"data/exhibits/{exhibit}/posts.csv")]
    assert [row["post"] for row in exhibits if row["deleted"]] == ["x:1-1"]


def test_a_capture_that_was_lost_is_named_as_left_out(case: Case, tmp_path: Path) -> None:
    _capture(case, "x:1-1")
    row = read_captures(case).collect().row(0, named=True)
    capture_file(case, row["load"], row["sha256"], row["name"]).unlink()
    package = seal(case, tmp_path / "package")
    assert len(_rows(package, "data/captures.csv")) == 1
    assert [told["reason"] for told in package.omissions if told["item"] == "captures"] == [
        "the file is no longer in the case"
    ]


def test_captures_are_left_out_where_names_are(case: Case, tmp_path: Path) -> None:
    _capture(case, "x:1-1")
    clusters = Selection(
        clusters=tuple(
            row["cluster"] for row in _rows(seal(case, tmp_path / "p"), "data/runs/R-0123456789ab/clusters.csv")
        )
    )
    package = export(case, None, clusters, out=tmp_path / "pseudonymised", level="pseudonymised", texts=True)
    assert not list(package.package.glob("data/captures*"))
    assert any(told["what"] == "captured files" and told["count"] == 1 for told in package.omissions)
