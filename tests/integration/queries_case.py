"""A small planted case for the stored queries: a ring that acts together, near misses, a crowd, two clusters, events.

The ring (r1 to r5) copies texts, links, a picture and a contact within seconds, twice. The near misses do the same too
late (c1), too seldom (c2) or alone. The fans (f1 to f3) answer one official post and are explained.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from case.clock import to_microseconds
from case.desk import add
from case.folder import Case, new_case
from case.rows import Account, AccountKey, Action, Post, PostKey
from case.runs import LINK_SCHEMA, Cluster, Run, set_current_run, write_run
from case.tables import PartWriter
from case.templates import SAYS_SCHEMA, TEMPLATE_SCHEMA, Templates, shown_text
from graph.connection import Graph
from graph.opening import open_graph, remember_password
from graph.projection import rebuild
from graph.server import Address
from tests.conftest import empty

RUN, OTHER_RUN = "R-00000000000a", "R-00000000000b"
RING, FANS = "C-ring00000001", "C-fans00000002"
RING_TEMPLATE, FAN_TEMPLATE = "T-ring00000001", "T-fans00000002"
START = datetime(2024, 12, 2, 8, tzinfo=UTC)
TAG, LINK, SITE = "新车发布", "https://promo.example/a", "promo.example"
TEXT = "这辆新车的刹车有问题，大家千万不要买"
PICTURE, CONTACT = "sha256:aa11", "wechat:abc12345"
RING_ACCOUNTS = tuple(AccountKey(f"weibo:r{number}") for number in range(1, 6))
FAN_ACCOUNTS = tuple(AccountKey(f"x:f{number}") for number in range(1, 4))
CROWD = tuple(AccountKey(f"weibo:c{number}") for number in range(1, 7))
#: Accounts with one plain post each and loose links: they only make the graph large enough to plan for.
OTHERS = tuple(AccountKey(f"weibo:o{number:03}") for number in range(120))
OFFICIAL, TARGET = AccountKey("x:official"), AccountKey("weibo:target")
#: A value for every parameter that some query requires.
REQUIRED = {
    "cluster": RING, "other_cluster": FANS, "account": "weibo:r1", "a": "weibo:r1", "b": "weibo:r2", "post": "weibo:p1",
    "hashtag": TAG, "url": LINK, "domain": SITE, "media": PICTURE, "contact": CONTACT, "text": "刹车", "words": "刹车",
    "names": ["ring1", "Fan 2"], "accounts": ["weibo:r1", "weibo:r2", "x:nobody"], "from": "2024-12-01T00:00:00Z",
    "to": "2024-12-09T00:00:00Z", "event": "E-0001", "latest": "2024-12-04T00:00:00Z", "template": RING_TEMPLATE,
}  # fmt: skip


@dataclass
class _Rows:
    posts: list[Post] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)

    def say(
        self, account: AccountKey, at: datetime | None, text: str, *,
        reply_to: str | None = None, repost_of: str | None = None, quote_of: str | None = None,
        precision: str = "second", **objects: str,
    ) -> PostKey:  # fmt: skip
        platform = account.partition(":")[0]
        key = PostKey(f"{platform}:p{len(self.posts) + 1}")
        stamp = None if at is None else to_microseconds(at)
        kind = "reply" if reply_to else "repost" if repost_of else "quote" if quote_of else "post"
        post = Post(key, platform, account, stamp, precision, text, len(self.posts) + 1, kind=kind, likes=len(text) % 5,  # type: ignore[arg-type]
                    url=f"https://{platform}.example/{key.partition(':')[2]}")  # fmt: skip
        parents = {"reply": reply_to, "repost": repost_of, "quote": quote_of}
        named = {f"{name}_{'to' if name == 'reply' else 'of'}": PostKey(k) for name, k in parents.items() if k}
        self.posts.append(replace(post, **named))  # type: ignore[arg-type]
        shared = {**objects, **{name: k for name, k in parents.items() if k}}
        if "url" in objects:
            shared["domain"] = objects["url"].split("/")[2]
        for behaviour, thing in shared.items():
            self.actions.append(Action(key, account, behaviour, thing, stamp, precision))  # type: ignore[arg-type]
        return key


@contextmanager
def planted_graph(folder: Path, server: Address) -> Iterator[tuple[Graph, Case]]:
    """Make the case and write it into the tests' own server, which is emptied first."""
    empty(server)
    case = planted_case(folder, server)
    with open_graph(case, "test") as graph:
        rebuild(graph, case)
        graph.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
        _count_anew(graph)
        yield graph, case


def _count_anew(graph: Graph) -> None:
    """Let the planner know how many links there are, which it otherwise learns some seconds later."""
    graph.read("CALL db.resampleIndex('link_run')")
    graph.read("CALL db.awaitIndexes(60)")
    graph.read("CALL db.clearQueryCaches()")


