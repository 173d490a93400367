"""Named lists of alternatives in, posts and substitutable scripts out.

A choice whose alternatives are plain words is a *slot*: a place where a writer swaps a word without touching the rest.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from campaign.dice import Dice
from campaign.notation import Choice, Name, Number, Part, Parts, parse_lists, plain_texts

Slot = Number | tuple[str, ...] | None
"""What a piece of a derived text may be swapped for: a number, other words, or nothing."""


@dataclass(frozen=True, slots=True)
class Script:
    """One derived text as (words, slot) pieces: what every copy of a text family starts from."""

    pieces: tuple[tuple[str, Slot], ...]

    @property
    def text(self) -> str:
        """The text without any substitution."""
        return "".join(words for words, _ in self.pieces).strip()

    @property
    def swappable(self) -> float:
        """Share of the characters that stand in slots: the highest substitution this script can reach."""
        total = sum(len(words) for words, _ in self.pieces)
        return sum(len(words) for words, slot in self.pieces if slot is not None) / max(1, total)

    def copy(self, dice: Dice, share: float) -> str:
        """Return a copy in which about `share` of the characters are replaced, as far as there are slots."""
        if share <= 0:
            return self.text
        chance = share / max(share, self.swappable)
        out = [
            _other(words, slot, dice) if slot is not None and dice.happens(chance) else words
            for words, slot in self.pieces
        ]
        return "".join(out).strip()


class Grammar:
    """Named lists of alternatives of one language."""

    def __init__(self, lists: dict[str, tuple[Parts, ...]]) -> None:
        """Keep the lists; a list of plain lines counts as a slot wherever it is used."""
        self.lists = lists
        self._plain = {name: plain_texts(lines) for name, lines in lists.items()}

    def write(self, name: str, dice: Dice) -> str:
        """Return one text of the named list."""
        out: list[str] = []
        self._write(self.lists[name][dice.below(len(self.lists[name]))], dice, out)
        return "".join(out).strip()

    def derive(self, name: str, dice: Dice) -> Script:
        """Return one text of the named list together with what each of its pieces may be swapped for."""
        out: list[tuple[str, Slot]] = []
        self._derive(Name(name), dice, out)
        return Script(tuple(out))

    def _write(self, parts: Parts, dice: Dice, out: list[str]) -> None:
        for part in parts:
            if isinstance(part, str):
                out.append(part)
            elif isinstance(part, Name):
                lines = self.lists[part.name]
                self._write(lines[dice.below(len(lines))], dice, out)
            elif isinstance(part, Choice):
                self._write(part.alternatives[dice.below(len(part.alternatives))], dice, out)
            else:
                out.append(str(dice.between(part.low, part.high)))

    def _derive(self, part: Part, dice: Dice, out: list[tuple[str, Slot]]) -> None:
        if isinstance(part, str):
            out.append((part, None))
        elif isinstance(part, Number):
            out.append((str(dice.between(part.low, part.high)), part))
        else:
            lines = part.alternatives if isinstance(part, Choice) else self.lists[part.name]
            plain = part.plain if isinstance(part, Choice) else self._plain[part.name]
            line = dice.pick(lines)
            if plain and all(isinstance(piece, str) for piece in line):
                out.append(("".join(str(piece) for piece in line), plain))
            else:
                for piece in line:
                    self._derive(piece, dice, out)


@cache
def read_grammar(language: str) -> Grammar:
    """Read the lists of "zh" or "en" from the text files of this package."""
    lists: dict[str, tuple[Parts, ...]] = {}
    for file in sorted(files("campaign").joinpath("texts").iterdir(), key=lambda entry: entry.name):
        if file.name.startswith(f"{language}_") and file.name.endswith(".txt"):
            lists.update(parse_lists(file.read_text(encoding="utf-8")))
    return Grammar(lists)


def _other(words: str, slot: Number | tuple[str, ...], dice: Dice) -> str:
    if isinstance(slot, Number):
        return str(dice.between(slot.low, slot.high))
    choice = dice.pick(slot)
    return choice if choice != words else slot[(slot.index(words) + 1) % len(slot)]
