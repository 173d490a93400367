"""Contact details in texts (WeChat, QQ, Telegram, phone), also where they are disguised; `kind:value` goes out."""

import re
import unicodedata
from collections.abc import Iterator

import polars as pl

from loaders.values.text import in_plain_width, of_common_signs

#: Pictures that stand for words: the plus, the heart of 微❤, the satellite and the penguin of WeChat and QQ, the plane.
_SIGNS = str.maketrans({"➕": "+", "♥": "❤", "🛰": "卫星", "🐧": "qq", "✈": "飞机", "\ufe0f": None, "\u20e3": None,
                        "\u200b": None, "\u200d": None, "\u2060": None})  # fmt: skip
#: A cheap look first, in Chinese texts without their blanks: most texts hold no contact at all.
_HINTS = ("vx", "wx", "v-x", "+v", "wechat", "weixin", "qq", "t.me/", "telegram", "tg:", "tg@", "tg @", "wa.me/",
          "whatsapp")  # fmt: skip
_CHINESE_HINTS = (
    *_HINTS,
    *("微信", "❤", "薇信", "威信", "围信", "徽信", "v信", "加v", "加微", "+微", "卫星", "绿泡泡", "v:"),
    *("扣扣", "秋秋", "企鹅", "q群", "q裙", "加q", "+q", "q:", "q号", "群号", "飞机", "电报"),
    *("➕", "♥", "🐧", "🛰", "✈", "\u20e3"),
)
_HINT, _CHINESE_HINT = (re.compile("|".join(map(re.escape, hints))) for hints in (_HINTS, _CHINESE_HINTS))
_CHINESE_DIGITS = str.maketrans("零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "0001234567891234567891")
_DIGIT = "0-9零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺o"
_MAYBE_PHONE = re.compile(r"1[-._ ]?[3-9](?:[-._ ]?[0-9o]){9}")
_MAYBE_CHINESE_PHONE = re.compile(rf"[1一壹幺][-._ ]?[{_DIGIT}](?:[-._ ]?[{_DIGIT}]){{9}}")
_DIGIT_RUN = re.compile(rf"(?<![a-z])[{_DIGIT}](?:[-._ ]?[{_DIGIT}]){{10,24}}(?![a-z])")

_ID = r"[a-z][a-z0-9_-]{5,19}"
_END = r"(?![a-z0-9_-]|\.[a-z])"
_MOBILE = r"1[3-9]\d{9}"
_WECHAT_WORD = (
    r"(?:微\s*信|[薇威围徽]\s*信|[微威v]\s*❤\s*信?|v\s*信|(?<![a-z])(?:v[\s-]?x|w\s?x)"
    r"|wechat|weixin|绿泡泡|[加+]\s*卫星|卫星号)"
)
_ANY_WORD = rf"(?:{_WECHAT_WORD}|(?<![a-z0-9_+])[+加]\s*[v微])"
_NUMBER = r"\s*(?:同?号码?|id|帐号|账号)"
_POINTING = r"[:=>是】\]\s]*(?:[^\w\s+@.]\s*){0,2}"
#: What people write behind the word without meaning an id.
_PLAIN = r"(?!iphone|android|windows|facebook|twitter|weixin|wechat|verified|version)"
#: Behind the word and a blank an id must hold a digit or an underscore: "微信 iphone 版" and "加v verified" are speech.
_SOME_DIGIT = r"(?=[a-z_-]*[\d_])"
_WECHAT = re.compile(
    rf"{_WECHAT_WORD}(?:{_NUMBER})?\s*[:=]{_POINTING}({_ID}){_END}"
    rf"|{_WECHAT_WORD}{_NUMBER}\s*{_POINTING}({_ID}){_END}"
    rf"|{_WECHAT_WORD}(?:{_NUMBER})?\s*[(\[【<「\"]\s*({_ID})\s*[)\]】>」\"]"
    rf"|{_WECHAT_WORD}{_PLAIN}({_ID}){_END}"
    rf"|{_ANY_WORD}\s*{_POINTING}{_SOME_DIGIT}({_ID}){_END}"
    rf"|{_ANY_WORD}(?:{_NUMBER})?\s*{_POINTING}({_MOBILE})(?!\d)"
    rf"|(?<!\d)({_MOBILE})[^\d\n]{{0,6}}(?:微信|vx|v|微)同号"
)
#: One letter alone announces an id in Chinese texts only, behind a colon.
_WECHAT_LETTER = re.compile(rf"(?<![a-z0-9+])v\s*:\s*{_SOME_DIGIT}({_ID}){_END}")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_QQ = re.compile(
    r"(?:(?<![a-z])qq|扣扣|秋秋|企鹅|(?<![a-z])q(?=\s*(?:群|裙|号|:))|[加+]\s*q|(?=群号))"
    r"\s*(?:[群裙]号?|号码?|号)?\s*[:=>是]?\s*(\d(?:[ -]?\d){4,10})(?!\d)"
)
_TELEGRAM = re.compile(
    r"(?:(?:t|telegram)\.me/|(?:telegram|电报|(?<![a-z])tg)\s*(?:号|群|频道)?\s*[:=@][:=@\s]*|飞机\s*号?\s*:?\s*@\s*)"
    r"(?!joinchat|s/|share)([a-z]\w{4,31})(?!\w)"
)
_INVITED = re.compile(r"(?i:(?:t|telegram)\.me/(?:\+|joinchat/))([\w-]{8,40})")
_WHATSAPP = re.compile(r"(?:wa\.me/|whatsapp\s*:?\s*)\+?(\d(?:[ -]?\d){7,14})(?!\d)")
_LINK = re.compile(r"https?://(?!t\.me/|telegram\.me/|wa\.me/)\S+")
_NUMBERS = re.compile(r"(?<![a-z0-9_.])(?:\(?\+?86\)?[- ]?)?(\d+(?:[-._ ]\d+)*)(?![a-z0-9_]|\.\d)")
#: How people part the eleven digits of a mobile number, as lengths; other groups are amounts, dates and lists.
_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 2, 2, 2, 2), (1,) * 11}


