import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from case.templates import read_slots, shown_text
from detection.aligning import MOST_TEXTS, Pattern, find_patterns, rebuild
from detection.wording import readable

CHINESE = "提车当天{}就断电，客服只会回复{}，这样的{}迟早没人买单"


def copies(pattern: str, *fillers: tuple[str, ...]) -> list[str]:
    """All ways to fill a pattern."""
    texts = [pattern]
    for words in fillers:
        texts = [text.replace("{}", word, 1) for text in texts for word in words]
    return texts


def slots_of(pattern: Pattern) -> list[list[str]]:
    pieces = [said for said in pattern.pieces.values() if said is not None]
    return [sorted(filler for filler, _ in slot.fillers) for slot in read_slots(pattern.parts, pieces)]


def check_rebuilt(texts: list[str], patterns: list[Pattern]) -> None:
    """Each text follows one pattern, and if aligned is its parts and fillers joined."""
    assert sorted(place for pattern in patterns for place in pattern.pieces) == list(range(len(texts)))
    for pattern in patterns:
        for place, said in pattern.pieces.items():
            assert said is None or rebuild(pattern.parts, said) == texts[place]


def test_brand_number_and_place_are_slots_between_fixed_parts() -> None:
    fillers = (("3", "15"), ("已经上报总部", "属于正常现象", "再观察"), ("车", "企业"))
    texts = copies(CHINESE.replace("当天{}", "第{}天"), *fillers)
    pattern, *others = find_patterns(texts)
    assert not others
    assert shown_text(pattern.parts) == "提车第[…]天就断电，客服只会回复[…]，这样的[…]迟早没人买单"
    assert slots_of(pattern) == [["15", "3"], sorted(fillers[1]), sorted(fillers[2])]
    check_rebuilt(texts, [pattern])


def test_latin_writing_is_aligned_by_word_and_shown_with_room_around_slots() -> None:
    texts = copies(
        "My new {} stopped on the motorway after {} days and the dealer only said wait",
        ("Apex", "Zen", "Orbit Two"), ("3", "12", "40"),
    )  # fmt: skip
    (pattern,) = find_patterns(texts)
    assert shown_text(pattern.parts) == (
        "My new […] stopped on the motorway after […] days and the dealer only said wait"
    )
    assert slots_of(pattern) == [["Apex", "Orbit Two", "Zen"], ["12", "3", "40"]]


def test_an_added_ending_is_a_slot_that_others_leave_empty() -> None:
    body = "the update cut the power of my car by a third and nobody answers the phone"
    texts = [body, f"{body} #shame https://a.example/1", f"{body} #shame https://a.example/2", f"{body} @maker"]
    (pattern,) = find_patterns(texts)
    assert pattern.parts[-1] is None
    assert slots_of(pattern) == [["", "#shame https://a.example/1", "#shame https://a.example/2", "@maker"]]
    check_rebuilt(texts, [pattern])


def test_two_templates_of_one_family_are_told_apart() -> None:
    one = copies(CHINESE, ("第3天", "第9天"), ("再观察", "再等等"), ("车", "企业"))
    other = copies(
        "昨天路过{}的服务中心，看见{}台车排队返修，大家买车之前多看看", ("绍兴", "大同", "西宁"), ("3", "7", "20")
    )
    patterns = find_patterns([*one, *other])
    assert [len(pattern.pieces) for pattern in patterns] == [len(other), len(one)]
    check_rebuilt([*one, *other], patterns)


def test_texts_that_share_only_a_phrase_have_no_template_and_show_their_medoid() -> None:
    texts = [
        "退订保平安，我家的车开了三年什么毛病都没有出过，周末还去了海边露营看日出",
        "听说隔壁城市的门店昨天搬走了，押金还没有退给任何一个老客户，退订保平安",
        "冬天的续航掉得太快，退订保平安，每次回老家都要在服务区排队等两个小时",
    ]
    (pattern,) = find_patterns(texts)
    assert pattern.fixed_share == 0
    assert pattern.parts == (texts[pattern.medoid],)
    assert [said for said in pattern.pieces.values() if said is not None] == [(None,)]


def test_a_text_repeated_word_for_word_is_a_template_without_slots_and_one_alone_is_none() -> None:
    text = "提车当天就断电，客服只会回复再观察，这样的车迟早没人买单"
    assert [one.fixed_share for one in find_patterns([text], repeated={0})] == [1.0]
    assert [one.fixed_share for one in find_patterns([text])] == [0.0]


def test_traditional_and_simplified_writing_and_case_are_the_same_words() -> None:
    texts = ["買車之前多看看測評 BUY later please dear friends", "买车之前多看看测评 buy later please dear friends"]
    (pattern,) = find_patterns(texts)
    assert pattern.fixed_share == 1.0
    assert None not in pattern.parts
    check_rebuilt(texts, [pattern])


def test_of_many_texts_a_sample_is_aligned_and_the_others_are_still_told() -> None:
    texts = copies(CHINESE, tuple(f"第{day}天" for day in range(40)), tuple(f"再等{n}天" for n in range(10)), ("车",))
    (pattern,) = find_patterns(texts)
    aligned = [said for said in pattern.pieces.values() if said is not None]
    assert len(pattern.pieces) == 400
    assert len(aligned) == MOST_TEXTS
    check_rebuilt(texts, [pattern])


WORDS = st.sampled_from(
    ["车", "电", "断", "买", "单", "J7", "Apex", "the", "and", " ", "，", "#tag#", "@who ", "3", "12.5", "\n"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=40).map("".join), min_size=1, max_size=12), st.text(max_size=30))
def test_every_aligned_text_is_its_parts_and_fillers_joined(drafts: list[str], odd: str) -> None:
    texts = list(dict.fromkeys(readable(pl.Series([*drafts, odd, drafts[0] + odd])).to_list()))
    check_rebuilt(texts, find_patterns(texts, repeated={0}))
