from pathlib import Path

from app.reading.facts import read_facts
from app.selection import Focus
from case.folder import Case
from case.rows import Account, AccountKey, Post, PostKey
from case.supplements import Capture, Deletion
from case.tables import PartWriter

POST = PostKey("x:1")


def _load(case: Case, load: str, handle: str, at: int) -> None:
    account = Account(AccountKey("x:a"), "x", "a", handle=handle)
    post = Post(POST, "x", account.key, 5, "second", "the hood is tin", 1)
    with PartWriter(case, load) as part:
        part.add([account], [post], [], source=load * 16, file="p.csv", collected_at=at)


def test_a_renamed_account_shows_its_former_names(case: Case) -> None:
    _load(case, "L-01", "before", 1)
    _load(case, "L-02", "after", 2)
    rows = dict(read_facts(case, Focus("Account", "x:a"), []).rows)
    assert (rows["handle"], rows["former_names"]) == ("after", "before")


def test_a_post_shows_that_it_was_deleted_and_what_was_captured(case: Case, tmp_path: Path) -> None:
    _load(case, "L-01", "ann", 1)
    assert not {"deleted", "capture"} & set(dict(read_facts(case, Focus("Post", POST), []).rows))
    with PartWriter(case, "L-02") as part:
        capture = Capture(POST, "page", "a.png", "ab" * 32, 1, "image/png", content=b"x")
        part.supplement([part.store(capture), Deletion(POST, 1_733_220_000_000_000)], source="b" * 64, file="c.csv")
    rows = dict(read_facts(case, Focus("Post", POST), []).rows)
    assert rows["deleted"].startswith("2024-12-03")
    assert rows["capture"] == f"a.png · SHA-256 {'ab' * 32}"
