"""Links: found in texts and levelled, so that one page has one spelling; the registered domain by the public suffix
list.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

if TYPE_CHECKING:
    from tldextract import ExtractResult

_LINK = re.compile(r"https?://[^\s<>\"'`，。；：、！？（）【】《》「」“”‘’…\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
SHORTEST_LINK = len("https://a")
_UPPER = re.compile(r"HTTPS?://")
#: A link without query and odd characters, the commonest by far: levelled without taking it apart.
_PLAIN = re.compile(r"https?://([A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,})((?:/[\w.~-]*)*)", re.A)
#: What ends a sentence ends no link.
LINK_TAIL = ".,;:!?)]}'\"*"
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igsh(?:id)?|mc_[ce]id|_hsenc|_hsmi|spm|scm|from|source|share\w*|xsec_\w+|sudaref|"
    r"ref_src|ref_url|refer(?:er|rer)?|wfr|si|feature|feedtype|feedname|wechat\w*|weibo_id|nsukey|isappinstalled|"
    r"app_platform|app_version|author_share|apptime|appuid|luicode|lfid|jumpfrom|retcode|vd_source|spm_id_from)",
    re.I,
)
#: Query parts that sign a media link for some hours: the same picture gets another address each time.
_SIGNED = re.compile(r"(?:ssig|expires|x-expires|x-signature|x-amz-\w+|signature|sign|token|auth_key|_nc_\w+)", re.I)
_MEDIA_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|heic|mp4|m3u8|mov|mp3|m4a)$", re.I)
_MOBILE = re.compile(r"^(?:www|m|mobile|wap|amp|h5)\.(?=[^.]+\.)")
#: Shorteners hide where a link leads: their own domain says nothing about the shared target.
WRAPPERS = {
    "t.co",
    "t.cn",
    "bit.ly",
    "goo.gl",
    "tinyurl.com",
    "ow.ly",
    "dlvr.it",
    "buff.ly",
    "url.cn",
    "dwz.cn",
    "xhslink.com",
}


def find_urls(text: str) -> tuple[str, ...]:
    """Return the links in a text as written; one cut by "…" at the text's end is left out, for it leads nowhere."""
    if "://" not in text:
        return ()
    if "HTTP" in text:
        text = _UPPER.sub(lambda match: match.group().lower(), text)
    found = []
    for match in _LINK.finditer(text):
        if text[match.end() : match.end() + 1] != "…":
            found.append(match.group().rstrip(LINK_TAIL))
    return tuple(link for link in found if len(link) > SHORTEST_LINK)


@lru_cache(maxsize=100_000)
def canonical_url(link: str) -> str | None:
    """Level a link: https, lower-case host without www/m and default port, no tracking, sorted query, no fragment.

    Returns None where it is no web address. Two pages that differ only in a dropped parameter become one object.
    """
    if plain := _PLAIN.fullmatch(link):
        return f"https://{_MOBILE.sub('', plain[1].lower())}{plain[2].rstrip('/')}"
    try:
        parts = urlsplit(link.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "." not in host or any(mark in host for mark in " %,"):
        return None
    host = _MOBILE.sub("", host)
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._").rstrip("/")
    query = _query(parts.query, path)
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"https://{where}{path}{'?' + query if query else ''}{fragment}"


def _query(query: str, path: str) -> str:
    if not query or _MEDIA_FILE.search(path):
        return ""
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name) and not _SIGNED.fullmatch(name)
    ]
    return urlencode(sorted(kept))


def domain_of(url: str) -> str | None:
    """Return the registered domain of a levelled link; None for shorteners and bare addresses of machines."""
    return _domain(url.split("/", 3)[2].split(":")[0])


@lru_cache(maxsize=50_000)
def _domain(host: str) -> str | None:
    if host in WRAPPERS or host.replace(".", "").isdigit():
        return None
    found = _suffixes()(host)
    # The list's own rule for an ending that it does not know: the ending is the last label.
    domain = found.top_domain_under_public_suffix or (None if found.suffix else ".".join(host.split(".")[-2:]))
    return None if domain in WRAPPERS else domain


@cache
def _suffixes() -> "Callable[[str], ExtractResult]":
    """Open the list that comes with the package; it is never fetched, so results do not depend on the day."""
    # Loaded here: it brings a client for the web with it, and most commands meet no new link.
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)
