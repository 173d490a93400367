"""Small records for tests of the graph: accounts, posts of every kind, two loads that disagree, a run and a desk."""

import polars as pl

from case.desk import add
from case.folder import Case
from case.rows import Account, Action, Post, PostKey, account_key, hashed_post_key, post_key
from case.runs import LINK_SCHEMA, Cluster, Run, set_current_run, write_run
from case.tables import PartWriter
from case.templates import SAYS_SCHEMA, TEMPLATE_SCHEMA, Templates

ANN, BEN, CAI = (account_key("weibo", name) for name in ("1", "2", "3"))
STRANGER = account_key("weibo", "99")  # only ever named
AT = 1_733_100_000_123_456
LATER = 1_735_000_000_000_000
LONG_LINK = "data:image/png;base64," + "A" * 9_000


def _post(number: int, account: str, text: str = "文本", **more: object) -> Post:
    key = post_key("weibo", str(number))
    return Post(key, "weibo", account, AT + number * 1_000_000, "second", text, number, **more)  # type: ignore[arg-type]


def _does(post: Post, behaviour: str, thing: str) -> Action:
    return Action(post.key, post.account, behaviour, thing, post.at, post.precision)


def write_first_load(case: Case, load: str = "L-0001", *, repeats: int = 1) -> None:
    """Three accounts, with `repeats` times four posts that tag, link, name, show, give, reply, repost and quote."""
    accounts = [
        Account(ANN, "weibo", "1", handle="ann", name="安", followers=5, created_at=-86_400_000_001),
        Account(BEN, "weibo", "2", handle="ben", bio="first"),
    ]
    posts: list[Post] = []
    actions: list[Action] = []
    for number in range(1, 4 * repeats, 4):
        one = _post(number, ANN, "新车 🚗\u2028 'x\" \\ $y", likes=3)
        two = _post(number + 1, BEN, "回复", kind="reply", reply_to=one.key)
        three = _post(number + 2, CAI, "", kind="repost", repost_of=one.key, quote_of=PostKey("weibo:elsewhere"))
        four = Post(hashed_post_key("weibo", CAI, None, "x"), "weibo", CAI, None, "none", "x", 4)
        posts += [one, two, three, *([four] if number == 1 else [])]
        actions += [
            _does(one, "hashtag", "新车发布"), _does(one, "hashtag", "car"), _does(one, "hashtags", "新车发布 car"),
            _does(one, "url", "https://a.shop.example/p?q=1"), _does(one, "domain", "shop.example"),
            _does(two, "mention", STRANGER), _does(two, "mention", ANN), _does(two, "reply", one.key),
            _does(three, "media", "sha256:aa"), _does(three, "media", LONG_LINK), _does(three, "contact", "wechat:abc"),
            _does(three, "text", "x"),
        ]  # fmt: skip
    with PartWriter(case, load) as part:
        part.add(accounts, posts, actions, source="aa" * 32, file="first.csv", collected_at=AT)


def write_second_load(case: Case, load: str = "L-0002") -> None:
    """A later collection: Ben has another bio, the stranger a profile, and the first post carries another tag."""
    accounts = [Account(BEN, "weibo", "2", handle="ben", bio="second"), Account(STRANGER, "weibo", "99", name="陌生人")]
    again, new = _post(1, ANN, "新车, edited", likes=9), _post(50, STRANGER, "new")
    with PartWriter(case, load) as part:
        part.add(
            accounts, [again, new], [_does(again, "hashtag", "edited"), _does(new, "hashtag", "car")],
            source="bb" * 32, file="second.csv", collected_at=LATER,
        )  # fmt: skip


def write_found_run(
    case: Case,
    run: str = "R-00000000000a",
    *,
    cluster: str = "C-000000000001",
    behaviours: tuple[str, ...] = ("hashtag",),
) -> None:
    """A run with one validated, one candidate and one rejected link, and one cluster; made current in the record."""
    links = pl.DataFrame(
        [
            (ANN, BEN, "hashtag", 60.0, 4, 2, 5, 0.25, 1e-9, 1e-7, "validated"),
            (ANN, BEN, "*", None, 4, 2, 5, None, 1e-9, 1e-7, "validated"),
            (ANN, CAI, "url", 10.0, 3, 1, 3, 0.5, 1e-3, 0.04, "candidate"),
            (BEN, CAI, "url", 10.0, 1, 1, 1, 0.5, 0.4, 0.9, "rejected"),
        ],
        schema=list(LINK_SCHEMA)[:11],
        orient="row",
    ).with_columns(first_at=pl.lit(AT), last_at=pl.lit(LATER))
    found = Cluster(
        cluster, "N-1", "synchronised", (ANN, BEN, CAI), (ANN, BEN), behaviours, (60.0,), 4.0, 0.25, 1e-9, 2,
        AT, LATER, ("买 […]", "new"), 0.9, {ANN: 1.0, BEN: 0.9},
    )  # fmt: skip
    write_run(case, Run(run, {"q": 0.01}, "ff", "found", "", 3, 1, "2025-01-01T00:00:00Z", 1.0), links, [found],
              templates(f"T-{cluster}"))  # fmt: skip
    set_current_run(case, run)


def templates(other: str) -> Templates:
    """A template that every run finds and one of this run alone; a post that left the record said one of them."""
    found = [("T-1", "买 […]", ["买 ", None], 0.5, 3, 3, 2, 2), (other, "new", ["new"], 0.0, 2, 2, 2, 1)]
    says = [("T-1", ANN, "weibo:1", 0, [None, "车"]), ("T-1", BEN, "weibo:2", 1, None)]
    says += [("T-1", CAI, "weibo:gone", 0, None), (other, ANN, "weibo:1", 0, [None]), (other, BEN, "weibo:2", 1, None)]
    return Templates(
        pl.DataFrame(found, schema=TEMPLATE_SCHEMA, orient="row"), pl.DataFrame(says, schema=SAYS_SCHEMA, orient="row")
    )


def write_desk_items(case: Case) -> None:
    """Verdicts on a cluster by its lineage and on an account, a note, an event, and a verdict on nothing known."""
    add(case, "verdicts", {"about": "N-1", "kind": "cluster", "is": "coordinated", "reason": "same minute"}, actor="x")
    add(case, "verdicts", {"about": ANN, "kind": "account", "is": "organic", "reason": "owner", "note": "n"}, actor="x")
    add(case, "verdicts", {"about": "weibo:nobody", "kind": "account", "is": "unclear", "reason": "?"}, actor="x")
    add(case, "notes", {"about": BEN, "kind": "account", "text": "ask"}, actor="x")
    add(
        case,
        "events",
        {"title": "launch", "starts_at": "2024-12-02T00:00:00Z", "ends_at": "2024-12-03T00:00:00Z"},
        actor="x",
    )
