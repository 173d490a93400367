"""A case of any size, written through the record as a load and a run are: what the graph's queries are timed on.

Activity, tags, links and reposts are drawn from heavy-tailed laws, as on platforms: a few things are everybody's and
most are nobody's. A fifth of the accounts stand in clusters of 5 to 2,000, as those of a smear campaign would.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from case.clock import to_microseconds
from case.desk import add
from case.folder import Case, new_case
from case.rows import Account, AccountKey, Action, Post, PostKey
from case.runs import FINDINGS, LINK_SCHEMA, Cluster, Run, cluster_id, set_current_run, write_run
from case.tables import PartWriter, read_posts
from case.templates import Templates

Ints = npt.NDArray[np.int64]

START = datetime(2024, 12, 1, tzinfo=UTC)
DAYS = 90
POSTS_EACH = 20  # posts per account, on average
CHUNK = 20_000
PLATFORMS = ("weibo", "x")
RUN = "R-000000benc01"
#: Days from START on which an event begins, and its hours.
EVENTS = ((5, 24), (25, 6), (45, 48), (60, 24), (80, 2))
_PHRASES = (
    "新车刹车轮胎电池续航发布门店销售退钱维权视频直播朋友今天昨天早上晚上真的觉得不错失望支持"
    "质量价格降价配置智驾升级系统车主提车订单高速充电冬天下雨音响座椅空间外观内饰颜色对比推荐"
)
_WORDS = [_PHRASES[place : place + 2] for place in range(0, len(_PHRASES), 2)]


def write_case(folder: Path, posts: int) -> Case:
    """Make the case: one load of `posts` posts, a current run and events."""
    case = new_case(folder, title="Benchmark", timezone="Asia/Shanghai")
    random = np.random.default_rng(1)
    authors = _authors(posts, random)
    with PartWriter(case, "L-0001") as part:
        for accounts, rows, actions in _batches(posts, authors, random):
            part.add(accounts, rows, actions, source="a" * 64, file="export.csv")
    clusters = _clusters(posts // POSTS_EACH, random)
    links = _links(clusters, random)
    facts = {"links": links.height, "clusters": len(clusters), "started_at": "2025-03-01T09:00:00Z", "seconds": 1.0}
    write_run(case, Run(RUN, {"seed": 1}, "f" * 64, "found", "", **facts), links, clusters,  # type: ignore[arg-type]
              _templates(case, clusters))  # fmt: skip
    set_current_run(case, RUN)
    for number, (day, hours) in enumerate(EVENTS):
        begin = START + timedelta(days=day)
        window = {"starts_at": begin.isoformat(), "ends_at": (begin + timedelta(hours=hours)).isoformat()}
        add(case, "events", {"title": f"Event {number}", **window}, actor="bench")
    return case


def account_of(number: int) -> AccountKey:
    """Name an account: two of three are on the first platform."""
    return AccountKey(f"{PLATFORMS[number % 3 == 0]}:u{number}")


def _authors(posts: int, random: np.random.Generator) -> Ints:
    """Who writes each post: a few write hundreds, most a handful."""
    weights = random.pareto(1.5, posts // POSTS_EACH) + 0.2
    return random.choice(len(weights), size=posts, p=weights / weights.sum())


def _batches(
    posts: int, authors: Ints, random: np.random.Generator
) -> Iterator[tuple[list[Account], list[Post], list[Action]]]:
    times = np.sort(random.integers(0, DAYS * 86_400, posts)) * 1_000_000 + to_microseconds(START)
    drawn = {
        "hashtag": _popular(random, posts, 1.3, posts // 100), "url": _popular(random, posts, 1.15, posts // 10),
        "media": _popular(random, posts, 1.15, posts // 8), "contact": _popular(random, posts, 1.3, posts // 1000),
        "mention": _popular(random, posts, 1.2, posts // POSTS_EACH),
    }  # fmt: skip
    shares = {"hashtag": 0.5, "url": 0.25, "media": 0.2, "mention": 0.2, "contact": 0.01}
    does = {name: random.random(posts) < share for name, share in shares.items()}
    passes, answers = random.random(posts) < 0.25, random.random(posts) < 0.15
    back = np.minimum(random.zipf(1.2, posts), posts)
    copies = random.random(posts) < 0.05
    words = random.integers(0, len(_WORDS), (posts, 10), dtype=np.int8)
    yield [_account(number, random) for number in range(posts // POSTS_EACH)], [], []
    for begin in range(0, posts, CHUNK):
        rows, actions = [], []
        for number in range(begin, min(begin + CHUNK, posts)):
            author, at = account_of(int(authors[number])), int(times[number])
            parent = _post_of(max(0, number - int(back[number])), authors) if number else None
            repost = parent if passes[number] else None
            reply = parent if answers[number] and not repost else None
            spoken = words[number % 200] if copies[number] else words[number]
            text = "转发微博" if repost else "".join(_WORDS[word] for word in spoken)
            key, platform = _post_of(number, authors), author.partition(":")[0]
            rows.append(
                Post(key, platform, author, at, "second", text, number + 1, reply_to=reply, repost_of=repost,
                     kind="repost" if repost else "reply" if reply else "post", likes=number % 50)
            )  # fmt: skip
            things = {name: _thing(name, int(drawn[name][number])) for name in shares if does[name][number]}
            if "url" in things:
                things["domain"] = things["url"].split("/")[2]
            things |= {name: parent for name, parent in (("repost", repost), ("reply", reply)) if parent}
            actions += [Action(key, author, name, thing, at, "second") for name, thing in things.items()]
        yield [], rows, actions


def _popular(random: np.random.Generator, size: int, exponent: float, kinds: int) -> Ints:
    """Numbers of things, small ones often; the tail beyond the last kind is spread evenly."""
    drawn = random.zipf(exponent, size).astype(np.int64)
    return np.where(drawn < kinds, drawn, random.integers(0, kinds, size))


def _thing(behaviour: str, number: int) -> str:
    match behaviour:
        case "hashtag":
            return f"话题{number}"
        case "url":
            return f"https://site{number % 997}.example/{number}"
        case "mention":
            return account_of(number)
        case _:
            return f"{behaviour}:{number}"


def _post_of(number: int, authors: Ints) -> PostKey:
    return PostKey(f"{account_of(int(authors[number])).partition(':')[0]}:p{number}")


def _account(number: int, random: np.random.Generator) -> Account:
    key = account_of(number)
    made = START - timedelta(days=int(random.integers(1, 3000)), seconds=int(random.integers(0, 86_400)))
    return Account(
        key, key.partition(":")[0], f"u{number}", f"user{number}", f"车友{number}", to_microseconds(made),
        int(random.zipf(1.5)) % 1_000_000, number % 500, region=f"region{number % 30}", verified=number % 200 == 0,
    )  # fmt: skip


def _clusters(accounts: int, random: np.random.Generator) -> list[Cluster]:
    free = random.permutation(accounts)[: accounts // 5].tolist()
    clusters: list[Cluster] = []
    while len(free) >= 5:
        size = min(int(5 * (1 + random.pareto(0.8))), 2000, len(free))
        members = sorted(account_of(free.pop()) for _ in range(size))
        clusters.append(
            Cluster(cluster_id(members), f"L-{len(clusters):06}", FINDINGS[len(clusters) % 3], tuple(members),
                    tuple(members[: max(3, size // 2)]), ("hashtag", "url"), (10.0, 60.0), 9.0, 1.0, 1e-6, 3,
                    to_microseconds(START), to_microseconds(START + timedelta(days=DAYS)), stability=0.9,
                    member_stability=dict.fromkeys(members, 0.9))
        )  # fmt: skip
    return clusters


def _templates(case: Case, clusters: list[Cluster]) -> Templates:
    """One in ten posts of a cluster follows one of its five templates."""
    members = pl.DataFrame(
        [(account, cluster.cluster) for cluster in clusters for account in cluster.accounts],
        schema=["account", "cluster"], orient="row",
    )  # fmt: skip
    posts = read_posts(case).select("account", post="key").collect().join(members, on="account").sort("post")
    number = pl.int_range(pl.len()) // 10 % 5
    says = posts.gather_every(10).select(
        "account", "post", template=pl.format("T-{}-{}", "cluster", number), variant=pl.lit(0),
        pieces=pl.lit(None, pl.List(pl.String)),
    )  # fmt: skip
    found = says.group_by("template").agg(
        text=pl.format("第[…]天 {}", pl.col("template").first()), parts=pl.lit(["第", None, "天"]), fixed_share=0.5,
        posts=pl.len(), accounts=pl.col("account").n_unique(), variants=1, aligned=0,
    )  # fmt: skip
    return Templates(found.sort("template"), says)


def _links(clusters: list[Cluster], random: np.random.Generator) -> pl.DataFrame:
    """Each member is tied to up to twelve others of its cluster, and now and then to one of another."""
    everybody = [member for cluster in clusters for member in cluster.accounts]
    pairs: dict[tuple[str, str], None] = {}
    for cluster in clusters:
        members = cluster.accounts
        for place, member in enumerate(members):
            others = [members[(place + step) % len(members)] for step in range(1, min(12, len(members)))]
            if random.random() < 0.1:
                others.append(everybody[int(random.integers(0, len(everybody)))])
            pairs.update(dict.fromkeys((min(member, other), max(member, other)) for other in others if other != member))
    rows = []
    for a, b in pairs:
        occasions = int(random.integers(3, 30))
        q = 10.0 ** -float(random.integers(1, 9))
        for behaviour, window in (("hashtag", 60.0), ("url", 10.0), ("*", 0.0)):
            rows.append((a, b, behaviour, window, occasions, occasions, occasions, 0.5, q / 10, q,
                         "validated" if q < 0.01 else "candidate", START, START + timedelta(days=DAYS)))  # fmt: skip
    return pl.DataFrame(rows, schema=LINK_SCHEMA, orient="row")
