"""A case and parameters in; what a run counts and what it looks at out."""

import polars as pl

from case.folder import Case
from case.tables import read_accounts, read_actions, read_posts
from detection.corpus import Corpus, build_corpus
from detection.parameters import Parameters


def read_corpus(case: Case, parameters: Parameters) -> Corpus:
    """Read what a run with these parameters counts."""
    return build_corpus(
        read_posts(case),
        read_actions(case),
        behaviours=parameters.behaviours,
        from_at=parameters.from_at,
        to_at=parameters.to_at,
        timezone=case.timezone,
    )


def read_words(case: Case) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read what is looked at after counting: the posts' texts and parents, and the accounts' names."""
    columns = ("key", "kind", "repost_of", "reply_to", "quote_of", "client", "text")
    return read_posts(case).select(columns).collect(), read_accounts(case).select("key", "name").collect()
