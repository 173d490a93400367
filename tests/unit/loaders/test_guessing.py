from pathlib import Path

import pytest

from case.errors import ShoalError, Unreachable
from loaders.guessing import guess_mapping
from loaders.mapping import Mapping, read_mapping, write_mapping


def test_chinese_heads_are_understood() -> None:
    columns = ("用户名", "评论内容", "发布时间", "点赞数", "IP属地")
    mapping = guess_mapping(columns, [("甲车主", "车不错", "2024/3/30 12:22", "3", "江苏")])
    assert mapping is not None
    assert mapping.columns == {
        "handle": "用户名", "text": "评论内容", "time": "发布时间", "likes": "点赞数", "region": "IP属地",
    }  # fmt: skip
    assert mapping.kind == "comment"
    assert mapping.row_keys


def test_rounded_ids_are_not_used_and_that_is_said() -> None:
    rows = [(f"57030{n}133677760000", "ann_invented", "some text", "42059.48") for n in range(9)]
    mapping = guess_mapping(("tweet_id", "name", "text", "tweet_created"), rows)
    assert mapping is not None
    assert "post_id" not in mapping.columns
    assert mapping.row_keys
    assert mapping.unit == "excel"
    assert mapping.platform == "x"
    assert any("rounded" in note for note in mapping.notes)


def test_the_order_of_dates_follows_from_the_values() -> None:
    def order(*days: str) -> tuple[str | None, bool]:
        mapping = guess_mapping(("user", "text", "date"), [("a", "b", day) for day in days])
        assert mapping is not None
        return mapping.order, any("two ways" in note for note in mapping.notes)

    assert order("13/8/15 9:54", "1/8/15 9:54") == ("dmy", False)
    assert order("8/13/15 9:54", "8/1/15 9:54") == ("mdy", False)
    assert order("8/6/15 9:54", "8/7/15 9:54") == ("mdy", True)
    assert order("6/8/15 9:54", "7/8/15 9:54") == ("dmy", True)


def test_seconds_that_are_always_zero_are_minutes() -> None:
    rows = [("a", "b", f"2024-03-30 12:{minute:02d}:00") for minute in range(40)]
    mapping = guess_mapping(("user", "text", "time"), rows)
    assert mapping is not None
    assert mapping.minute
    rows.append(("a", "b", "2024-03-30 12:50:31"))
    mapping = guess_mapping(("user", "text", "time"), rows)
    assert mapping is not None
    assert not mapping.minute


def test_a_masked_column_is_no_id() -> None:
    mapping = guess_mapping(("user_id", "nickname", "text", "time"), [("测***户", "n1", "t", "2024-01-01 10:00")])
    assert mapping is not None
    assert "account_id" not in mapping.columns


def test_a_table_without_people_gives_no_mapping() -> None:
    assert guess_mapping(("price", "size"), [("1", "2")]) is None


def test_a_mapping_survives_being_written_and_read(tmp_path: Path) -> None:
    mapping = Mapping(
        "weibo", {"account_name": "用户名", "text": "内容", "time": "时间"}, kind="comment", order="dmy", minute=True
    )
    write_mapping(mapping, tmp_path / "m.toml")
    assert read_mapping(tmp_path / "m.toml") == mapping


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("platform = 'x'", "no \\[columns\\]"),
        ("[columns]\nwhen = 'time'", "unknown roles when"),
        ("kind = 'meme'\n[columns]\ntext = 'a'", "kind = 'meme'"),
        ("[columns]\ntext = 'a'\n[time]\norder = 'ymd'", "order = 'ymd'"),
        ("[columns", "no TOML"),
    ],
)
def test_a_wrong_mapping_is_told_in_one_sentence(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "m.toml").write_text(content)
    with pytest.raises(ShoalError, match=message):
        read_mapping(tmp_path / "m.toml")


def test_a_missing_mapping_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        read_mapping(tmp_path / "m.toml")


@pytest.mark.parametrize(
    ("heads", "ids", "taken"),
    [
        (("id", "user", "text"), ("1", "2", "4"), False),
        (("编号", "user", "text"), ("1", "2", "1"), False),
        (("id", "user", "text"), ("1863", "1864", "1901"), True),
        (("tweet_id", "user", "text"), ("1", "2", "3"), True),
        (("id", "user", "text", "parent_id"), ("1", "2", "3"), True),
    ],
)
def test_numbers_of_rows_are_no_ids_of_posts(heads: tuple[str, ...], ids: tuple[str, ...], taken: bool) -> None:
    rows = [(id, "ann", f"words {place}", "1")[: len(heads)] for place, id in enumerate(ids)]
    mapping = guess_mapping(heads, rows)
    assert mapping is not None
    assert ("post_id" in mapping.columns, mapping.row_keys) == (taken, not taken)
    assert any("counts the rows" in note for note in mapping.notes) is not taken
