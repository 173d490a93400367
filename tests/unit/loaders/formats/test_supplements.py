"""Short links, deletions and captures: joined to the posts of other files, whichever of them came first."""

import hashlib
import zipfile
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest

from case.backup import backup, restore
from case.fingerprint import fingerprint
from case.folder import Case, new_case
from case.removal import purge_account, unload
from case.tables import capture_file, list_loads, read_accounts, read_actions, read_captures, read_posts
from loaders.loading import load, sniff
from loaders.options import FileResult, LoadOptions
from tests.unit.loaders.writing import load_one, picture, write_csv, write_lines

POSTS = [
    ("tweet_id", "user_id", "text", "time"),
    ("1", "11", "look http://t.cn/AAA and https://long.example/a?utm_source=x", "2024-12-03T10:22:00Z"),
    ("2", "12", "look http://t.cn/BBB", "2024-12-03T10:23:00Z"),
    ("3", "13", "look http://t.cn/zzz", "2024-12-03T10:24:00Z"),
]
LINKS = [
    ("short", "long"),
    ("http://t.cn/AAA", "https://www.long.example/a"),
    ("http://t.cn/BBB", "https://bit.ly/ccc"),
    ("https://bit.ly/ccc", "http://long.example/a?utm_source=weibo"),
]


def _posts(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "posts.csv", POSTS)


def _load(tmp_path: Path, name: str, *paths: Path) -> tuple[Case, list[FileResult]]:
    case = new_case(tmp_path / name, title="Test")
    return case, [load(case, [path], LoadOptions(timezone="UTC")).files[0] for path in paths]


def _objects(case: Case, behaviour: str) -> list[tuple[str, str]]:
    rows = read_actions(case).filter(pl.col("behaviour") == behaviour).select("post", "object")
    return sorted(rows.collect().iter_rows())


# Short links


def test_a_short_link_becomes_its_target_and_gains_the_domain(tmp_path: Path) -> None:
    case, (_, table) = _load(tmp_path, "case", _posts(tmp_path), write_csv(tmp_path / "links.csv", LINKS))
    assert (table.format, table.records, table.used, table.rejects) == ("short-links", 3, 3, 0)
    # The first post held the long link too: it has it once. The last is in no table and stays as it was.
    target = "https://long.example/a"
    assert _objects(case, "url") == [("x:1", target), ("x:2", target), ("x:3", "https://t.cn/zzz")]
    assert _objects(case, "domain") == [("x:1", "long.example"), ("x:2", "long.example")]
    assert read_posts(case).collect()["text"].str.contains("t.cn").all()


def test_the_order_of_posts_and_tables_does_not_matter(tmp_path: Path) -> None:
    files = [
        _posts(tmp_path),
        write_csv(tmp_path / "a.csv", LINKS[:3]),
        write_csv(tmp_path / "b.csv", [LINKS[0], LINKS[3]]),
    ]
    cases = [_load(tmp_path, f"case{n}", *order)[0] for n, order in enumerate(permutations(files))]
    together = new_case(tmp_path / "together", title="Test")
    load(together, files, LoadOptions(timezone="UTC"))
    assert len({fingerprint(case) for case in (*cases, together)}) == 1
    assert len({link for _, link in _objects(together, "url")}) == 2


def test_a_withdrawn_table_leaves_the_short_links(tmp_path: Path) -> None:
    case, _ = _load(tmp_path, "case", _posts(tmp_path), write_csv(tmp_path / "links.csv", LINKS))
    table = next(name for name in list_loads(case) if (case.tables / name / "expansions.parquet").exists())
    assert read_posts(case).filter(pl.col("loads").list.contains(table)).collect()["key"].sort().to_list() == [
        "x:1",
        "x:2",
    ]
    unload(case, table)
    assert ("x:2", "https://t.cn/BBB") in _objects(case, "url")


def test_links_that_lead_in_a_circle_stay_as_they_are(tmp_path: Path) -> None:
    circle = [LINKS[0], ("http://t.cn/AAA", "http://t.cn/BBB"), ("http://t.cn/BBB", "http://t.cn/AAA")]
    case, _ = _load(tmp_path, "case", _posts(tmp_path), write_csv(tmp_path / "links.csv", circle))
    assert ("x:1", "https://t.cn/AAA") in _objects(case, "url")


