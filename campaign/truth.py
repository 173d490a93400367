"""What was planted, out: accounts, operations, their posts, events and parameters, in `truth/`.

Only tests, benchmarks and the demo's comparison read these files; the program never does.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from campaign.forum import forum_id
from campaign.links import FIRST_LINK, link_address, picture_name
from campaign.naming import FORUM, PLATFORMS, WEIBO
from campaign.operations import Operation
from campaign.people import GROUP_PLATFORMS, LAYERS, Cast
from campaign.planning import Plan
from campaign.schedule import Table
from campaign.story import DAY, DAYS, EVENTS, SECOND, START
from campaign.weibo_rows import weibo_id
from campaign.x_posts import x_id

Ints = npt.NDArray[np.int64]

ACCOUNT_HEAD = ("account", "group", "layer", "operations", "crowd", "participation", "bought", "posts")
OPERATION_HEAD = (
    "operation", "group", "kind", "platforms", "object", "start", "end", "members", "eligible", "posts",
    "jitter_seconds", "substitution",
)  # fmt: skip


def write_truth(
    folder: Path,
    *,
    plan: Plan,
    seed: int,
    cast: Cast,
    table: Table,
    operations: Sequence[Operation],
    files: dict[str, int],
) -> None:
    """Write all files of `folder`/truth."""
    folder.mkdir(parents=True, exist_ok=True)
    joined: dict[int, list[str]] = {}
    for operation in operations:
        for member in dict.fromkeys(operation.members):
            joined.setdefault(member, []).append(operation.id)
    posts = np.bincount(table.account, minlength=len(cast))
    _write(folder / "accounts.csv", ACCOUNT_HEAD, _accounts(cast, joined, posts.tolist()))
    rows = np.flatnonzero(table.operation >= 0)
    keys = {int(row): post_key(cast, table, int(row)) for row in rows}
    _write(folder / "operations.csv", OPERATION_HEAD, _operations(cast, table, operations, keys, rows))
    names = [operation.id for operation in operations]
    number = {operation.number: place for place, operation in enumerate(operations)}
    _write(
        folder / "posts.csv",
        ("post", "account", "operation", "at"),
        (
            (
                keys[int(row)],
                cast.key(int(table.account[row])),
                names[number[int(table.operation[row])]],
                moment(int(table.at[row])),
            )
            for row in rows
        ),
    )
    _write(
        folder / "events.csv",
        ("title", "kind", "starts_at", "ends_at"),
        ((event.title, event.kind, moment(event.starts_at), moment(event.ends_at)) for event in EVENTS),
    )
    parameters = {
        "seed": seed,
        "plan": asdict(plan),
        "groups": {group_name(place): size for place, size in enumerate(plan.groups())},
        "period": [moment(START), moment(START + DAYS * DAY)],
        "timezone": "Asia/Shanghai",
        "accounts": len(cast),
        "posts": len(table),
        "operations": len(operations),
        "files": files,
    }
    text = json.dumps(parameters, ensure_ascii=False, indent=2) + "\n"
    (folder / "parameters.json").write_text(text, encoding="utf-8")


def post_key(cast: Cast, table: Table, row: int) -> str:
    """Return the key `platform:id` of the post of a row."""
    platform, at = int(cast.platform[table.account[row]]), int(table.at[row])
    number = forum_id(row) if platform == FORUM else weibo_id(row, at) if platform == WEIBO else x_id(row, at)
    return f"{PLATFORMS[platform]}:{number}"


def group_name(number: int) -> str:
    """Return the name of a planted group, "G01" for the first."""
    return f"G{number + 1:02d}"


def moment(at: int) -> str:
    """Return an ISO time in UTC to the second."""
    return f"{datetime.fromtimestamp(at // SECOND, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _accounts(cast: Cast, joined: dict[int, list[str]], posts: list[int]) -> Iterable[Sequence[object]]:
    for account in range(len(cast)):
        group = int(cast.group[account])
        planted = group >= 0
        yield (
            cast.key(account), group_name(group) if planted else "", LAYERS[cast.layer[account]] if planted else "",
            ";".join(joined.get(account, [])), "" if planted else cast.crowd[account],
            f"{cast.joins[account]:.3f}" if planted else "", int(cast.bought[account]), posts[account],
        )  # fmt: skip


def _operations(
    cast: Cast,
    table: Table,
    operations: Sequence[Operation],
    keys: dict[int, str],
    rows: Ints,
) -> Iterable[Sequence[object]]:
    """Yield one line per operation, in the order of their numbers."""
    last = np.zeros(max((one.number for one in operations), default=0) + 1, dtype=np.int64)
    np.maximum.at(last, table.operation[rows], table.at[rows])
    first: dict[int, int] = {}
    for row in rows.tolist():
        first.setdefault(int(table.operation[row]), row)
    for one in operations:
        home = GROUP_PLATFORMS[one.group % len(GROUP_PLATFORMS)]
        yield (
            one.id, group_name(one.group), one.kind,
            ";".join(name for name, share in zip(PLATFORMS, home, strict=True) if share),
            _object(one, keys[first[one.number]]), moment(one.start), moment(int(last[one.number])),
            len(set(one.members)), one.eligible, len(one.members), one.jitter_seconds, one.substitution,
        )  # fmt: skip


def _object(operation: Operation, first_post: str) -> str:
    """Return the shared object as it stands in the files: a post key, an address, a picture's name, or the words."""
    if operation.kind == "repost":
        return first_post
    if operation.kind == "link":
        return link_address(FIRST_LINK + operation.number)
    return picture_name(operation.number) if operation.kind == "picture" else operation.object


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