def find_contacts(text: str) -> tuple[str, ...]:
    """Return the contacts that a text gives, as `wechat:`, `qq:`, `telegram:` or `phone:` and the levelled value.

    Reads full-width, circled and keycap digits, digits written as Chinese words or with gaps, and the usual
    misspellings of WeChat and QQ. A number that only looks like a phone number is taken for one: a contact is a lead to
    read, not a proof.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if not _may_hold_one(text.lower()):
        return ()
    text = text.translate(_SIGNS)
    bare = text.lower()
    if "//" in bare:
        bare = _LINK.sub(" ", bare)
    bare = _DIGIT_RUN.sub(_as_digits, bare)
    found = [f"wechat:{''.join(groups)}" for groups in _WECHAT.findall(bare)]
    if "v:" in bare and _CHINESE.search(bare):
        found += [f"wechat:{match}" for match in _WECHAT_LETTER.findall(bare)]
    found += [f"qq:{re.sub('[ -]', '', match)}" for match in _QQ.findall(bare)]
    found += [f"telegram:{match}" for match in _TELEGRAM.findall(bare)]
    found += [f"telegram:+{match}" for match in _INVITED.findall(text)]  # an invitation keeps its case
    found += [f"phone:+{re.sub('[ -]', '', match)}" for match in _WHATSAPP.findall(bare)]
    found += [f"phone:+86{number}" for number in _phones(bare)]
    return tuple(dict.fromkeys(found))


def may_hold_contact(texts: pl.Series) -> pl.Series:
    """Look at a column of texts for what a contact needs: those of common signs, quickly; others may all hold one."""
    plain = texts.str.len_bytes() == texts.str.len_chars()
    hint = texts.str.contains_any(list(_HINTS), ascii_case_insensitive=True)
    maybe = hint | texts.str.contains(f"(?i-u:{_MAYBE_PHONE.pattern})")
    return maybe.scatter((~plain).arg_true(), _may_hold_chinese_one(texts.filter(~plain)))


def _may_hold_chinese_one(texts: pl.Series) -> pl.Series:
    tight = in_plain_width(texts).str.replace_all(" ", "", literal=True)
    hint = tight.str.contains_any(list(_CHINESE_HINTS), ascii_case_insensitive=True)
    return ~of_common_signs(texts) | hint | tight.str.contains(f"(?i:{_MAYBE_CHINESE_PHONE.pattern})")


def _may_hold_one(bare: str) -> bool:
    chinese = not bare.isascii()
    tight = bare.replace(" ", "") if chinese else bare
    if (_CHINESE_HINT if chinese else _HINT).search(tight):
        return True
    maybe = _MAYBE_CHINESE_PHONE if chinese else _MAYBE_PHONE
    return maybe.search(bare) is not None


def _as_digits(match: re.Match[str]) -> str:
    return match.group().translate(_CHINESE_DIGITS).replace("o", "0")


def _phones(bare: str) -> Iterator[str]:
    """Find mobile numbers among runs of digits, wherever a run is parted as people part them."""
    for run in _NUMBERS.findall(bare):
        parts = re.split("[-._ ]", run)
        for size in sorted({len(shape) for shape in _GROUPS}):
            for start in range(len(parts) - size + 1):
                window = parts[start : start + size]
                whole = "".join(window)
                if tuple(map(len, window)) in _GROUPS and whole[0] == "1" and whole[1] in "3456789":
                    yield whole
