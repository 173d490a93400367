"""In which characters a file is written: its first bytes come in, the name of the encoding goes out."""

import codecs
import re

import charset_normalizer

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What the commonest files that hold no text begin with.
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"SQLite format 3",
    b"\x7fELF",
    b"MZ",
    b"RIFF",
    b"PAR1",
    b"\x00\x00\x00",
)
#: Characters of everyday Chinese; a text read in the wrong encoding hardly holds any.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
)
_HAN = re.compile("[\u4e00-\u9fff]")


def detect_encoding(head: bytes) -> str | None:
    """Name the encoding of a file by its first bytes; None where they are no text.

    Order: byte order mark, UTF-8, UTF-16 without mark, GB18030 if it reads as everyday Chinese, else the best guess.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head.startswith(_BINARY):
        return None
    if b"\x00" in head:
        return _wide(head)
    if _decodes(head, "utf-8"):
        return "utf-8"
    if _decodes(head, "gb18030") and _reads_as_chinese(head.decode("gb18030", "ignore")):
        return "gb18030"
    if sum(byte < 9 or 13 < byte < 32 for byte in head) * 50 > len(head):
        return None
    return _by_statistics(head)


def _wide(head: bytes) -> str | None:
    """Tell UTF-16 without mark from bytes: the zeros of Latin letters and line ends stand on one side of a pair."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 20 > max(even, odd) or not _decodes(head, name):
        return None
    text = head.decode(name, "ignore")
    return name if sum(character < " " and character not in "\t\r\n" for character in text) * 200 < len(text) else None


def _decodes(head: bytes, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        decoder.decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_chinese(text: str) -> bool:
    han = _HAN.findall(text)
    return bool(han) and sum(character in _COMMON for character in han) * 20 > len(han)


def _by_statistics(head: bytes) -> str | None:
    best = charset_normalizer.from_bytes(head[:65_536]).best()
    return best.encoding if best is not None else "cp1252"
