"""What posts are about: topic names with their usual hashtags, and which crowd writes about what."""

import numpy as np
import numpy.typing as npt

from campaign.story import DAY, EVENTS

Ints = npt.NDArray[np.int64]

TOPICS = (
    "life", "praise", "complaint", "launch", "compare", "question", "trip", "joke", "viral", "headline", "official",
    "share_button", "camping", "photo", "cycling", "coffee", "pets", "slogan", "rival_slogan", "attack", "discord",
    "para", "statement", "statement_comment", "reply", "repost_word",
)  # fmt: skip
TOPIC = {name: number for number, name in enumerate(TOPICS)}

HASHTAGS_ZH = (
    ("霁行汽车",), ("霁行J7",), ("霁行汽车", "新能源汽车"), ("霁行发布会",), ("霁行发布会", "霁行J7", "晴天出发"),
    ("霁行J9", "霁行发布会"), ("砺舟S8",), ("新能源汽车",), ("提车日记",), ("自驾游", "周末去哪儿"), ("今日分享",),
    ("打工人日常",), ("周末露营",), ("街头摄影",), ("骑行打卡",), ("咖啡日记",), ("毛孩子日常",),
    ("霁行动力受限", "霁行回应"), ("霁行召回",), ("霁行车友会", "前排打卡"), ("砺舟车友会",),
)  # fmt: skip
HASHTAGS_EN = (
    ("Jixen",), ("JixenJ7",), ("Jixen", "EV"), ("JixenLaunch",), ("JixenLaunch", "JixenJ7", "ClearSkies"),
    ("JixenJ9", "JixenLaunch"), ("LizovarS8",), ("EV",), ("NewCarDay",), ("RoadTrip", "Weekend"), ("SundayThoughts",),
    ("MondayMood",), ("Camping",), ("StreetPhoto",), ("Cycling",), ("CoffeeTime",), ("PetsOfX",),
    ("JixenPower", "JixenReplies"), ("JixenRecall",), ("JixenClub", "FirstInLine"), ("LizovarClub",),
)  # fmt: skip

USUAL_HASHTAGS = {
    "life": (10, 11), "praise": (0, 1, 2, 8), "complaint": (0, 1, 17, 18), "launch": (3, 4, 5), "compare": (0, 6, 7),
    "question": (0, 7), "trip": (8, 9), "joke": (17, 10), "viral": (7, 1), "headline": (7, 2), "official": (0, 1, 2),
    "camping": (12,), "photo": (13,), "cycling": (14,), "coffee": (15,), "pets": (16,), "slogan": (19, 4),
    "rival_slogan": (20,), "attack": (0, 1, 2), "discord": (0, 6, 7), "statement_comment": (17,),
}  # fmt: skip

EVENT_HASHTAGS = {"launch": (3, 4, 5), "complaints": (17,), "recall": (18,)}
"""Bundles that belong to a kind of event."""

MIXES: dict[str, dict[str, float]] = {
    "audience": {"life": 30, "praise": 7, "complaint": 6, "launch": 6, "compare": 8, "question": 7, "trip": 9,
                 "headline": 3, "joke": 4, "viral": 2, "photo": 4, "camping": 3, "pets": 3, "coffee": 3},
    "launch_goers": {"launch": 60, "compare": 15, "praise": 10, "question": 15},
    "owners": {"praise": 25, "complaint": 25, "trip": 20, "question": 15, "life": 15},
    "fan_club": {"praise": 40, "slogan": 15, "trip": 15, "life": 30},
    "rival_fans": {"compare": 27, "rival_slogan": 15, "attack": 12, "discord": 6, "life": 40},
    "viral_circle": {"life": 50, "compare": 15, "viral": 5, "question": 10, "trip": 10, "pets": 10},
    "viral_account": {"viral": 100},
    "newsroom": {"headline": 70, "viral": 30},
    "dealers": {"official": 85, "trip": 5, "life": 10},
    "official": {"official": 100},
    "campaign": {"life": 38, "trip": 14, "compare": 8, "question": 6, "photo": 10, "pets": 8, "coffee": 8, "joke": 8},
}  # fmt: skip
"""Weights of the topics of ordinary posts per crowd; a community writes about its hobby."""

MIXES |= {
    f"community_{hobby}": {hobby: 60, "life": 25, "trip": 10, "headline": 5}
    for hobby in ("camping", "photo", "cycling", "coffee", "pets")
}


def draw_topics(rng: np.random.Generator, crowd: str, count: int) -> Ints:
    """Return topic numbers for ordinary posts of a crowd."""
    mix = MIXES[crowd.rstrip("_12")]
    weights = np.array(list(mix.values()), dtype=float)
    chosen = rng.choice(len(mix), size=count, p=weights / weights.sum())
    return np.array([TOPIC[name] for name in mix])[chosen]


def draw_hashtags(rng: np.random.Generator, topics: Ints, at: Ints, share: float) -> Ints:
    """Return one of the usual hashtag bundles for about `share` of the posts, -1 for the others.

    Hashtags of an event are used from its start on, and hardly later than two weeks after its end.
    """
    table = np.full((len(TOPICS), 4), -1)
    for name, bundles in USUAL_HASHTAGS.items():
        table[TOPIC[name]] = [bundles[place % len(bundles)] for place in range(4)]
    drawn = table[topics, rng.integers(0, 4, len(topics))]
    for kind, bundles in EVENT_HASHTAGS.items():
        spans = [(event.starts_at - DAY, event.ends_at + 14 * DAY) for event in EVENTS if event.kind == kind]
        timely = np.any([(at >= start) & (at < end) for start, end in spans], axis=0)
        drawn = np.where(np.isin(drawn, bundles) & ~timely, 0, drawn)
    return np.asarray(np.where(rng.random(len(topics)) < share, drawn, -1), dtype=np.int64)
