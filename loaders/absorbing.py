"""One planned file in, its rows into the part of the load: read, shape, tell duplicates, derive, batch."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pyarrow as pa

from case.errors import ShoalError
from case.progress import Progress
from case.rows import Account, Action, Post
from case.supplements import Supplement
from case.tables import PartWriter
from loaders.deriving import derive_actions, is_renamed, richer
from loaders.form import Stream
from loaders.mending import mend, until_damage
from loaders.opening import open_text
from loaders.planning import Plan
from loaders.records import Broken, Draft, Raw, Reject, Shaped
from loaders.rejects import RejectsWriter
from loaders.values.moments import ZoneNeeded

Placed = TypeVar("Placed", Post, Account)
_BATCH = 20_000
#: Accounts of one file are joined in memory up to this many; beyond it their views are joined by the tables.
_ACCOUNTS = 200_000


@dataclass(slots=True)
class Tally:
    """What became of the records of one file, and the doubts met, by how often."""

    records: int = 0
    used: int = 0
    duplicates: int = 0
    rejects: int = 0
    accounts: int = 0
    posts: int = 0
    actions: int = 0
    notes: Counter[str] = field(default_factory=Counter)


class Absorber:
    """Takes the records of one file into the part of a load.

    A record whose key was met before, in this file, this load or an earlier one, is a duplicate. Of a key met before in
    the same file the first version stays; versions from other files are all written,
    and the tables choose between them by a
    rule that does not depend on the order of files.
    """

    def __init__(self, plan: Plan, sha256: str, writer: PartWriter, *, known: set[str]) -> None:
        """Prepare to absorb a planned file; `known` holds the keys of records met before and grows."""
        self._plan, self._sha256, self._writer, self._known = plan, sha256, writer, known
        self._here: set[str] = set()
        self._beside: set[str] = set()
        self._accounts: dict[str, Account] = {}
        self._former: list[Account] = []
        self._posts: list[Post] = []
        self._actions: list[Action] = []
        self._done: set[Action] = set()
        self._supplements: list[Supplement] = []
        self.tally = Tally()

    @property
    def keys(self) -> set[str]:
        """The keys of the records met in this file."""
        return self._here

    def absorb(self, rejects: RejectsWriter, progress: Progress) -> None:
        """Read the whole file; raises ShoalError where its times need a zone that nobody gave."""
        plan, tally = self._plan, self.tally
        shape, context = plan.format.shape, plan.context
        with open_text(plan.file, plan.head.encoding, line_end=plan.head.line_end) as text:
            for place, raw in until_damage(plan.format.read(Stream(text, plan.head))):
                tally.records += 1
                shaped = Reject(raw.reason) if isinstance(raw, Broken) else self._shape(shape, raw, context)
                if isinstance(shaped, Reject):
                    tally.rejects += 1
                    rejects.add(place, shaped.reason, raw)
                else:
                    self._take(shaped, place)
                if len(self._posts) + len(self._supplements) >= _BATCH or len(self._actions) >= 4 * _BATCH:
                    self._flush()
                    progress(f"reading {plan.file.name}", tally.records, None)
        self._flush()
        self._flush_accounts()
        progress(f"reading {plan.file.name}", tally.records, tally.records)

    def _shape(self, shape: Any, raw: Raw, context: Any) -> Shaped | Reject:
        try:
            shaped: Shaped | Reject = shape(raw, context)
        except ZoneNeeded as error:
            raise ShoalError(_zone_refusal(self._plan)) from error
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
            # A record of another make than its neighbours (a field missing, a list where a text belongs) is kept as
            # a reject.
            return Reject(f"is not shaped as {self._plan.format.name}: {type(error).__name__} {error}")
        return shaped

    def _take(self, shaped: Shaped, place: int) -> None:
        if not shaped.record:
            self.tally.records -= 1
            self._join(shaped.accounts, place)
            return
        for note in shaped.notes:
            self.tally.notes[note] += 1
        key = shaped.key
        again = key in self._here
        if again or key in self._known:
            self.tally.duplicates += 1
        else:
            self.tally.used += 1
        self._join(shaped.accounts, place)
        if again:
            return
        self._here.add(key)
        self._supplements += [self._writer.store(replace(row, place=place)) for row in shaped.supplements]
        for draft in shaped.posts:
            self._keep(draft, place)
        for draft in shaped.context:
            if draft.post.key not in self._beside and draft.post.key not in self._here:
                self._beside.add(draft.post.key)
                self._write(draft, place)

    def _keep(self, draft: Draft, place: int) -> None:
        if not self._plan.format.many_rows:
            # What came along with an earlier record of this file is the same version of the post.
            if draft.post.key not in self._beside:
                self._write(draft, place)
            return
        first = draft.post.key not in self._beside
        self._beside.add(draft.post.key)
        if first:
            self._posts.append(_placed(draft.post, place))
        for action in derive_actions(draft):
            if action not in self._done:
                self._done.add(action)
                self._actions.append(action)

    def _write(self, draft: Draft, place: int) -> None:
        self._posts.append(_placed(draft.post, place))
        self._actions.extend(derive_actions(draft))

    def _join(self, accounts: tuple[Account, ...], place: int) -> None:
        """Keep one view of each account, the latest; one that went by other names is kept beside it, as history."""
        for account in accounts:
            before = self._accounts.get(account.key)
            joined = account if before is None else richer(before, account)
            if before is not None and is_renamed(before, joined):
                self._former.append(before)
            if joined is not before:
                self._accounts[account.key] = _placed(joined, place)
        if len(self._accounts) > _ACCOUNTS:
            self._flush_accounts()

    def _flush(self) -> None:
        self.tally.posts += len(self._posts)
        self.tally.actions += len(self._actions)
        self._add([], self._posts, self._actions)
        self._supply(self._supplements)
        self._posts, self._actions, self._supplements = [], [], []

    def _supply(self, supplements: list[Supplement]) -> None:
        plan = self._plan
        origin: dict[str, Any] = {
            "source": self._sha256, "file": plan.file.name, "collected_at": plan.context.rules.collected_at
        }  # fmt: skip
        try:
            self._writer.supplement(supplements, **origin)
        except (UnicodeEncodeError, OverflowError, TypeError, pa.ArrowException):
            self._writer.supplement(mend(supplements), **origin)

    def _flush_accounts(self) -> None:
        accounts = [*self._former, *self._accounts.values()]
        self.tally.accounts += len(self._accounts)
        for start in range(0, len(accounts), _BATCH):
            self._add(accounts[start : start + _BATCH], [], [])
        self._accounts, self._former = {}, []

    def _add(self, accounts: list[Account], posts: list[Post], actions: list[Action]) -> None:
        """Write one table at a time, so that rows which no table can hold are mended and written again, once."""
        batches: list[tuple[list[Account], list[Post], list[Action]]] = [
            (accounts, [], []), ([], posts, []), ([], [], actions)
        ]  # fmt: skip
        for batch in batches:
            try:
                self._write_batch(*batch)
            except (UnicodeEncodeError, OverflowError, TypeError, pa.ArrowException):
                self._write_batch(mend(batch[0]), mend(batch[1]), mend(batch[2]))

    def _write_batch(self, accounts: list[Account], posts: list[Post], actions: list[Action]) -> None:
        plan = self._plan
        self._writer.add(
            accounts,
            posts,
            actions,
            source=self._sha256,
            file=plan.file.name,
            collected_at=plan.context.rules.collected_at,
        )


def _placed(row: Placed, place: int) -> Placed:
    """Set where a row was read: nobody else holds it yet, and a copy would cost a tenth of a load."""
    object.__setattr__(row, "place", place)
    return row


def _zone_refusal(plan: Plan) -> str:
    usual = f" This format usually has {plan.format.usual_zone}." if plan.format.usual_zone else ""
    return (
        f"The times in {plan.file.label} name no zone and neither load nor case says which: nothing was loaded. "
        f"Give --timezone, such as Asia/Shanghai or UTC.{usual}"
    )
