import gzip
import json
import zipfile
from pathlib import Path

import pytest

from case.errors import ShoalError, Unreachable
from case.fingerprint import data_fingerprint
from case.folder import Case, new_case
from case.journal import read_journal
from case.sources import read_sources
from case.tables import list_loads, read_accounts, read_actions, read_posts
from loaders.loading import load
from loaders.options import LoadOptions
from tests.unit.loaders.writing import COMMENTS, load_one, write_csv, write_json, write_lines

HERE = LoadOptions(timezone="Asia/Shanghai")


def _case(tmp_path: Path, name: str = "case") -> Case:
    return new_case(tmp_path / name, title="Test")


def test_every_record_is_used_a_duplicate_or_a_reject(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", [*COMMENTS, ("", "", "", "")])
    case, result = load_one(tmp_path, path, timezone="Asia/Shanghai")
    assert (result.records, result.used, result.duplicates, result.rejects) == (8, 6, 1, 1)
    posts = read_posts(case).collect()
    assert posts.height == result.posts == 6
    assert sorted(posts["place"]) == [1, 2, 4, 5, 6, 7]
    assert set(posts["source"]) == {result.sha256}


def test_a_reject_is_listed_with_place_reason_and_text(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "t.jsonl",
        [{"data": [{"id": "1", "author_id": "2", "text": "hello", "created_at": "2024-01-01T00:00:00Z"}], "meta": {}}],
    )
    path.write_bytes(path.read_bytes() + b'{"data": {"cut')
    _, result = load_one(tmp_path, path)
    assert (result.records, result.used, result.rejects) == (2, 1, 1)
    assert result.rejects_file is not None
    line = Path(result.rejects_file).read_text()
    assert '"record": 2' in line
    assert "no JSON" in line
    assert '{\\"data\\": {\\"cut' in line


def test_names_that_say_nothing_never_join_and_empty_texts_never_link(tmp_path: Path) -> None:
    case, result = load_one(tmp_path, write_csv(tmp_path / "c.csv", COMMENTS), timezone="Asia/Shanghai")
    accounts = read_accounts(case).collect()
    assert accounts["identity"].to_list().count("masked") == 2
    assert accounts.height == 6
    texts = read_actions(case).collect()
    assert texts["behaviour"].to_list() == ["text", "text"]
    assert texts["object"].n_unique() == 1
    assert any("says nothing" in warning for warning in result.warnings)


def test_a_time_without_zone_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    case = _case(tmp_path)
    with pytest.raises(ShoalError, match="--timezone"):
        load(case, [write_csv(tmp_path / "c.csv", COMMENTS)])
    assert list_loads(case) == []
    assert read_sources(case) == []
    assert list(case.tables.iterdir()) == []


def test_the_zone_of_the_case_serves_where_the_load_names_none(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case", title="Test", timezone="Asia/Shanghai")
    load(case, [write_csv(tmp_path / "c.csv", COMMENTS)])
    assert str(read_posts(case).collect()["at"].min()) == "2024-12-03 02:22:00+00:00"


def test_a_known_file_is_not_read_again(tmp_path: Path) -> None:
    case, path = _case(tmp_path), write_csv(tmp_path / "c.csv", COMMENTS)
    first = load(case, [path], HERE)
    copy = tmp_path / "copy.csv"
    copy.write_bytes(path.read_bytes())
    again = load(case, [copy], HERE)
    assert again.load is None
    assert list_loads(case) == [first.load]
    (file,) = again.files
    assert (file.records, file.used, file.duplicates, file.rejects) == (7, 0, 7, 0)
    assert "not read again" in file.warnings[0]


def test_two_copies_in_one_load_are_read_once(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "a.csv", COMMENTS)
    (tmp_path / "b.csv").write_bytes(one.read_bytes())
    result = load(_case(tmp_path), [tmp_path / "b.csv", one], HERE)
    assert [file.used for file in result.files] == [6, 0]


def test_the_order_of_loads_and_files_does_not_change_the_record(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "a.csv", COMMENTS)
    other = write_csv(
        tmp_path / "b.csv", [COMMENTS[0], ("晚风车友", COMMENTS[2][1], "2024/12/3 10:25", "9"), COMMENTS[1]]
    )
    first, second, third = (_case(tmp_path, name) for name in ("one", "two", "three"))
    load(first, [one, other], HERE)
    load(second, [other], HERE)
    load(second, [one], HERE)
    load(third, [one], HERE)
    load(third, [other], HERE)
    assert data_fingerprint(first) == data_fingerprint(second) == data_fingerprint(third)


def test_a_cancelled_load_leaves_the_case_as_it_was(tmp_path: Path) -> None:
    case, path = _case(tmp_path), write_csv(tmp_path / "c.csv", COMMENTS)

    def cancel(step: str, done: int, total: int | None) -> None:
        if step.startswith("reading"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(case, [path], HERE, progress=cancel)
    assert list_loads(case) == []
    assert read_sources(case) == []
    assert load(case, [path], HERE).files[0].used == 6


def test_the_journal_and_the_source_record_say_what_was_loaded(tmp_path: Path) -> None:
    case = _case(tmp_path)
    path = write_csv(tmp_path / "c.csv", COMMENTS)
    options = LoadOptions(timezone="Asia/Shanghai", collected_at="2024-12-04", query="刹车", place="上海")
    result = load(case, [path], options)
    (source,) = read_sources(case)
    assert (source.load, source.query, source.place, source.timezone) == (result.load, "刹车", "上海", "Asia/Shanghai")
    assert source.collected_at == "2024-12-04T15:59:59Z"
    assert source.mapping is not None
    assert source.mapping["columns"]["text"] == "评论内容"
    entry = read_journal(case)[-1]
    assert (entry["act"], entry["details"]["load"]) == ("load", result.load)


def test_a_mapping_beside_the_file_is_used(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "posts.csv", [("wer", "was", "wann"), ("ann_b", "hello there", "2024-01-01 10:00")])
    (tmp_path / "posts.columns.toml").write_text(
        'platform = "forum"\n[time]\ntimezone = "UTC"\n[columns]\naccount_name = "wer"\ntext = "was"\ntime = "wann"\n'
    )
    case, result = load_one(tmp_path, path)
    assert result.used == 1
    assert read_posts(case).collect()["account"].to_list() == ["forum:~name:ann_b"]


def test_a_mapping_that_names_a_missing_column_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", COMMENTS)
    (tmp_path / "m.toml").write_text('[columns]\ntext = "正文"\naccount_name = "用户名"\n')
    with pytest.raises(ShoalError, match="no column 正文"):
        load_one(tmp_path, path, columns=tmp_path / "m.toml")


def test_members_of_an_archive_are_loaded(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", COMMENTS)
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.write(path, "folder/评论.csv")
    _, result = load_one(tmp_path, tmp_path / "c.zip", timezone="Asia/Shanghai")
    assert result.path.endswith("c.zip/folder/评论.csv")
    assert result.used == 6


def test_a_stray_file_in_a_folder_is_reported_and_not_fatal(tmp_path: Path) -> None:
    write_csv(tmp_path / "in" / "c.csv", COMMENTS)
    (tmp_path / "in" / "notes.txt").write_text("call the dealer tomorrow\n")
    result = load(_case(tmp_path), [tmp_path / "in"], HERE)
    assert [(file.format, file.used) for file in result.files] == [("table", 6), (None, 0)]
    assert "no known format" in result.files[1].warnings[0]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "is empty"),
        ("empty.jsonl", b"\xef\xbb\xbf\n\n", "is empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(500), "is a binary file"),
        ("notes.txt", b"call the dealer tomorrow", "no known format"),
        ("export.xls", "<html><table><tr><td>用户</td></tr></table>".encode("gb18030"), "save it as XLSX"),
        ("prices.csv", b"price,size\n1,2\n3,4\n", "--columns"),
        ("other.json", b'{"weather": "fine"}', "no known format"),
        ("broken.xlsx", b"PK\x03\x04" + bytes(100), "damaged|cannot be read"),
    ],
)
def test_bad_input_is_told_in_one_sentence(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ShoalError, match=message) as caught:
        load_one(tmp_path, tmp_path / name)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="does not exist"):
        load_one(tmp_path, tmp_path / "nothing.csv")


def test_an_unknown_format_name_lists_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(ShoalError, match="weibo-search"):
        load_one(tmp_path, write_csv(tmp_path / "c.csv", COMMENTS), format="weibo-serach")


def test_a_table_without_times_says_so(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", [("user", "text"), ("ann_b", "hello there")])
    _, result = load_one(tmp_path, path)
    assert result.used == 1
    assert any("no time column" in warning for warning in result.warnings)


def test_a_table_in_gbk_is_read(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "c.csv",
        [*COMMENTS[:2], ("车友", "说的是不是这个车的问题，我也有", "2024/12/3 11:00", "1")],
        encoding="gb18030",
    )
    case, result = load_one(tmp_path, path, timezone="Asia/Shanghai")
    assert result.used == 2
    assert "刹车片换了三次还是响，谁来管管这事" in read_posts(case).collect()["text"].to_list()


def test_a_packed_file_that_is_cut_off_ends_as_a_reject(tmp_path: Path) -> None:
    rows = [
        COMMENTS[0],
        *(
            (f"车友{number}", f"第{number}条，刹车片又响了 {number * 7919}", "2024/12/3 10:22", "1")
            for number in range(60_000)
        ),
    ]
    whole = write_csv(tmp_path / "c.csv", rows)
    packed = gzip.compress(whole.read_bytes(), 1)
    (tmp_path / "c.csv.gz").write_bytes(packed[: len(packed) * 3 // 4])
    _, result = load_one(tmp_path, tmp_path / "c.csv.gz", timezone="Asia/Shanghai")
    assert 30_000 < result.used < 60_000
    assert result.rejects >= 1
    assert result.records == result.used + result.duplicates + result.rejects


def test_values_that_no_table_can_hold_lose_no_row(tmp_path: Path) -> None:
    user = {
        "id": "2",
        "username": "ann",
        "name": "half \ud83d",
        "public_metrics": {"followers_count": "1.2万"},
        "verified": "no",
    }
    post = {
        "id": "1",
        "author_id": "2",
        "text": "half \ud83d",
        "created_at": "2024-01-01T00:00:00Z",
        "public_metrics": {"like_count": 10**30},
    }
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps({"data": [post], "includes": {"users": [user]}, "meta": {}}))
    case, result = load_one(tmp_path, path)
    assert result.used == 1
    (row,) = read_posts(case).collect().iter_rows(named=True)
    assert (row["text"], row["likes"]) == ("half \ufffd", None)
    (account,) = read_accounts(case).collect().iter_rows(named=True)
    assert (account["name"], account["followers"], account["verified"]) == ("half \ufffd", 12_000, False)


def test_a_record_built_unlike_its_neighbours_is_a_reject(tmp_path: Path) -> None:
    good = {"id": "1", "author_id": "2", "text": "x", "created_at": "2024-01-01T00:00:00Z"}
    pages = [
        {
            "data": [good, {"id": "3", "author_id": "4", "text": "y", "entities": "none"}, "word"],
            "includes": {},
            "meta": {},
        },
        {"data": [good], "includes": {"users": ["who"]}, "meta": {}},
        ["a list"],
        7,
    ]
    _, result = load_one(tmp_path, write_lines(tmp_path / "t.jsonl", pages))
    assert (result.used, result.rejects) == (1, 5)


def test_a_time_beyond_reason_is_not_kept(tmp_path: Path) -> None:
    rows = [("user", "text", "time"), ("ann_b", "one", "1733047231"), ("ben_c", "two", "9999999999999")]
    case, _ = load_one(tmp_path, write_csv(tmp_path / "c.csv", rows))
    assert read_posts(case).collect()["at"].null_count() == 1


def test_what_came_along_with_a_repeated_status_is_kept(tmp_path: Path) -> None:
    user = {"id_str": "1", "screen_name": "ann"}
    plain = {"id_str": "10", "created_at": "Wed Jan 10 10:00:00 +0000 2024", "user": user, "full_text": "hello",
             "entities": {}}  # fmt: skip
    whole = {**plain, "quoted_status": {**plain, "id_str": "5"}}
    path = write_lines(tmp_path / "s.jsonl", [plain, whole, {**whole, "id_str": "11"}])
    case, result = load_one(tmp_path, path)
    assert (result.used, result.duplicates) == (2, 1)
    assert set(read_posts(case).collect()["key"]) == {"x:5", "x:10", "x:11"}


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_breaks_off_says_that_the_rest_is_missing(tmp_path: Path, packed: bool) -> None:
    if packed:
        path = tmp_path / "c.csv.gz"
        path.write_bytes(gzip.compress(write_csv(tmp_path / "c.csv", COMMENTS * 1000).read_bytes())[:-20])
    else:
        user = {"id_str": "7", "screen_name": "ann"}
        post = {"full_text": "hello", "created_at": "Wed Oct 10 20:19:24 +0000 2018", "user": user}
        posts = [post | {"id_str": str(number)} for number in range(3)]
        path = write_json(tmp_path / "posts.json", posts)
        path.write_bytes(path.read_bytes()[:-30])
    _, result = load_one(tmp_path, path, timezone="Asia/Shanghai", format="table" if packed else "x-api-v1")
    assert result.used
    assert result.rejects
    assert any("all that comes behind it is missing" in warning for warning in result.warnings)


def test_a_file_that_differs_in_one_byte_is_another_source(tmp_path: Path) -> None:
    case = _case(tmp_path)
    content = write_csv(tmp_path / "c.csv", COMMENTS).read_bytes()
    (tmp_path / "d.csv").write_bytes(content.replace("沙发".encode(), "沙友".encode()))
    files = [load(case, [tmp_path / name], HERE).files[0] for name in ("c.csv", "d.csv")]
    assert (files[1].records, files[1].used) == (7, 1)
    assert {source.sha256 for source in read_sources(case)} == {file.sha256 for file in files}
    assert len({file.sha256 for file in files}) == 2
