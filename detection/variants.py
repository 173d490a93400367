"""A corpus in; the same with labels permuted, actions left out, or of some accounts only: what the controls look at."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detection.corpus import Corpus, Layer

Integers = NDArray[np.int64]


def permute_labels(corpus: Corpus, *, seed: int) -> Corpus:
    """Permute the accounts of whole posts inside strata (platform and day): everything but who wrote what stays."""
    random = np.random.default_rng(seed)
    order = np.argsort(corpus.post_stratum, kind="stable")
    shuffled = np.lexsort((random.random(order.size), corpus.post_stratum))
    account = np.empty_like(corpus.post_account)
    account[order] = corpus.post_account[shuffled]
    layers = tuple(_first_only(replace(layer, account=account[layer.post])) for layer in corpus.layers)
    return replace(corpus, post_account=account, layers=layers)


def keep_accounts(corpus: Corpus, kept: NDArray[np.bool_]) -> Corpus:
    """Leave accounts out: their actions go, codes stay. `kept` marks account codes."""
    layers = []
    for layer in corpus.layers:
        rows = np.flatnonzero(kept[layer.account])
        if rows.size:
            layers.append(_take(layer, rows))
    return replace(corpus, layers=tuple(layers))


def sample_accounts(corpus: Corpus, most: int, *, seed: int) -> Corpus:
    """Return the corpus of so many accounts by lot, or the whole one."""
    count = len(corpus.accounts)
    if count <= most:
        return corpus
    chosen = np.zeros(count, dtype=bool)
    chosen[np.random.default_rng(seed).choice(count, most, replace=False)] = True
    return take_accounts(corpus, chosen)


def take_accounts(corpus: Corpus, chosen: NDArray[np.bool_]) -> Corpus:
    """Return the corpus of the marked accounts: nothing of the others is left, codes are new."""
    account, posts = np.cumsum(chosen) - 1, chosen[corpus.post_account]
    post = np.cumsum(posts) - 1
    layers = [
        replace(layer, account=account[layer.account], post=post[layer.post])
        for layer in keep_accounts(corpus, chosen).layers
    ]
    return replace(
        corpus,
        accounts=corpus.accounts.gather(np.flatnonzero(chosen)),
        posts=corpus.posts.gather(np.flatnonzero(posts)),
        post_account=account[corpus.post_account[posts]],
        post_stratum=corpus.post_stratum[posts],
        post_at=corpus.post_at[posts],
        post_width=corpus.post_width[posts],
        layers=tuple(layers),
    )


def _first_only(layer: Layer) -> Layer:
    """Keep the first action per account, object and day again, in order of object, time and account."""
    order = np.lexsort((layer.post, layer.account, layer.at, layer.object))
    layer = _take(layer, order)
    key = np.stack([layer.object, layer.account, layer.stratum])
    _, first = np.unique(key, axis=1, return_index=True)
    return _take(layer, np.sort(first))


def _take(layer: Layer, rows: Integers) -> Layer:
    names = ("post", "account", "object", "at", "width", "stratum")
    return replace(layer, **{name: getattr(layer, name)[rows] for name in names})
