"""Numbers of shared objects in; the addresses, contacts and picture names that stand in the posts out."""

FIRST_LINK = 1_000_000
"""Link numbers of operations start here; below are the newsroom's."""

FIRST_CONTACT = 2_000_000
"""Contact numbers of operations start here."""

OWNERS_CONTACT = 3_000_000
"""The contact of the real owners' own group."""

FREE_PICTURES = 1_000_000
"""Numbers of pictures that only one post shows start here; below are the operations' own."""

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
SITES = ("chezhu-zhenxiang.example", "ev-watchdog.example", "haoche-cep.example")


def link_address(number: int) -> str:
    """Return the address of a link number (empty for a contact): the newsroom's own site, or one of the operations'."""
    if number < 0 or number >= FIRST_CONTACT:
        return ""
    if number < FIRST_LINK:
        return f"https://news.liqiao.example/{number // 10:03d}/{code(number, 6)}.html"
    return f"https://{SITES[number % len(SITES)]}/p/{code(number, 8)}"


def contact_name(number: int) -> str:
    """Return the chat name or group number of a contact number; neither can exist on the real services."""
    return "99900007731" if number >= OWNERS_CONTACT else f"chezhu_{code(number, 5)}_example"


def contact_words(number: int) -> str:
    """Return how a post gives a contact (empty for a link)."""
    if number < FIRST_CONTACT:
        return ""
    return (
        f"（车主互助企鹅群{contact_name(number)}）" if number >= OWNERS_CONTACT else f"登记加V：{contact_name(number)}"
    )


def picture_name(number: int) -> str:
    """Return the file stem of a picture."""
    return f"00{code(number, 6)}ly1h{code(number * 7919 + 13, 8)}j30u00u0"


def code(number: int, length: int) -> str:
    """Return letters and digits that look random and differ between numbers below 36**length."""
    mixed = (number * 2_654_435_761 + 7_654_321) % 36**length
    out = []
    for _ in range(length):
        mixed, digit = divmod(mixed, 36)
        out.append(ALPHABET[digit])
    return "".join(out)
