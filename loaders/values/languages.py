"""Languages as exports name them ("English", "en", "zh-CN", "und"): text comes in, a short code or None goes out."""

import re

#: English names of the languages that the 2018 troll release and others write out, as ISO 639-1 codes.
_NAMES = {
    "albanian": "sq", "arabic": "ar", "bengali": "bn", "bulgarian": "bg", "catalan": "ca", "chinese": "zh",
    "croatian": "hr",
    "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "estonian": "et", "farsi": "fa", "finnish": "fi",
    "french": "fr",
    "german": "de", "greek": "el", "gujarati": "gu", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "icelandic": "is",
    "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "kurdish": "ku", "latvian": "lv",
    "lithuanian": "lt",
    "macedonian": "mk", "malay": "ms", "norwegian": "no", "persian": "fa", "polish": "pl", "portuguese": "pt",
    "pushto": "ps",
    "romanian": "ro", "russian": "ru", "serbian": "sr", "simplified chinese": "zh", "slovak": "sk", "slovenian": "sl",
    "somali": "so", "spanish": "es", "swedish": "sv", "tagalog": "tl", "thai": "th", "traditional chinese": "zh",
    "turkish": "tr",
    "ukrainian": "uk", "urdu": "ur", "uzbek": "uz", "vietnamese": "vi", "中文": "zh", "汉语": "zh", "英语": "en",
    "英文": "en",
}  # fmt: skip
#: X's codes for "not known" and for texts that are only links, tags, mentions or pictures; `in`, `iw` and `msa` are
#: old codes.
_UNKNOWN = {"und", "qst", "zxx", "qme", "qht", "qam", "qct", "art", "none", "null", "unknown", "language undefined"}
_OLD = {"in": "id", "iw": "he", "msa": "ms", "ji": "yi"}
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*")


def language_code(raw: object) -> str | None:
    """Return the code of a language; None where it is not told. A name that is not known here stays, in lower case."""
    text = str(raw or "").strip().lower()
    if not text or text in _UNKNOWN:
        return None
    if match := _CODE.fullmatch(text):
        return _OLD.get(match[1], match[1]) if match[1] not in _UNKNOWN else None
    return _NAMES.get(text) or _NAMES.get(text.split("(")[0].strip()) or text
