"""Texts as safe HTML: hostile texts in, escaped markup out, with characters that deceive the eye made visible."""

import html
import unicodedata
from collections.abc import Iterable, Sequence

#: Characters that turn the direction of text round or hide in it, by Unicode category: Cc, Cf (both without line ends).
_HIDDEN = ("Cc", "Cf", "Co", "Cs")
_KEPT = "\n\t\u200d"  # U+200D joins emoji


def show(text: object) -> str:
    """Escape a text for HTML; control characters and direction marks become a visible U+XXXX."""
    parts = (
        f'<span class="code">{_code(c)}</span>' if _hidden(c) else html.escape(c, quote=True) for c in _lines(str(text))
    )
    return "".join(parts)


def visible(text: str) -> str:
    """Return a text in which characters that deceive the eye stand as U+XXXX."""
    return "".join(f"[{_code(c)}]" if _hidden(c) else c for c in _lines(text))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _hidden(character: str) -> bool:
    return character not in _KEPT and unicodedata.category(character) in _HIDDEN


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def quoted(text: object) -> str:
    """Show somebody's words, kept apart from the text around them in either direction of writing."""
    return f'<bdi class="words">{show(text)}</bdi>'


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, kind: str = "rows") -> str:
    """Write a table; cells are markup already."""
    head = "".join(f"<th>{show(name)}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>\n'


def facts_table(rows: Iterable[tuple[str, str]]) -> str:
    """Write names and values side by side; values are texts."""
    body = "".join(f"<tr><th>{show(name)}</th><td>{quoted(value)}</td></tr>\n" for name, value in rows)
    return f'<table class="facts"><tbody>\n{body}</tbody></table>\n'


def bullets(lines: Iterable[str]) -> str:
    """Write a list of texts."""
    return "<ul>" + "".join(f"<li>{show(line)}</li>" for line in lines) + "</ul>\n"
