"""A small planted case for the pages: a group that acts together, a crowd, hostile names, three findings."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from case.clock import to_microseconds
from case.folder import EMBEDDED, Case, new_case
from case.rows import Account, Action, Post, PostKey, account_key, post_key
from case.runs import LINK_SCHEMA, Cluster, Run, cluster_id, set_current_run, write_run
from case.sources import Source, write_source
from case.tables import PartWriter
from case.templates import SAYS_SCHEMA, TEMPLATE_SCHEMA, Templates, shown_text
from detection.parameters import Parameters

HOSTILE = "<img src=x onerror=window.hit=1> **loud** [press](https://evil.example) $x$ :red[x]"
GROUP = tuple(account_key("weibo", str(1000 + number)) for number in range(8))
EXPLAINED = tuple(account_key("weibo", str(2000 + number)) for number in range(4))
CROWD = tuple(account_key("x", str(3000 + number)) for number in range(30))
RUN = "R-0123456789ab"
LOAD = "L-0001"
_START = datetime(2024, 12, 2, 8, tzinfo=UTC)
_TAG, _LINK = "新车发布", "https://cars.example/launch"


@dataclass
class _Rows:
    accounts: list[Account]
    posts: list[Post]
    actions: list[Action]

    def say(self, account: str, at: datetime, text: str, **objects: str) -> PostKey:
        number = len(self.posts) + 1
        platform = account.partition(":")[0]
        key, stamp = post_key(platform, f"p{number}"), to_microseconds(at)
        url = f"https://{platform}.example/{number}"
        self.posts.append(Post(key, platform, account, stamp, "second", text, number, url=url, likes=number % 7))  # type: ignore[arg-type]
        for behaviour, thing in {"text": text[:40], **objects}.items():
            self.actions.append(Action(key, account, behaviour, thing, stamp, "second"))  # type: ignore[arg-type]
        return key


def empty_case(folder: Path, *, graph: str = EMBEDDED, user: str | None = None) -> Case:
    """Make a case without data."""
    return new_case(folder, title="Launch week", timezone="Asia/Shanghai", purpose="Check a complaint",
                    organisation="Example Motors", operator="R. Reader",
                    graph=graph, user=user)  # fmt: skip


def loaded_case(folder: Path, *, graph: str = EMBEDDED, user: str | None = None) -> Case:
    """Make a case with posts and no run."""
    case = empty_case(folder, graph=graph, user=user)
    rows = _rows()
    with PartWriter(case, LOAD) as part:
        part.add(rows.accounts, rows.posts, rows.actions, source="a" * 64, file="export.csv")
    write_source(case, Source(
        sha256="a" * 64, name="export.csv", path="/data/export.csv", size=48_213, format="generic_csv", load=LOAD,
        loaded_at="2025-01-20T09:00:00Z", loaded_by="reader", collected_at="2025-01-19T10:00:00Z",
        query="launch OR 新车发布", place="platform search", records=len(rows.posts) + 5, used=len(rows.posts),
        duplicates=3, rejects=2, accounts=len(rows.accounts), posts=len(rows.posts), actions=len(rows.actions),
    ))  # fmt: skip
    return case


def planted_case(folder: Path, *, finding: str = "found", graph: str = EMBEDDED, user: str | None = None) -> Case:
    """Make a case with posts and a current run; `finding` other than found leaves the run without clusters."""
    case = loaded_case(folder, graph=graph, user=user)
    clusters = _clusters() if finding == "found" else []
    links = _links() if finding == "found" else pl.DataFrame(schema=LINK_SCHEMA)
    reason = (
        "" if finding != "not_enough_data" else "Only 42 accounts lie outside the groups; the test needs about 200."
    )
    run = Run(
        id=RUN, parameters=Parameters(windows=(10.0, 60.0)).as_dict(),
        input_fingerprint="f" * 64, finding=finding, reason=reason, links=links.height, clusters=len(clusters),
        started_at="2025-01-20T09:05:00Z", seconds=4.2, versions={"shoal": "0.1.0"},
        controls={"exchanged_profiles": {"runs": 5, "expected": 0, "found": 0}},
        warnings=["Stamps are one second wide."],
        left_out=[{"object": "hashtag:热门", "rows": 90_000, "events": 4_000_000, "reason": "budget"}],
    )  # fmt: skip
    write_run(case, run, links, clusters, _templates() if clusters else None)
    set_current_run(case, RUN)
    return case


def _rows() -> _Rows:
    dice = random.Random(7)
    rows = _Rows([], [], [])
    for number, key in enumerate((*GROUP, *EXPLAINED, *CROWD)):
        platform, _, id = key.partition(":")
        name = HOSTILE if number == 1 else f"车友{number}" if platform == "weibo" else f"Driver {number}"
        made = to_microseconds(_START - timedelta(days=30 + number))
        handle = HOSTILE if number == 1 else f"user{number}"
        rows.accounts.append(
            Account(key, platform, id, handle=handle, name=name, followers=10 + number, created_at=made)
        )
    for day in range(0, 24, 3):
        for number, key in enumerate(GROUP):
            at = _START + timedelta(days=day, seconds=7 * number)
            rows.say(key, at, f"第{day}天 提车当天就断电,售后说没办法,大家别买!", hashtag=_TAG, url=_LINK)
    for day in range(2, 20, 4):
        for number, key in enumerate(EXPLAINED):
            rows.say(key, _START + timedelta(days=day, minutes=number), f"官方公告 第{day}号", hashtag="官方公告")
    for number, key in enumerate(CROWD):
        for _ in range(4):
            at = _START + timedelta(days=dice.randrange(26), seconds=dice.randrange(80_000))
            rows.say(key, at, f"My drive number {number}-{dice.randrange(9999)} was fine", hashtag=_TAG)
    rows.say(GROUP[1], _START + timedelta(days=1), HOSTILE, hashtag="<b>tag</b>")
    return rows


def _clusters() -> list[Cluster]:
    innocent = (
        {
            "explanation": "follows one public source",
            "fits": "strong",
            "signs": ["one account is first in 80 % of texts"],
        },
    )
    weak = ({"explanation": "share button", "fits": "weak", "signs": ["texts differ"]},)
    first, last = to_microseconds(_START), to_microseconds(_START + timedelta(days=21))

    def cluster(accounts: tuple[str, ...], finding: str, **more: object) -> Cluster:
        values = {"core": accounts[:5], "behaviours": ("text", "hashtag", "url"), "windows": (60.0,), "observed": 412.0,
                  "expected": 3.1, "p": 2e-9, "days": 8, "innocent": weak, **more}  # fmt: skip
        own = cluster_id(accounts)
        return Cluster(own, "L" + own, finding, accounts, first_at=first, last_at=last, stability=0.94,
                       member_stability=dict.fromkeys(accounts, 0.94), templates=("第[…]天 提车当天就断电",),
                       **values)  # type: ignore[arg-type]  # fmt: skip

    return [
        cluster(tuple(GROUP), "synchronised"),
        cluster(tuple(EXPLAINED), "explained", innocent=innocent, observed=31.0, expected=4.0, p=0.0004),
        cluster(tuple(CROWD[:3]), "candidate", core=(), behaviours=("hashtag",), observed=6.0, expected=2.2, p=0.03),
    ]


def _templates() -> Templates:
    """What the group copies: a number in a slot, and hostile words as a fixed part and as a filler."""
    parts = ["第", None, "天 提车当天就断电", HOSTILE, None]
    pieces = [[None, str(3 * number), None, None, HOSTILE if number == 1 else ""] for number in range(len(GROUP))]
    says = [("T-1", key, f"weibo:p{n + 1}", n, pieces[n]) for n, key in enumerate(GROUP)]
    found = [("T-1", shown_text(parts), parts, 0.8, *(len(GROUP) for _ in range(4)))]
    return Templates(
        pl.DataFrame(found, schema=TEMPLATE_SCHEMA, orient="row"), pl.DataFrame(says, schema=SAYS_SCHEMA, orient="row")
    )


def _links() -> pl.DataFrame:
    first, last = _START, _START + timedelta(days=21)
    rows = []
    for group, status in ((GROUP, "validated"), (EXPLAINED, "candidate")):
        for place, a in enumerate(group):
            for b in group[place + 1 :]:
                for behaviour in ("hashtag", "text", "*"):
                    window = 60.0
                    rows.append((a, b, behaviour, window, 8, 8, 8, 0.04, 1e-12, 3e-10, status, first, last))
    return pl.DataFrame(rows, schema=LINK_SCHEMA, orient="row")
