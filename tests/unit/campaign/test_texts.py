import re
from difflib import SequenceMatcher
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest

from campaign.dice import Dice
from campaign.grammar import read_grammar
from campaign.notation import Choice, Name, parse_lists
from campaign.topics import TOPICS, USUAL_HASHTAGS

# Marks of real makers of cars and phones, which no invented post may name.
REAL_MARKS = [
    *("特斯拉", "比亚迪", "小米", "蔚来", "小鹏", "问界", "智界", "享界", "极氪", "领克", "岚图", "阿维塔", "智己"),
    *("哪吒", "零跑", "高合", "极越", "极狐", "埃安", "仰望", "腾势", "方程豹", "吉利", "长安", "奇瑞", "哈弗", "长城"),
    *(
        "五菱",
        "红旗",
        "奔驰",
        "宝马",
        "奥迪",
        "保时捷",
        "丰田",
        "本田",
        "日产",
        "大众",
        "福特",
        "别克",
        "沃尔沃",
        "华为",
    ),
    *("苹果", "荣威", "名爵", "欧拉", "捷途", "星途", "远航", "创维", "赛力斯", "理想汽车", "深蓝汽车"),
    *("tesla", "byd", "xiaomi", "nio", "xpeng", "geely", "huawei", "zeekr", "porsche", "toyota", "honda", "nissan"),
    *("volkswagen", "bmw", "audi", "mercedes", "ford", "volvo", "hyundai", "iphone", "polestar", "lucid", "rivian"),
]


def dice(seed=1):
    return Dice(np.random.default_rng(seed))


def names_in(parts):
    for part in parts:
        if isinstance(part, Name):
            yield part.name
        elif isinstance(part, Choice):
            for alternative in part.alternatives:
                yield from names_in(alternative)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_list_that_a_text_takes_exists(language):
    lists = read_grammar(language).lists
    for lines in lists.values():
        for line in lines:
            assert set(names_in(line)) <= set(lists)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_topic_can_be_written(language):
    grammar = read_grammar(language)
    for topic in TOPICS:
        for _ in range(20):
            text = grammar.write(topic, dice())
            assert text
            assert not re.search(r"[{}|]|\(|\)", text)


@pytest.mark.parametrize("mark", REAL_MARKS)
def test_no_text_names_a_real_mark_or_person(mark):
    for file in files("campaign").joinpath("texts").iterdir():
        text = file.read_text(encoding="utf-8").lower()
        assert not re.search(rf"\b{mark}\b" if mark.isascii() else mark, text)


def test_all_addresses_are_of_reserved_domains(sample):
    for path, content in sample.bytes().items():
        hosts = re.findall(rb"https?://([^/\s\",]+)/", content)
        assert all(host.endswith((b".example", b".test", b".invalid")) for host in hosts), path


@pytest.mark.parametrize("share", [0.1, 0.2, 0.4, 0.6])
def test_copies_replace_about_as_much_as_asked(share):
    roll = dice()
    shares = []
    for _ in range(120):
        script = read_grammar("zh").derive("attack", roll)
        pieces = [words for words, _ in script.pieces]
        copy = script.copy(roll, share)
        same = sum(
            block.size for block in SequenceMatcher(None, script.text, copy, autojunk=False).get_matching_blocks()
        )
        shares.append(1 - same / max(len(script.text), len(copy)))
        assert pieces == [words for words, _ in script.pieces]
    assert 0.45 * share < np.mean(shares) < 1.15 * share


def test_a_copy_without_substitution_is_the_same_text():
    script = read_grammar("zh").derive("attack", dice())
    assert script.copy(dice(2), 0.0) == script.text


def test_copies_of_one_family_are_nearer_than_two_posts_of_one_topic(sample):
    texts = sample.texts()
    families = {}
    kinds = {row["operation"]: row for row in sample.truth("operations")}
    for row in sample.truth("posts"):
        if kinds[row["operation"]]["kind"] == "text" and float(kinds[row["operation"]]["substitution"]) < 0.3:
            families.setdefault(row["operation"], []).append(texts[row["post"]])
    families = [found for found in families.values() if len(found) > 2]
    within = [nearness(found[0], found[1]) for found in families]
    between = [nearness(one[0], other[0]) for one, other in pairwise(families)]
    assert np.median(within) > 2 * np.median(between)


def nearness(one, other):
    grams = [{text[place : place + 3] for place in range(len(text) - 2)} for text in (one, other)]
    return len(grams[0] & grams[1]) / len(grams[0] | grams[1])


def test_the_last_empty_line_of_a_list_separates_and_others_are_empty_words():
    lists = parse_lists("# comment\n\n[a]\none\n\n\n[b]\ntwo\n")
    assert lists == {"a": (("one",), ()), "b": (("two",),)}


def test_an_unclosed_choice_is_refused():
    with pytest.raises(ValueError, match="missing"):
        parse_lists("[a]\n(one|two\n")


def test_usual_hashtags_belong_to_known_topics():
    assert set(USUAL_HASHTAGS) <= set(TOPICS)


def test_everyday_texts_vary():
    grammar, roll = read_grammar("zh"), dice()
    texts = [grammar.write("complaint", roll) for _ in range(2_000)]
    assert len(set(texts)) > 1_980