def test_of_two_tables_that_disagree_the_one_collected_later_counts(tmp_path: Path) -> None:
    old = write_csv(tmp_path / "old.csv", [LINKS[0], ("http://t.cn/BBB", "https://old.example/a")])
    new = write_csv(tmp_path / "new.csv", [LINKS[0], ("http://t.cn/BBB", "https://new.example/a")])
    for name, order in (("one", (old, new)), ("two", (new, old))):
        case = new_case(tmp_path / name, title="Test")
        for path in (*order, _posts(tmp_path)):
            at = {"old.csv": "2024-01-01", "new.csv": "2024-02-01"}.get(path.name)
            load(case, [path], LoadOptions(timezone="UTC", collected_at=at))
        assert ("x:2", "https://new.example/a") in _objects(case, "url")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("", "https://a.example/x"), "holds no link in 'short'"),
        (("http://t.cn/a", "gone"), "holds no link in 'long'"),
        (("http://t.cn/a", "https://t.cn/a"), "leads to itself"),
    ],
)
def test_a_row_that_expands_nothing_is_a_reject(tmp_path: Path, row: tuple[str, str], reason: str) -> None:
    _, result = load_one(tmp_path, write_csv(tmp_path / "l.csv", [LINKS[0], row]), format="short-links")
    assert (result.used, result.rejects) == (0, 1)
    assert reason in Path(result.rejects_file or "").read_text(encoding="utf-8")


@pytest.mark.parametrize("heads", [("短链接", "目标链接"), ("short_url", "expanded_url"), ("url", "resolved_url")])
def test_tables_of_links_are_known_by_their_heads(tmp_path: Path, heads: tuple[str, str]) -> None:
    found = sniff(write_csv(tmp_path / "l.csv", [heads, *LINKS[1:]]))
    assert found.format == "short-links"
    assert found.rows[0]["long"] == "https://long.example/a"


def test_a_table_of_posts_with_both_links_stays_one_of_posts(tmp_path: Path) -> None:
    rows = [(*POSTS[0], "short_url", "expanded_url"), (*POSTS[1], *LINKS[1])]
    assert sniff(write_csv(tmp_path / "p.csv", rows)).format == "table"


# Deletions


def _status(id: str, text: str) -> dict[str, object]:
    user = {"id_str": "9", "screen_name": "ann_q", "created_at": "Mon Dec 02 10:00:00 +0000 2024"}
    return {"id_str": id, "text": text, "user": user, "entities": {}, "created_at": "Tue Dec 03 10:00:00 +0000 2024"}


def test_a_deleted_post_stays_and_is_marked_whichever_came_first(tmp_path: Path) -> None:
    notice = {"delete": {"status": {"id_str": "71", "user_id_str": "9"}, "timestamp_ms": "1733220000000"}}
    other = {"delete": {"status": {"id_str": "404", "user_id_str": "9"}, "timestamp_ms": "1733220000000"}}
    posts = write_lines(tmp_path / "posts.jsonl", [_status("71", "the hood is tin"), _status("72", "stays")])
    later = write_lines(tmp_path / "later.jsonl", [notice, other, _status("73", "new")])
    one, results = _load(tmp_path, "one", posts, later)
    two, _ = _load(tmp_path, "two", later, posts)
    assert [result.used for result in results] == [2, 3]
    assert fingerprint(one) == fingerprint(two)
    told = {row["key"]: (row["text"], row["deleted"]) for row in read_posts(one).collect().iter_rows(named=True)}
    assert told == {"x:71": ("the hood is tin", True), "x:72": ("stays", None), "x:73": ("new", None)}
    assert read_posts(one).collect()["deleted_at"].dt.epoch("ms").drop_nulls().to_list() == [1_733_220_000_000]


