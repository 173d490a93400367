import pytest

from loaders.values.contacts import find_contacts

WECHAT, QQ, PHONE = "wechat:carhelp88", "qq:123456789", "phone:+8613800001234"
#: Invented, in the spellings by which people hide contacts from platforms.
GIVEN = [
    ("加我微信：car_help_88", ("wechat:car_help_88",)),
    ("薇信 carhelp88", (WECHAT,)),
    ("威❤信：carhelp88", (WECHAT,)),
    ("VX：carhelp88", (WECHAT,)),
    ("vx carhelp88", (WECHAT,)),
    ("V：carhelp88 备注购车", (WECHAT,)),
    ("V信carhelp88", (WECHAT,)),
    ("加v：carhelp88", (WECHAT,)),
    ("加V carhelp88", (WECHAT,)),
    ("+V carhelp88", (WECHAT,)),
    ("+vx：carhelp88", (WECHAT,)),
    ("➕v❤carhelp88", (WECHAT,)),
    ("加卫星 carhelp88", (WECHAT,)),
    ("加wx：carhelp88", (WECHAT,)),
    ("wx号carhelp88", (WECHAT,)),
    ("WeChat ID: carhelp88", (WECHAT,)),
    ("微 信 号 ： carhelp88", (WECHAT,)),
    ("徽信carhelp88", (WECHAT,)),
    ("绿泡泡：carhelp88", (WECHAT,)),
    ("私我➕微❤️carhelp88", (WECHAT,)),
    (
        "微信同号13800001234",
        (
            "wechat:13800001234",
            PHONE,
        ),
    ),
    (
        "加微信13800001234",
        (
            "wechat:13800001234",
            PHONE,
        ),
    ),
    ("ｖｘ：ｃａｒｈｅｌｐ８８", (WECHAT,)),
    ("加 v x : car_help88", ("wechat:car_help88",)),
    ("V-X carhelp88", (WECHAT,)),
    ("QQ群：123456789", (QQ,)),
    ("Q群123456789", (QQ,)),
    ("q群 123 456 789", (QQ,)),
    ("扣扣123456789", (QQ,)),
    ("企鹅群：123456789", (QQ,)),
    ("扣扣群号:１２３４５６７８９", (QQ,)),
    ("QQ：①②③④⑤⑥⑦⑧⑨", (QQ,)),
    ("加Q 123456789", (QQ,)),
    ("加q：123456789", (QQ,)),
    ("群号：123456789", (QQ,)),
    ("QQ 1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣", (QQ,)),
    ("电话 138 0000 1234", (PHONE,)),
    ("电话1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣", (PHONE,)),
    ("1 3 8 0 0 0 0 1 2 3 4", (PHONE,)),
    ("138.0000.1234", (PHONE,)),
    ("138-0000-1234", (PHONE,)),
    ("1380000 1234", (PHONE,)),
    ("138OOOO1234", (PHONE,)),
    ("１３８００００１２３４", (PHONE,)),
    ("壹叁捌零零零零壹贰叁肆", (PHONE,)),
    ("①③⑧⓪⓪⓪⓪①②③④", (PHONE,)),
    ("+86 138 0000 1234", (PHONE,)),
    ("(+86)13800001234", (PHONE,)),
    ("138_0000_1234", (PHONE,)),
    ("138 00 00 12 34", (PHONE,)),
    ("电报：@car_owners", ("telegram:car_owners",)),
    ("飞机 @car_owners", ("telegram:car_owners",)),
    ("TG：car_owners", ("telegram:car_owners",)),
    ("tg @car_owners", ("telegram:car_owners",)),
    ("t.me/car_owners", ("telegram:car_owners",)),
    ("https://t.me/joinchat/AAAAAE1xyz", ("telegram:+AAAAAE1xyz",)),
    ("https://t.me/+AbCdEf12345", ("telegram:+AbCdEf12345",)),
    ("telegram @car_owners", ("telegram:car_owners",)),
    ("微信（carhelp88）", (WECHAT,)),
    ("微信carhelpers购车", ("wechat:carhelpers",)),
    ("whatsapp: +44 7911 123456", ("phone:+447911123456",)),
    ("https://wa.me/447911123456", ("phone:+447911123456",)),
    ("打一三八零零零零一二三四找我", (PHONE,)),
    ("join https://t.me/car_owners now", ("telegram:car_owners",)),
]
NONE = [
    "微信支付又出问题了",
    "微信上看到的 Tesla",
    "微信 iPhone 版更新",
    "微信群里说的",
    "I love this qq",
    "QQ音乐 20240613",
    "order 2024061312345678901 arrived",
    "https://a.example/13800001234",
    "the year 2024-06-13 10:22",
    "一二三四五六七",
    "我的手机号不给 1380000",
    "vx的配置 i7 版本",
    "V8 engine 5000",
    "售价138000元 1234台",
    "加v认证的 account",
    "加V了 verified",
    "加油 Volkswagen",
    "wx 8.0.33 版本",
    "飞机 CA1234 延误",
    "飞机: B787",
    "tg 值 3.5",
    "2024 1380 0001 234",
    "https://weibo.com/1234567890/13800001234",
    "id 913800001234",
    "1.3800001234e10",
    "微信：www.example.com",
    "QQ: 12",
    "群号 2024",
    "卫星 beidou3 发射成功",
    "绿泡泡 bubble tea",
    "加微 microsoft",
    "v: version12",
    "V：0 到 100 加速",
    "ISBN 9787 1380 0001 234",
    "13800001234567",
    "138,000,012.34 元",
    "wechat pay accepted",
    "微信公众号 tesla_news",
    "股票代码 600104 群",
    "plus v carplay",
    "微信（iphone版）更新", "15 16 17 18 19 2", "微信 facebook 都发了",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GIVEN)
def test_a_contact_is_found_however_it_is_spelled(text: str, expected: tuple[str, ...]) -> None:
    assert find_contacts(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_looks_a_little_like_a_contact_is_none(text: str) -> None:
    assert find_contacts(text) == ()


def test_several_contacts_of_one_text_are_all_given_once() -> None:
    text = "加VX：carhelp88，QQ群 123456789，或打138 0000 1234 / 13800001234"
    assert find_contacts(text) == (WECHAT, QQ, PHONE)