def planted_case(folder: Path, server: Address) -> Case:
    """Make the case with its current run, an outdated second run, two events and verdicts."""
    case = new_case(folder, title="Launch week", timezone="Asia/Shanghai", graph=server.uri, user=server.user)
    remember_password(case, server.password)
    rows = _rows()
    with PartWriter(case, "L-0001") as part:
        part.add(_accounts(), rows.posts, rows.actions, source="a" * 64, file="export.csv")
    write_run(case, _run(RUN), _links(), _clusters(), _templates(rows.posts))
    write_run(case, _run(OTHER_RUN), pl.DataFrame(schema=LINK_SCHEMA), [])
    set_current_run(case, RUN)
    _decide(case)
    return case


def _accounts() -> list[Account]:
    made = to_microseconds(START - timedelta(days=10))
    old = to_microseconds(START - timedelta(days=2000))
    ring = [
        Account(key, "weibo", f"r{n}", f"ring{n}", f"爱车小王{n}", made + n, 3, 40, region="Hunan")
        for n, key in enumerate(RING_ACCOUNTS, 1)
    ]
    fans = [
        Account(key, "x", f"f{n}", f"fan{n}", f"Fan {n}", old + n * 10**12, 200 * n)
        for n, key in enumerate(FAN_ACCOUNTS, 1)
    ]
    crowd = [
        Account(key, "weibo", f"c{n}", f"crowd{n}", f"车主{n}", old + n * 10**12, 90 * n)
        for n, key in enumerate(CROWD, 1)
    ]
    lone = Account(AccountKey("weibo:~name:匿名用户"), "weibo", name="匿名用户", identity="masked")
    official = Account(OFFICIAL, "x", "official", "official", "Example Motors", old, 900_000, verified=True)
    others = [Account(key, "weibo", key.partition(":")[2], created_at=old + n * 10**13) for n, key in enumerate(OTHERS)]
    return [*ring, *fans, *crowd, official, lone, *others]


def _rows() -> _Rows:
    rows = _Rows()
    minute, day = timedelta(minutes=1), timedelta(days=1)
    origin = rows.say(CROWD[2], START - 60 * minute, "我的刹车今天失灵了", media="sha256:cc33")
    for number, account in enumerate(RING_ACCOUNTS[:4]):
        rows.say(account, START + timedelta(seconds=3 * number), TEXT, hashtag=TAG, url=LINK)
        rows.say(account, START + 30 * minute + timedelta(seconds=4 * number), "转发微博", repost_of=origin)
        rows.say(
            account,
            START + day + timedelta(seconds=5 * number),
            TEXT + "！",
            hashtag=TAG,
            media=PICTURE,
            contact=CONTACT,
        )
        rows.say(
            account, START + day + 20 * minute + timedelta(seconds=number), f"@target 退钱 {number}", mention=TARGET
        )
    rows.say(RING_ACCOUNTS[4], START + timedelta(seconds=40), TEXT, hashtag=TAG, url="https://promo.example/b")
    rows.say(CROWD[0], START + timedelta(hours=30), TEXT, hashtag=TAG, url=LINK)  # the same, 30 hours later
    rows.say(CROWD[1], START + timedelta(seconds=2), "发布会真热闹", hashtag=TAG)  # at the same time, something else
    rows.say(CROWD[3], START + 300 * minute, "转发微博", repost_of=origin)
    rows.say(CROWD[4], START.replace(hour=0), "今天天气不错", precision="day")
    rows.say(CROWD[5], None, "没有时间的帖子", precision="none")
    rows.say(AccountKey("weibo:~name:匿名用户"), START + 2 * day, "路过", reply_to="weibo:missing", precision="minute")
    launch = rows.say(
        OFFICIAL, START - 30 * minute, "Meet the new car", hashtag="newcar", url="https://cars.example/launch"
    )
    for number, account in enumerate(FAN_ACCOUNTS):
        rows.say(
            account, START - 29 * minute + timedelta(seconds=number), "So good!", quote_of=launch, hashtag="newcar"
        )
        rows.say(account, START + day + number * 60 * minute, f"My week {number}")
        rows.say(account, START - 28 * minute, "Launch!", hashtag="newcar", url="https://cars.example/launch")
    rows.say(FAN_ACCOUNTS[0], START + 3 * day, "Brakes are fine", url=LINK)
    for number in range(2):
        rows.say(RING_ACCOUNTS[0], START + (4 + number) * day, "每日签到")
        rows.say(RING_ACCOUNTS[1], START + (4 + number) * day, "转发微博", repost_of=origin)
    tagged = rows.say(CROWD[1], START + 4 * day, "#新车发布# #试驾#", hashtag=TAG)
    rows.actions.append(Action(tagged, CROWD[1], "hashtag", "试驾", to_microseconds(START + 4 * day), "second"))
    for number, account in enumerate(OTHERS):
        rows.say(account, START + timedelta(days=10, minutes=7 * number), f"日常 {number}")
    return rows