def test_results_of_a_compliance_job_mark_posts_and_count_other_reasons(tmp_path: Path) -> None:
    posts = write_lines(tmp_path / "posts.jsonl", [_status("71", "one"), _status("72", "two"), _status("73", "three")])
    lines = [
        {"id": "71", "action": "delete", "reason": "deleted", "redacted_at": "2024-12-04T00:00:00.000Z"},
        {"id": "72", "action": "delete", "reason": "suspended", "redacted_at": None},
        {"id": "73", "action": "scrub_geo", "reason": "scrub_geo", "redacted_at": None},
    ]
    case, _ = _load(tmp_path, "case", posts)
    results = write_lines(tmp_path / "compliance.jsonl", lines)
    result = load(case, [results], LoadOptions(format="x-compliance")).files[0]
    assert (result.used, result.rejects) == (2, 1)
    assert any(warning.startswith("1 x gone for another reason") for warning in result.warnings)
    assert sorted(read_posts(case).filter(pl.col("deleted")).collect()["key"]) == ["x:71", "x:72"]


def test_a_hand_made_table_can_say_what_is_gone(tmp_path: Path) -> None:
    rows = [(*POSTS[0], "是否删除"), (*POSTS[1], "是"), (*POSTS[2], "否"), (*POSTS[3], "")]
    case, _ = load_one(tmp_path, write_csv(tmp_path / "p.csv", rows))
    assert read_posts(case).filter(pl.col("deleted")).collect()["key"].to_list() == ["x:1"]


# Captures


