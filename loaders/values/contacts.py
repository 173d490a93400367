"""Contact details in texts (WeChat, QQ, Telegram, phone), also where they are disguised; `kind:value` goes out."""

import re
import unicodedata

#: A cheap look first: most texts hold no contact at all.
_HINTS = (
    *("微信", "微❤", "薇信", "威信", "围信", "徽信", "v信", "v❤", "加v", "加微", "vx", "wechat", "weixin"),
    *("扣扣", "企鹅", "qq", "t.me/", "telegram.me/", "telegram:", "飞机"),
)
_DIGITS = re.compile(r"[0-9][ .-]?[0-9][0-9][ .-]?[0-9]")
_ANY_DIGITS = re.compile(r"[0-9][ .-]?[0-9][0-9][ .-]?[0-9]|[零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖o0-9]{8}")
_WECHAT = re.compile(
    r"(?:加?(?:微信|薇信|威信|围信|徽信|微❤|wechat|weixin|vx|v信|v❤|加v|加微)(?:号|id)?)\s*[:=>是】\]]?\s*(?:[^\w\s]\s*){0,2}([a-z][\w-]{5,19}|1[3-9]\d{9})(?![\w-])"
)
_QQ = re.compile(r"(?:(?<![a-z])qq|扣扣|企鹅)(?:群|号|号码)?\s*[:=>是]?\s*(\d{5,11})(?!\d)")
_TELEGRAM = re.compile(r"(?:t\.me/|telegram\.me/|(?:telegram|飞机)\s*[:=@]\s*@?)(?!joinchat|s/|share)([a-z]\w{4,31})")
_PHONE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?(1[3-9]\d(?:[- .]?\d{4}){2})(?!\d)")
_LINK = re.compile(r"https?://(?!t\.me/|telegram\.me/)\S+")
_CHINESE_DIGITS = str.maketrans("零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖", "000123456789123456789")
_DIGIT_RUN = re.compile(
    r"[\d零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖oO][\d零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖oO\- .]{9,24}"
)


def find_contacts(text: str) -> tuple[str, ...]:
    """Return the contacts that a text gives, as `wechat:`, `qq:`, `telegram:` or `phone:` and the levelled value.

    Reads full-width and circled digits, digits written as Chinese words, and the usual misspellings of WeChat.
    A number that only looks like a phone number is taken for one: a contact is a lead to read, not a proof.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    bare = text.lower()
    if not _may_hold_one(bare):
        return ()
    if "//" in bare:
        bare = _LINK.sub(" ", bare)
    bare = _DIGIT_RUN.sub(_as_digits, bare)
    found = [f"wechat:{match}" for match in _WECHAT.findall(bare)]
    found += [f"qq:{match}" for match in _QQ.findall(bare)]
    found += [f"telegram:{match}" for match in _TELEGRAM.findall(bare)]
    found += [f"phone:+86{re.sub('[- .]', '', match)}" for match in _PHONE.findall(bare)]
    return tuple(dict.fromkeys(found))


def _may_hold_one(bare: str) -> bool:
    for hint in _HINTS:
        if hint in bare:
            return True
    digits = _DIGITS if bare.isascii() else _ANY_DIGITS
    return digits.search(bare) is not None


def _as_digits(match: re.Match[str]) -> str:
    run = match.group()
    levelled = run.translate(_CHINESE_DIGITS).replace("o", "0")
    return levelled if sum(character.isdigit() for character in levelled) >= 11 else run
