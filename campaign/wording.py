"""Rows of the schedule in, finished posts out: text, hashtags, mentions, links and pictures of one post."""

import re
from dataclasses import dataclass, field

from campaign.crowds import Library
from campaign.dice import Dice
from campaign.grammar import read_grammar
from campaign.links import FREE_PICTURES, contact_words, link_address, picture_name
from campaign.naming import WEIBO, X
from campaign.objects import PARAGRAPHS
from campaign.people import Cast
from campaign.schedule import ARTICLE, REPLY, REPOST, Table
from campaign.topics import HASHTAGS_EN, TOPIC, TOPICS

SMILEY = re.compile(r"\[[一-鿿a-z]{1,5}\]")
"""Weibo writes its smileys as words in brackets; X has real ones, the forum none."""

SMILEYS = "😂🙃😤🤔👀👍🔥😅🤷😭🎉🐶"


@dataclass(frozen=True, slots=True)
class Written:
    """One finished post of any platform; `row` is its place in the schedule, by which writers make its id."""

    row: int
    account: int
    at: int
    kind: int
    topic: str
    text: str
    parent: int
    parent_at: int = 0
    hashtags: tuple[str, ...] = ()
    mentions: tuple[int, ...] = ()
    link: str = ""
    pictures: tuple[str, ...] = field(default=())


class Wording:
    """Writes the posts of one schedule, in the order of time."""

    __slots__ = ("_bundles", "_cast", "_dice", "_library", "_official", "_table")

    def __init__(self, cast: Cast, table: Table, library: Library, bundles: list[tuple[str, ...]], dice: Dice) -> None:
        """Take the finished schedule and all it refers to."""
        self._cast, self._table, self._library, self._bundles, self._dice = cast, table, library, bundles, dice
        self._official = cast.of("official").tolist()

    def write(self, row: int) -> Written:
        """Return the post of one row."""
        table, dice = self._table, self._dice
        account, kind, topic = int(table.account[row]), int(table.kind[row]), int(table.topic[row])
        english = bool(self._cast.english[account])
        tags = int(table.tags[row])
        hashtags: tuple[str, ...] = ()
        if tags >= 0:
            hashtags = HASHTAGS_EN[tags] if english and tags < len(HASHTAGS_EN) else self._bundles[tags]
        parent = int(table.parent[row])
        mentions: tuple[int, ...] = ()
        if kind == REPLY and parent >= 0:
            mentions = (int(table.account[parent]),)
        elif kind not in (REPOST, ARTICLE) and topic in TAGGERS and dice.happens(0.12):
            official = self._official[1] if self._cast.platform[account] == X else self._official[0]
            mentions = (official,)
        number = int(table.link[row])
        return Written(
            row=row, account=account, at=int(table.at[row]), kind=kind, topic=TOPICS[topic],
            text=self._text(row, kind, topic, account) + contact_words(number), parent=parent,
            parent_at=int(table.at[parent]) if parent >= 0 else 0, hashtags=hashtags, mentions=mentions,
            link=link_address(number), pictures=self._pictures(row, kind),
        )  # fmt: skip

    def _text(self, row: int, kind: int, topic: int, account: int) -> str:
        english, platform = bool(self._cast.english[account]), int(self._cast.platform[account])
        text = self._words(row, kind, topic, english)
        return text if platform == WEIBO or english else SMILEY.sub(_smile if platform == X else "", text) or "顶"

    def _words(self, row: int, kind: int, topic: int, english: bool) -> str:
        script = int(self._table.script[row])
        if kind == ARTICLE and script >= 0:
            return self._article(script, english)
        grammar = read_grammar("en" if english else "zh")
        if script < 0:
            text = grammar.write(TOPICS[topic], self._dice)
            return text[:1].upper() + text[1:] if english and self._dice.happens(0.7) else text
        return self._library.scripts[script].copy(self._dice, self._library.shares[script])

    def _article(self, script: int, english: bool) -> str:
        """Return a headline and three to five of the operation's paragraphs in an order of its own."""
        dice = self._dice
        left = list(range(script, script + PARAGRAPHS))
        chosen = [left.pop(dice.below(len(left))) for _ in range(dice.between(3, 5))]
        parts = [self._library.scripts[number].copy(dice, self._library.shares[number]) for number in chosen]
        return "\n".join([read_grammar("en" if english else "zh").write("headline", dice), *parts])

    def _pictures(self, row: int, kind: int) -> tuple[str, ...]:
        shared = int(self._table.picture[row])
        if shared >= 0:
            return (picture_name(shared),)
        if kind in (REPOST, REPLY) or not self._dice.happens(0.22):
            return ()
        return tuple(picture_name(FREE_PICTURES + 9 * row + place) for place in range(self._dice.pick((1, 1, 1, 2, 3))))


TAGGERS = frozenset(TOPIC[name] for name in ("praise", "complaint", "question", "launch", "statement_comment"))
"""Topics in which people address the maker."""


def _smile(match: re.Match[str]) -> str:
    """Return the same smiley for the same word."""
    return SMILEYS[sum(map(ord, match.group())) % len(SMILEYS)]
