"""Posts and accounts in; tweet, user and media objects of the X API v2 out."""

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from campaign.links import code
from campaign.people import Cast
from campaign.schedule import QUOTE, REPLY, REPOST
from campaign.story import SECOND
from campaign.wording import Written

RT_LIMIT = 140
NOTE_LIMIT = 280
REFERENCES = {REPOST: "retweeted", REPLY: "replied_to", QUOTE: "quoted"}
FIRST_MILLISECOND = 1_288_834_974_657
"""X post ids count milliseconds from here."""

Json = dict[str, object]


class XObjects:
    """Makes the objects of one run."""

    def __init__(self, cast: Cast, reposts: npt.NDArray[np.int64], rng: np.random.Generator) -> None:
        """Draw what is left to draw; `reposts` are the counts per row of the schedule."""
        self._cast, self._reposts = cast, reposts
        self._noise = rng.random(4096)
        self._verified = rng.random(len(cast)) < 0.06

    def tweet(self, post: Written, parent: Written | None) -> Json:
        """Return one post object; `parent` is the post that it answers, if any."""
        text = self._text(post, parent)
        whole, number = text, x_id(post.row, post.at)
        noise = float(self._noise[post.row % 4096])
        reposts = int(self._reposts[post.parent if post.kind == REPOST and post.parent >= 0 else post.row])
        tweet: Json = {"id": number, "edit_history_tweet_ids": [number], "author_id": self._cast.ids[post.account]}
        if post.kind != REPOST and len(text) > NOTE_LIMIT:
            tweet["note_tweet"] = {"text": whole}
            text = text[: NOTE_LIMIT - 1] + "…"
        tweet |= {
            "text": text,
            "created_at": iso(post.at),
            "lang": "en" if self._cast.english[(parent if post.kind == REPOST and parent else post).account] else "zh",
            "conversation_id": x_id(post.parent, post.parent_at) if post.kind == REPLY and post.parent >= 0 else number,
            "possibly_sensitive": False,
            "reply_settings": "everyone",
            "public_metrics": _metrics(reposts, 0.0 if post.kind == REPOST else noise),
        }
        entities = self._entities(post, parent, text)
        if entities:
            tweet["entities"] = entities
        if post.parent >= 0 and post.kind in REFERENCES:
            tweet["referenced_tweets"] = [{"type": REFERENCES[post.kind], "id": x_id(post.parent, post.parent_at)}]
            if post.kind == REPLY and parent is not None:
                tweet["in_reply_to_user_id"] = self._cast.ids[parent.account]
        if post.pictures and post.kind != REPOST:
            tweet["attachments"] = {"media_keys": [media_key(name) for name in post.pictures]}
        return tweet

    def _text(self, post: Written, parent: Written | None) -> str:
        if post.kind == REPOST and parent is not None:
            said = f"RT @{self._cast.handles[parent.account]}: {self._text(parent, None)}"
            return said if len(said) <= RT_LIMIT else said[: RT_LIMIT - 1] + "…"
        calls = "".join(f"@{self._cast.handles[account]} " for account in post.mentions)
        marks = "".join(f" #{tag}" for tag in post.hashtags)
        link = f" {short(post.link)}" if post.link else ""
        if post.kind == QUOTE and parent is not None:
            link += f" {short(f'https://x.example/{self._cast.handles[parent.account]}/status/{post.parent}')}"
        return f"{calls}{post.text}{marks}{link}"

    def _entities(self, post: Written, parent: Written | None, text: str) -> Json:
        """Return hashtags, mentions and links with their places in the text, as far as the (cut) text shows them."""
        source = parent if post.kind == REPOST and parent is not None else post
        called = [*([parent.account] if post.kind == REPOST and parent else []), *source.mentions]
        entities: Json = {}
        tags = [_place(text, f"#{tag}") | {"tag": tag} for tag in source.hashtags if f"#{tag}" in text]
        if tags:
            entities["hashtags"] = tags
        names = [(self._cast.handles[account], self._cast.ids[account]) for account in called]
        mentions = [
            _place(text, f"@{name}") | {"username": name, "id": number} for name, number in names if f"@{name}" in text
        ]
        if mentions:
            entities["mentions"] = mentions
        if source.link and short(source.link) in text:
            shown = source.link.removeprefix("https://")[:24] + "…"
            entities["urls"] = [
                _place(text, short(source.link))
                | {"url": short(source.link), "expanded_url": source.link, "display_url": shown}
            ]
        return entities

    def user(self, account: int) -> Json:
        """Return one user object."""
        cast = self._cast
        return {
            "id": cast.ids[account],
            "username": cast.handles[account],
            "name": cast.names[account],
            "created_at": iso(int(cast.born[account])),
            "description": "",
            "verified": bool(self._verified[account]),
            "protected": False,
            "profile_image_url": f"https://img.example/profile/{code(account, 6)}.jpg",
            "public_metrics": {
                "followers_count": int(cast.followers[account]),
                "following_count": int(cast.following[account]),
                "tweet_count": 20 + int(cast.following[account]) * 3,
                "listed_count": int(cast.followers[account]) // 200,
            },
        }


def _metrics(reposts: int, noise: float) -> Json:
    """Return made-up counts; a repost (noise 0) shows the count of the reposted post and none of its own."""
    return {
        "retweet_count": reposts,
        "reply_count": int(6 * noise**3),
        "like_count": int((1 + reposts) * (3 ** (3 * noise) - 1)),
        "quote_count": 0,
        "impression_count": int((1 + reposts) * 400 * noise),
    }


def x_id(row: int, at: int) -> str:
    """Return the id of a post: milliseconds in the upper bits, like real ones, and a number that differs per row."""
    return str(((at // 1000 - FIRST_MILLISECOND) << 22) | (row * 2_654_435_761) % (1 << 22))


def iso(at: int) -> str:
    """Return an ISO time to the millisecond with Z."""
    return f"{datetime.fromtimestamp(at // SECOND, UTC):%Y-%m-%dT%H:%M:%S}.{at // 1000 % 1000:03d}Z"


def short(address: str) -> str:
    """Return the shortened form of a link, the same for the same link."""
    number = sum(ord(letter) * 31**place for place, letter in enumerate(address))
    return f"https://t.example/{code(number % 36**10, 10)}"


def media_key(name: str) -> str:
    """Return the media key of a picture; pictures of one operation share it."""
    return f"3_18{sum(ord(letter) * 37**place for place, letter in enumerate(name)) % 10**17:017d}"


def _place(text: str, part: str) -> Json:
    start = text.find(part)
    return {"start": start, "end": start + len(part)}