def _link(
    a: str, b: str, behaviour: str, window: float, occasions: int, q: float, status: str = "validated"
) -> dict[str, object]:
    return {
        "a": a, "b": b, "behaviour": behaviour, "window_seconds": window, "occasions": occasions, "objects": occasions,
        "pairs": occasions, "expected": 0.1, "p": q / 10, "q": q, "status": status, "first_at": START,
        "last_at": START + timedelta(days=1),
    }  # fmt: skip


def _links() -> pl.DataFrame:
    rows = []
    for i, a in enumerate(RING_ACCOUNTS[:4]):
        for b in RING_ACCOUNTS[i + 1 : 4]:
            rows += [_link(a, b, "url", 10, 3, 1e-6), _link(a, b, "hashtag", 60, 4, 1e-5), _link(a, b, "*", 0, 4, 1e-6)]
    rows.append(_link(RING_ACCOUNTS[0], RING_ACCOUNTS[4], "hashtag", 60, 2, 0.2, "candidate"))
    rows.append(_link(CROWD[1], RING_ACCOUNTS[0], "hashtag", 60, 3, 0.005))
    rows.append(_link(CROWD[1], FAN_ACCOUNTS[0], "hashtag", 60, 3, 0.006))
    rows += [_link(FAN_ACCOUNTS[0], b, "quote", 60, 3, 1e-4) for b in FAN_ACCOUNTS[1:]]
    for distance in range(1, 16):
        rows += [_link(a, b, "*", 0, 2, 0.9, "candidate") for a, b in zip(OTHERS, OTHERS[distance:], strict=False)]
    return pl.DataFrame(rows, schema=LINK_SCHEMA)


def _clusters() -> list[Cluster]:
    first, last = to_microseconds(START), to_microseconds(START + timedelta(days=1))
    ring = Cluster(
        RING, "L-ring", "synchronised", RING_ACCOUNTS, RING_ACCOUNTS[:4], ("hashtag", "url"), (10.0, 60.0), 24.0, 1.5,
        1e-6, 2, first, last, stability=0.97, member_stability=dict.fromkeys(RING_ACCOUNTS, 0.95),
    )  # fmt: skip
    fans = Cluster(
        FANS, "L-fans", "explained", FAN_ACCOUNTS, FAN_ACCOUNTS, ("quote",), (60.0,), 9.0, 1.0, 1e-4, 1, first, last,
        stability=0.9, member_stability=dict.fromkeys(FAN_ACCOUNTS, 0.9),
        innocent=({"explanation": "follows one public source", "fits": "strong", "signs": ["official first"]},),
    )  # fmt: skip
    return [ring, fans]


def _templates(posts: list[Post]) -> Templates:
    """What the ring copies and what the fans write every week; the late copy of a stranger is no post of a cluster."""
    parts: dict[str, list[str | None]] = {RING_TEMPLATE: [TEXT, None], FAN_TEMPLATE: ["My week ", None]}
    says, found = [], []
    for template, members in ((RING_TEMPLATE, RING_ACCOUNTS), (FAN_TEMPLATE, FAN_ACCOUNTS)):
        fixed = str(parts[template][0])
        own = [post for post in posts if post.account in members and post.text.startswith(fixed)]
        texts = sorted({post.text for post in own})
        says += [(template, p.account, p.key, texts.index(p.text), [None, p.text.removeprefix(fixed)]) for p in own]
        counts = len(own), len(members), len(texts), len(own)
        found.append((template, shown_text(parts[template]), parts[template], 1.0, *counts))
    return Templates(
        pl.DataFrame(found, schema=TEMPLATE_SCHEMA, orient="row"), pl.DataFrame(says, schema=SAYS_SCHEMA, orient="row")
    )


def _run(run: str) -> Run:
    facts = {"links": 1702, "clusters": 2, "started_at": "2025-01-20T09:05:00Z", "seconds": 1.0}
    return Run(id=run, parameters={"seed": 1}, input_fingerprint="f" * 64, finding="found", reason="", **facts)  # type: ignore[arg-type]


def _decide(case: Case) -> None:
    add(
        case,
        "events",
        {"title": "Launch", "starts_at": "2024-12-02T07:00:00Z", "ends_at": "2024-12-02T12:00:00Z"},
        actor="ana",
    )
    add(
        case,
        "events",
        {"title": "Recall", "starts_at": "2024-12-03T07:00:00Z", "ends_at": "2024-12-03T12:00:00Z"},
        actor="ana",
    )
    for about, kind, judgement in (
        (RING_ACCOUNTS[0], "account", "unclear"),
        (RING_ACCOUNTS[0], "account", "coordinated"),
        (RING, "cluster", "coordinated"),
    ):
        add(
            case, "verdicts", {"about": about, "kind": kind, "is": judgement, "reason": "seen", "note": ""}, actor="ana"
        )