def _captures(folder: Path, files: dict[str, bytes], rows: list[tuple[str, ...]]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return write_csv(folder / "captures.csv", [("post", "file", "kind", "captured_at"), *rows])


def test_captures_are_hashed_kept_and_named(tmp_path: Path) -> None:
    page = b"<html>saved</html>"
    table = _captures(tmp_path / "in", {"pages/1.HTML": page}, [("x:1", "pages/1.HTML", "", "2024-12-04T00:00:00Z")])
    case, (_, result) = _load(tmp_path, "case", _posts(tmp_path), table)
    assert (result.format, result.used, result.rejects) == ("captures", 1, 0)
    (row,) = read_captures(case).collect().iter_rows(named=True)
    assert (row["post"], row["kind"], row["name"], row["size"]) == ("x:1", "page", "1.HTML", len(page))
    assert row["sha256"] == hashlib.sha256(page).hexdigest()
    kept = capture_file(case, row["load"], row["sha256"], row["name"])
    assert kept.read_bytes() == page
    assert kept.name == row["sha256"] + ".html"


def test_copies_of_one_picture_are_one_media_object_and_other_pictures_are_not(tmp_path: Path) -> None:
    files = {
        "a.jpg": picture(1), "b.webp": picture(1, scale=0.5, quality=50, format="WEBP"), "c.jpg": picture(2),
    }  # fmt: skip
    rows = [(f"x:{n}", name, "picture", "") for n, name in enumerate(files, 1)]
    table = _captures(tmp_path / "in", files, rows)
    one, _ = _load(tmp_path, "one", _posts(tmp_path), table)
    two, _ = _load(tmp_path, "two", table, _posts(tmp_path))
    assert fingerprint(one) == fingerprint(two)
    names = [name for _, name in _objects(one, "media")]
    assert names[0] == names[1] != names[2]
    assert all(name.startswith("picture:") for name in names)
    first = (
        read_actions(one).filter(pl.col("behaviour") == "media", pl.col("post") == "x:1").collect().row(0, named=True)
    )
    assert (first["account"], first["at"].isoformat()) == ("x:11", "2024-12-03T10:22:00+00:00")


def test_a_page_gives_no_media_object_and_a_picture_without_a_kind_says_so(tmp_path: Path) -> None:
    table = _captures(tmp_path / "in", {"a.jpg": picture(1)}, [("x:1", "a.jpg", "", ""), ("x:2", "a.jpg", "截图", "")])
    case, (_, result) = _load(tmp_path, "case", _posts(tmp_path), table)
    assert _objects(case, "media") == []
    assert any(warning.startswith("1 x picture file without a kind") for warning in result.warnings)


@pytest.mark.parametrize("content", [b"no picture", b"", picture(1)[:300]])
def test_a_picture_that_cannot_be_opened_is_kept_without_an_identity(tmp_path: Path, content: bytes) -> None:
    table = _captures(tmp_path / "in", {"a.jpg": content}, [("x:1", "a.jpg", "picture", "")])
    case, (_, result) = _load(tmp_path, "case", _posts(tmp_path), table)
    assert (result.used, _objects(case, "media")) == (1, [])
    assert any("never joined" in warning for warning in result.warnings)


@pytest.mark.parametrize("name", ["missing.png", "../secret.txt", "/etc/hostname", "", "C:\\a.png"])
def test_a_file_that_is_not_beside_the_list_is_a_reject(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text("not yours")
    table = _captures(tmp_path / "in", {"a.html": b"x"}, [("x:1", name, "page", ""), ("x:1", "a.html", "page", "")])
    case, result = load_one(tmp_path, table)
    assert (result.records, result.used, result.rejects) == (2, 1, 1)
    assert read_captures(case).collect()["name"].to_list() == ["a.html"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("not yours")
    table = _captures(tmp_path / "in", {"a.html": b"x"}, [("x:1", "b.html", "page", "")])
    (tmp_path / "in" / "b.html").symlink_to(tmp_path / "secret.txt")
    assert load_one(tmp_path, table)[1].rejects == 1


def test_a_list_and_its_files_may_come_in_one_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("set/captures.csv", "platform,post_id,file\nx,1,pages/a.mhtml\nx,2,pages/none.mhtml\n")
        archive.writestr("set/pages/a.mhtml", "saved")
    case = new_case(tmp_path / "case", title="Test")
    result = next(file for file in load(case, [tmp_path / "all.zip"]).files if file.format == "captures")
    assert (result.used, result.rejects) == (1, 1)
    assert read_captures(case).collect()["post"].to_list() == ["x:1"]


def test_a_capture_that_names_no_post_is_a_reject(tmp_path: Path) -> None:
    rows = [("https://x.com/a/1", "a.html", "page", ""), ("17", "a.html", "page", ""), ("x:1", "a.html", "film", "")]
    _, result = load_one(tmp_path, _captures(tmp_path / "in", {"a.html": b"not to be repeated"}, rows))
    assert result.rejects == 3
    assert "not to be repeated" not in Path(result.rejects_file or "").read_text(encoding="utf-8")


def test_a_backup_holds_the_captured_files(tmp_path: Path) -> None:
    table = _captures(tmp_path / "in", {"a.html": b"saved"}, [("x:1", "a.html", "page", "")])
    case, _ = _load(tmp_path, "case", _posts(tmp_path), table)
    backup(case, tmp_path / "case.shoal")
    again = restore(tmp_path / "case.shoal", tmp_path / "again")
    assert fingerprint(again) == fingerprint(case)
    row = read_captures(again).collect().row(0, named=True)
    assert capture_file(again, row["load"], row["sha256"], row["name"]).read_bytes() == b"saved"


def test_a_purged_account_takes_its_captures_along(tmp_path: Path) -> None:
    files = {"a.html": b"a", "b.html": b"b"}
    table = _captures(tmp_path / "in", files, [("x:1", "a.html", "page", ""), ("x:2", "b.html", "page", "")])
    case, _ = _load(tmp_path, "case", _posts(tmp_path), table)
    purge_account(case, "x:11")
    assert read_captures(case).collect()["post"].to_list() == ["x:2"]
    assert [file.read_bytes() for file in case.tables.glob("*/captures/*")] == [b"b"]


# Names that change


def test_a_renamed_account_keeps_its_former_names_as_versions(tmp_path: Path) -> None:
    def named(id: str, handle: str) -> dict[str, object]:
        status = _status(id, "x")
        return {**status, "user": {**status["user"], "screen_name": handle}}  # type: ignore[dict-item]

    lines = [named("1", "zoe_before"), named("2", "ann_after"), named("3", "ann_after")]
    case, result = load_one(tmp_path, write_lines(tmp_path / "p.jsonl", lines))
    assert result.accounts == 1
    assert read_accounts(case).collect()["handle"].to_list() == ["ann_after"]
