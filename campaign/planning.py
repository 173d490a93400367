"""What to generate: a plan in, group sizes out; every parameter of the sample campaign has its default here."""

from dataclasses import dataclass, field

CAMPAIGN_ACCOUNTS = 10_000
"""Campaign accounts at scale 1, as in the case that shaped the project."""

ORGANIC_ACCOUNTS = 60_000
"""Accounts of the organic crowds at scale 1."""

ORGANIC_POSTS = 29.0
"""Posts per organic account that the crowds are tuned to, over half a year."""

SMALLEST_GROUP = 16
"""Below this a group with 5-50 % participation leaves fewer than three copies in most operations."""


@dataclass(frozen=True, slots=True)
class Difficulty:
    """How well the campaign hides. Ranges are (low, high); one value per operation or member is drawn from them."""

    participation: tuple[float, float] = (0.05, 0.5)
    """Share of the operations open to a member that the member joins."""
    substitution: tuple[float, float] = (0.0, 0.4)
    """Share of the characters of a copy that are swapped; 0.6 is about the most that the texts allow."""
    jitter_seconds: tuple[float, float] = (5.0, 7_200.0)
    """Mean delay of a member after the first post of an operation; drawn evenly on a logarithmic scale."""
    operations: int = 48
    """Operations per group over the half year."""
    cover_posts: float = 9.0
    """Ordinary posts per campaign account, written like everybody's."""
    bought: float = 0.2
    """Share of members that are old accounts, dormant until they are switched on."""
    born_in_bursts: float = 0.7
    """Share of the other members that were registered on a few days."""
    articles: float = 0.08
    """Share of operations that are articles with shared paragraphs."""


@dataclass(frozen=True, slots=True)
class Crowds:
    """The organic crowds, each of which can be switched off. The general audience is always there."""

    launch_bursts: bool = True
    """Everybody writes more around launches, and many write only then."""
    complaint_wave: bool = True
    """Real owners complain on one day, copy the maker's statement and each other's jokes."""
    fan_club: bool = True
    """Answers the maker's official account within minutes."""
    rival_fans: bool = True
    """Does the same for a rival, and is rude about the maker."""
    viral_circles: bool = True
    """Fan clubs of one viral account each, whose posts they repost within minutes."""
    newsroom: bool = True
    """One owner's city editions, openly, with the same headlines in the same minute."""
    official_chain: bool = True
    """Dealers repost the maker's official account during office hours."""
    share_buttons: bool = True
    """Posts that an app wrote: votes, games, check-ins."""
    hashtag_bundles: bool = True
    """Fixed sets of hashtags that everybody uses."""
    communities: bool = True
    """People with a hobby in common, who rarely write about cars."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All parameters of one sample campaign."""

    scale: float = 0.03
    """1 = 10,000 campaign accounts among 60,000 others with about 2 million posts; 0.03 = 300 among 1,800."""
    campaign: bool = True
    """False plants nothing: the null campaign, all crowds and no operation."""
    difficulty: Difficulty = field(default_factory=Difficulty)
    crowds: Crowds = field(default_factory=Crowds)
    group_sizes: tuple[int, ...] | None = None
    """Members of each planted group; None splits scale x 10,000 into more and larger groups as the scale grows."""

    def groups(self) -> tuple[int, ...]:
        """Return the sizes of the planted groups, largest first; none when nothing is planted."""
        if not self.campaign:
            return ()
        if self.group_sizes is not None:
            return tuple(sorted(self.group_sizes, reverse=True))
        return split_members(round(self.scale * CAMPAIGN_ACCOUNTS))

    def organic(self) -> int:
        """Return how many organic accounts there are."""
        return max(60, round(self.scale * ORGANIC_ACCOUNTS))


def split_members(members: int) -> tuple[int, ...]:
    """Return group sizes that sum to `members`: a few large groups and many small ones (weights 1/rank**0.8)."""
    count = max(1, min(5 + round(members / 600), members // SMALLEST_GROUP, 24))
    weights = [1 / (rank + 1) ** 0.8 for rank in range(count)]
    spare = max(0, members - count * SMALLEST_GROUP)
    sizes = [SMALLEST_GROUP + int(spare * weight / sum(weights)) for weight in weights]
    sizes[0] += members - sum(sizes)
    return tuple(size for size in sizes if size > 0)


EASY = Difficulty(participation=(0.3, 0.6), substitution=(0.0, 0.1), jitter_seconds=(5.0, 300.0), bought=0.0)
"""Copies nearly word for word within minutes, by members who join often."""

HARD = Difficulty(
    participation=(0.05, 0.25), substitution=(0.2, 0.6), jitter_seconds=(900.0, 10_800.0), cover_posts=20.0
)
"""Rewritten copies, hours apart, by members who join rarely and write much else."""
