"""The catalogue of formats: what can be read, in the order in which it is tried."""

from loaders.form import Format
from loaders.formats import (
    bluesky,
    bluesky_minet,
    captures,
    crowdtangle,
    fourcat,
    mastodon,
    media_monitoring,
    mediacrawler_database,
    mediacrawler_platforms,
    mediacrawler_zhihu,
    meta_content_library,
    reddit_dumps,
    reddit_praw,
    shared_objects,
    short_links,
    table,
    telegram_desktop,
    telegram_telethon,
    tiktok_research,
    tiktok_zeeschuimer,
    toolkit_messages,
    weibo_articles,
    weibo_ced,
    weibo_crawler,
    weibo_search,
    weibo_timelines,
    weibo_users,
    weibo_web,
    x_api_v2,
    x_compliance,
    x_io,
    x_trolls_538,
    x_trolls_by_author,
    x_twarc_csv,
    x_twibot,
    x_twitwi,
    x_v1,
    x_zeeschuimer,
    xhs_mediacrawler,
    youtube_minet,
    youtube_spam,
    youtube_threads,
    zeeschuimer_meta,
    zeeschuimer_rednote,
    zeeschuimer_truth,
    zeeschuimer_videos,
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
    bluesky_minet.POSTS,
    bluesky_minet.PROFILES,
    mastodon.FORMAT,
    reddit_praw.COMMENTS,
    reddit_praw.USERS,
    youtube_threads.FORMAT,
    youtube_spam.FORMAT,
    x_twibot.FORMAT,
    toolkit_messages.FORMAT,
    shared_objects.SHARES,
    shared_objects.LAYERS,
    *mediacrawler_platforms.FORMATS,
    mediacrawler_zhihu.FORMAT,
    mediacrawler_database.FORMAT,
    weibo_crawler.FORMAT,
    x_twarc_csv.FORMAT,
    *fourcat.FORMATS,
    *zeeschuimer_meta.FORMATS,
    zeeschuimer_truth.FORMAT,
    *zeeschuimer_rednote.FORMATS,
    *zeeschuimer_videos.FORMATS,
    telegram_telethon.FORMAT,
    youtube_minet.COMMENTS,
    youtube_minet.VIDEOS,
    short_links.FORMAT,
    captures.FORMAT,
    table.FORMAT,
    crowdtangle.FORMAT,
    meta_content_library.FORMAT,
    *media_monitoring.FORMATS,
    reddit_dumps.FORMAT,
    tiktok_research.FORMAT,
    weibo_web.FORMAT,
    x_compliance.FORMAT,
)
_ALIKE = 0.9
BY_NAME = {format.name: format for format in FORMATS}


def list_formats() -> list[dict[str, object]]:
    """Return the readable formats as `shoal formats` prints them; the title of an experimental one says so."""
    return [
        {"name": one.name, "platform": one.platform, "title": title_of(one), "kinds": list(one.kinds),
         "example": one.example, "notes": one.notes}
        for one in FORMATS
    ]  # fmt: skip


def title_of(format: Format) -> str:
    """Return the title of a format for people."""
    return f"{format.title} (experimental)" if format.experimental else format.title


def recognise(head: Head) -> tuple[Format | None, float]:
    """Return the format that is surest of a head, with its confidence; None where none is.

    Experimental formats are never chosen: see `resembled`.
    """
    best, best_confidence = None, 0.0
    for format in FORMATS:
        if format.experimental:
            continue
        confidence = _confidence(format, head)
        if confidence > best_confidence:
            best, best_confidence = format, confidence
    return best, best_confidence


def resembled(head: Head) -> Format | None:
    """Return the experimental format that a head looks like: to be suggested, not taken."""
    return next((one for one in FORMATS if one.experimental and _confidence(one, head) >= _ALIKE), None)


def _confidence(format: Format, head: Head) -> float:
    """Ask one format; a head that is built so differently that the question fails is not of it."""
    try:
        return format.recognise(head)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return 0.0
