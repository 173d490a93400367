"""The catalogue of formats: what can be read, in the order in which it is tried."""

from loaders.form import Format
from loaders.formats import (
    bluesky,
    mastodon,
    reddit_praw,
    shared_objects,
    table,
    telegram_desktop,
    tiktok_zeeschuimer,
    toolkit_messages,
    weibo_articles,
    weibo_ced,
    weibo_search,
    weibo_timelines,
    weibo_users,
    x_api_v2,
    x_io,
    x_trolls_538,
    x_trolls_by_author,
    x_twibot,
    x_twitwi,
    x_v1,
    x_zeeschuimer,
    xhs_mediacrawler,
    youtube_spam,
    youtube_threads,
)
from loaders.head import Head

FORMATS: tuple[Format, ...] = (
    x_api_v2.FORMAT,
    x_trolls_by_author.TWEETS,
    x_trolls_by_author.AUTHORS,
    weibo_search.FORMAT,
    weibo_timelines.FORMAT,
    weibo_users.FORMAT,
    x_v1.FORMAT,
    x_twitwi.FORMAT,
    x_io.USERS,
    x_io.TWEETS,
    x_trolls_538.FORMAT,
    x_zeeschuimer.FORMAT,
    tiktok_zeeschuimer.FORMAT,
    xhs_mediacrawler.NOTES,
    xhs_mediacrawler.COMMENTS,
    weibo_articles.ARTICLES,
    weibo_articles.COMMENTS,
    weibo_ced.ORIGINALS,
    weibo_ced.REPOSTS,
    telegram_desktop.FORMAT,
    bluesky.POSTS,
    bluesky.COMMITS,
    bluesky.PROFILES,
    mastodon.FORMAT,
    reddit_praw.COMMENTS,
    reddit_praw.USERS,
    youtube_threads.FORMAT,
    youtube_spam.FORMAT,
    x_twibot.FORMAT,
    toolkit_messages.FORMAT,
    shared_objects.SHARES,
    shared_objects.LAYERS,
    table.FORMAT,
)
BY_NAME = {format.name: format for format in FORMATS}


def list_formats() -> list[dict[str, object]]:
    """Return the readable formats as `shoal formats` prints them: name, platform, title, kinds, example, notes."""
    return [
        {"name": one.name, "platform": one.platform, "title": one.title, "kinds": list(one.kinds),
        "example": one.example,
         "notes": one.notes}
        for one in FORMATS
    ]  # fmt: skip


def recognise(head: Head) -> tuple[Format | None, float]:
    """Return the format that is surest of a head, with its confidence; None where none is."""
    best, best_confidence = None, 0.0
    for format in FORMATS:
        confidence = _confidence(format, head)
        if confidence > best_confidence:
            best, best_confidence = format, confidence
    return best, best_confidence


def _confidence(format: Format, head: Head) -> float:
    """Ask one format; a head that is built so differently that the question fails is not of it."""
    try:
        return format.recognise(head)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return 0.0
