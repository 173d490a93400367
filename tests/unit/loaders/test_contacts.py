import pytest

from loaders.values.contacts import find_contacts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加我微信：car_help_88 进群", ("wechat:car_help_88",)),
        ("需要的➕V❤ carhelp88", ("wechat:carhelp88",)),
        ("VX: Car-Help88", ("wechat:car-help88",)),
        ("维权QQ群：123456789", ("qq:123456789",)),
        ("电话 138 0000 1234", ("phone:+8613800001234",)),
        ("电话 １３８-００００-１２３４", ("phone:+8613800001234",)),
        ("打一三八零零零零一二三四找我", ("phone:+8613800001234",)),
        ("join https://t.me/car_owners now", ("telegram:car_owners",)),
    ],
)
def test_contacts_are_found_also_where_they_are_disguised(text: str, expected: tuple[str, ...]) -> None:
    assert find_contacts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "微信支付又出问题了", "I love this qq", "order 2024061312345678901 arrived", "https://a.example/13800001234",
        "the year 2024-06-13 10:22", "一二三四五六七",
    ],
)  # fmt: skip
def test_what_looks_a_little_like_a_contact_is_none(text: str) -> None:
    assert find_contacts(text) == ()
