"""A kind of operation in; the text family or object that its posts have in common out."""

from dataclasses import dataclass

import numpy as np

from campaign.crowds import Library
from campaign.dice import Dice
from campaign.grammar import read_grammar
from campaign.links import FIRST_CONTACT, FIRST_LINK, contact_name
from campaign.schedule import ARTICLE, NONE, POST
from campaign.topics import HASHTAGS_ZH, TOPIC

PARAGRAPHS = 8
"""Paragraphs that the articles of one operation are cut from; each article takes three to five."""

HEADS_ZH = ("霁行", "霁行J7", "霁行J9", "这车", "新势力", "车主")
TAILS_ZH = ("翻车现场", "欠一个道歉", "别装了", "退订潮", "真相", "还能信吗", "到底安全吗", "寒了心", "敢不敢回应")
HEADS_EN = ("Jixen", "J7", "J9", "Clear", "EV")
TAILS_EN = ("Fails", "Truth", "Owners", "Answers", "Gate", "Refund", "Watch")


@dataclass(frozen=True, slots=True)
class Stock:
    """What operations draw from and add to: shared scripts, hashtag bundles, and one Generator."""

    library: Library
    bundles: list[tuple[str, ...]]
    rng: np.random.Generator


def share_content(
    stock: Stock, number: int, *, kind: str, substitution: float, english: bool
) -> tuple[dict[str, int], str]:
    """Return the columns that all posts of an operation have in common, and what its truth says of the object."""
    grammar = read_grammar("en" if english else "zh")
    dice = Dice(stock.rng.spawn(1)[0])
    topic = "attack" if dice.happens(0.65) else "discord"
    picture = number if dice.happens(0.3) else NONE
    if kind == "text":
        script = max((grammar.derive(topic, dice) for _ in range(3)), key=lambda one: len(one.text))
        return {
            "topic": TOPIC[topic],
            "script": stock.library.add(script, substitution),
            "picture": picture,
        }, script.text
    if kind == "article":
        scripts = [grammar.derive("para", dice) for _ in range(PARAGRAPHS)]
        numbers = [stock.library.add(script, substitution) for script in scripts]
        return {"kind": ARTICLE, "topic": TOPIC["para"], "script": numbers[0]}, " / ".join(one.text for one in scripts)
    if kind == "hashtags":
        stock.bundles.append(_hashtags(dice, english))
        return {"topic": TOPIC[topic], "tags": len(stock.bundles) - 1}, " ".join(f"#{tag}" for tag in stock.bundles[-1])
    if kind == "link":
        return {"topic": TOPIC[topic], "link": FIRST_LINK + number}, f"link:{FIRST_LINK + number}"
    if kind == "contact":
        return {"topic": TOPIC[topic], "link": FIRST_CONTACT + number}, contact_name(FIRST_CONTACT + number)
    if kind == "picture":
        return {"topic": TOPIC[topic], "picture": number}, f"picture:{number}"
    return {"kind": POST, "topic": TOPIC[topic]}, ""


def _hashtags(dice: Dice, english: bool) -> tuple[str, ...]:
    """Return a new ordered set of hashtags, one usual tag among them."""
    if english:
        made = [f"{dice.pick(HEADS_EN)}{dice.pick(TAILS_EN)}{dice.pick(('', '2025', 'Now'))}" for _ in range(2)]
        return tuple(dict.fromkeys([*made, dice.pick(("Jixen", "EV", "JixenJ7"))]))
    made = [f"{dice.pick(HEADS_ZH)}{dice.pick(TAILS_ZH)}" for _ in range(2)]
    return tuple(dict.fromkeys([*made, dice.pick([bundle[0] for bundle in HASHTAGS_ZH[:8]])]))
