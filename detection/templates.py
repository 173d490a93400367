"""Groups that copied texts in; the templates of these texts out, and which of their posts follow which."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.runs import cluster_id
from case.templates import SAYS_SCHEMA, TEMPLATE_SCHEMA, Templates, shown_text
from detection.aligning import Pattern, find_patterns
from detection.copying import Copying
from detection.corpus import Corpus
from detection.findings import TEMPLATE, Found
from detection.wording import readable

Integers = NDArray[np.int64]
Row = dict[str, object]

#: Texts of a group that are aligned, the most written first; templates of it that are kept, the most followed first.
MOST_TEXTS, MOST_TEMPLATES = 200, 100


@dataclass(frozen=True, slots=True)
class Drawn:
    """The templates of a run; for each group its own as lines, what most of its accounts follow first; what was cut."""

    templates: Templates
    lines: list[tuple[str, ...]]
    left_out: list[Row]


@dataclass(frozen=True, slots=True)
class _Followed:
    """A pattern and its posts: code, account code, and place of the text in the pattern's pieces."""

    pattern: Pattern
    post: Integers
    account: Integers
    variant: Integers


def find_templates(corpus: Corpus, groups: Sequence[Found], copying: Copying | None, posts: pl.DataFrame) -> Drawn:
    """Draw the templates of what the groups copied; `posts` has key and text.

    A text that two groups write is aligned once. Posts of others do not count, nor what one account alone repeats.
    """
    copied = [group for group in groups if TEMPLATE in group.layers]
    if copying is None or not copied:
        return Drawn(Templates(), [() for _ in groups], [])
    found = list(_follow(corpus, copying, _copied_rows(copied, copying), posts))
    ranked = _rank(groups, found, len(corpus.accounts))
    lines = [tuple(shown_text(found[one].pattern.parts) for one in own[:MOST_TEMPLATES]) for own in ranked]
    kept = sorted({one for own in ranked for one in own[:MOST_TEMPLATES]})
    left_out = [
        row
        for group, own in zip(groups, ranked, strict=True)
        for row in _left_out(corpus, group, copying, [found[one] for one in own[MOST_TEMPLATES:]])
    ]
    return Drawn(_tables(corpus, [found[one] for one in kept]), lines, left_out)


def _copied_rows(groups: Sequence[Found], copying: Copying) -> Integers:
    """Return the originals in which the groups' accounts wrote the texts that they share, those of a text together."""
    mine = np.zeros(copying.originals.size, dtype=np.bool_)
    for group in groups:
        mine |= _wrote(group, group.texts[:MOST_TEXTS], copying)
    rows = np.flatnonzero(mine)
    return rows[np.argsort(copying.texts.text[rows], kind="stable")]


def _wrote(group: Found, texts: Integers, copying: Copying) -> NDArray[np.bool_]:
    """Mark the originals in which a group's accounts wrote some texts."""
    text = copying.texts.text
    asked = _marks(texts, int(text.max(initial=0)) + 1)
    member = _marks(group.accounts, copying.groups.size)
    return (text >= 0) & asked[np.maximum(text, 0)] & member[copying.originals.account]


def _marks(numbers: Integers, size: int) -> NDArray[np.bool_]:
    marks = np.zeros(size, dtype=np.bool_)
    marks[numbers] = True
    return marks


def _follow(corpus: Corpus, copying: Copying, rows: Integers, posts: pl.DataFrame) -> Iterator[_Followed]:
    """Yield the patterns of each text that posts of two accounts follow; rows of a text are in order of time."""
    post, account = copying.originals.post[rows], copying.originals.account[rows]
    keys = pl.DataFrame({"key": corpus.posts.gather(post)})
    words = readable(keys.join(posts.select("key", "text"), on="key", how="left", maintain_order="left")["text"])
    bounds = np.flatnonzero(np.diff(copying.texts.text[rows], prepend=-1, append=-1))
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        place = {text: number for number, text in enumerate(words[begin:end].unique(maintain_order=True))}
        variant = np.array([place[text] for text in words[begin:end]], dtype=np.int64)
        writers = np.bincount(np.unique(np.stack([variant, account[begin:end]]), axis=1)[0])
        for pattern in find_patterns(list(place), repeated=set(np.flatnonzero(writers > 1).tolist())):
            own = begin + np.flatnonzero(np.isin(variant, list(pattern.pieces)))
            if np.unique(account[own]).size > 1:
                yield _Followed(pattern, post[own], account[own], variant[own - begin])


def _rank(groups: Sequence[Found], found: Sequence[_Followed], accounts: int) -> list[list[int]]:
    """Return for each group the templates that two of its accounts follow: patterns first, the most followed first."""
    people = [np.unique(one.account) for one in found]
    number = np.repeat(np.arange(len(found)), [own.size for own in people])
    account = np.concatenate([*people, np.zeros(0, dtype=np.int64)])
    ranked = []
    for group in groups:
        own = np.bincount(number[_marks(group.accounts, accounts)[account]], minlength=len(found)).tolist()
        followed = [one for one, count in enumerate(own) if count > 1 and TEMPLATE in group.layers]
        ranked.append(sorted(followed, key=lambda one: (not found[one].pattern.fixed_share, -own[one], one)))
    return ranked


def _left_out(corpus: Corpus, group: Found, copying: Copying, cut: Sequence[_Followed]) -> Iterator[Row]:
    cluster = cluster_id(corpus.accounts.gather(group.accounts).to_list())
    unread = group.texts[MOST_TEXTS:]
    if unread.size:
        mine = _wrote(group, unread, copying)
        reason = f"{unread.size} texts beyond the first {MOST_TEXTS} of the cluster: not aligned to templates"
        yield {"object": cluster, "rows": int(mine.sum()), "events": 0, "reason": reason}
    if cut:
        rows = sum(int(np.isin(one.account, group.accounts).sum()) for one in cut)
        reason = f"{len(cut)} templates beyond the first {MOST_TEMPLATES} of the cluster: not kept"
        yield {"object": cluster, "rows": rows, "events": 0, "reason": reason}


def _tables(corpus: Corpus, found: Sequence[_Followed]) -> Templates:
    rows, says = [], []
    for one in found:
        pieces = [one.pattern.pieces[place] for place in one.variant.tolist()]
        posts, accounts = corpus.posts.gather(one.post).to_list(), corpus.accounts.gather(one.account).to_list()
        key = f"T-{hashlib.sha256(chr(10).join(sorted(posts)).encode()).hexdigest()[:12]}"
        said = zip(accounts, posts, one.variant.tolist(), pieces, strict=True)
        says += [(key, *line) for line in said]
        rows.append(
            {
                "template": key,
                "text": shown_text(one.pattern.parts),
                "parts": list(one.pattern.parts),
                "fixed_share": one.pattern.fixed_share,
                "posts": len(posts),
                "accounts": len(set(accounts)),
                "variants": len(one.pattern.pieces),
                "aligned": sum(said is not None for said in pieces),
            }
        )
    order = [pl.col("fixed_share") > 0, pl.col("accounts"), pl.col("posts"), pl.col("template")]
    templates = pl.DataFrame(rows, schema=TEMPLATE_SCHEMA).sort(order, descending=[True, True, True, False])
    return Templates(templates, pl.DataFrame(says, schema=SAYS_SCHEMA, orient="row").sort("template", "post"))
