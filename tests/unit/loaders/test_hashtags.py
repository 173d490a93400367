import pytest

from loaders.values.hashtags import as_written, find_hashtags, normal_tag


@pytest.mark.parametrize(
    ("text", "platform", "expected"),
    [
        ("今天 #霁行发布会# 看了 #试驾 日记#", "weibo", ("霁行发布会", "试驾 日记")),
        ("价格#涨", "weibo", ()),
        ("出游啦 #露营[话题]# #周末去哪儿[话题]#", "xhs", ("露营", "周末去哪儿")),
        ("hello #World and #world_2 &#39; #12", "x", ("world", "world_2")),
        ("＃ＳＵ７＃ 和 #车评#", "x", ("su7", "车评")),
        ("a/#anchor mail#tag", "x", ()),
        ("#one #two", "x", ("one", "two")),
        ("no tags here", "weibo", ()),
        ("[话题] 没有 #标记", "xhs", ("标记",)),
    ],
)
def test_tags_are_found_as_each_platform_writes_them(text: str, platform: str, expected: tuple[str, ...]) -> None:
    assert find_hashtags(text, platform) == expected


@pytest.mark.parametrize("tag", ["#SU7#", "su7", "ＳＵ７", "SU7[话题]", " #su7 ", "su7\u200b"])
def test_one_tag_has_one_spelling(tag: str) -> None:
    assert normal_tag(tag) == "su7"


def test_tags_that_a_tool_sorted_come_back_into_the_order_of_the_text() -> None:
    text = "#Recall first, then #ＡＢＣ and #brakes"
    assert as_written(["abc", "brakes", "hidden", "recall"], text) == ("recall", "abc", "brakes", "hidden")
