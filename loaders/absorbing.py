"""One planned file in, its rows into a part of the load: what was met before is told apart, the rest is written."""

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from case.errors import ShoalError
from case.keys import Flags, Hashes, KeySet, hash_rows, repeats
from case.progress import Progress
from case.rows import ACCOUNT_COLUMNS
from case.sources import Counts
from case.supplements import Supplement
from case.tables import PartWriter
from loaders.batch import Batch
from loaders.batches import read_batches
from loaders.mending import mend
from loaders.planning import Plan
from loaders.profiles import Views
from loaders.records import FROM_HERE_ON
from loaders.rejects import RejectsWriter
from loaders.shaping import UNSTORABLE, Task
from loaders.values.moments import ZoneNeeded
from loaders.workers import Workers

_DAMAGED = "damage or cut in the file: all that comes behind it is missing; fetch the file again"


class Absorber:
    """Takes the records of one file into a part of a load.

    A record whose key was met before, in this file, this load or an earlier one, is a duplicate. Of a key met before in
    the same file the first version stays; versions from other files are all written, and the tables choose between
    them by a rule that does not depend on the order of files.
    """

    def __init__(self, plan: Plan, sha256: str, writer: PartWriter, *, known: KeySet, seed: int) -> None:
        """Prepare to absorb a planned file; `known` holds the keys of records met before, hashed under `seed`."""
        self.plan, self.sha256 = plan, sha256
        self._writer, self._known, self._seed = writer, known, seed
        self._origin: dict[str, Any] = {
            "source": sha256, "file": plan.file.name, "collected_at": plan.context.rules.collected_at
        }  # fmt: skip
        self._written, self._done = KeySet(), KeySet()
        self._places = 0
        self.keys = KeySet()
        self.counts = Counts()
        self.notes: Counter[str] = Counter()

    def absorb(self, workers: Workers, rejects: RejectsWriter, progress: Progress) -> None:
        """Read the whole file; raises ShoalError where its times need a zone that nobody gave."""
        plan, step = self.plan, f"reading {self.plan.file.name}"
        task = Task(plan.format.name, plan.head, plan.context, self._seed)
        with Views(self._writer.draft) as views:
            try:
                for batch, share in read_batches(plan, task, workers):
                    self._take(batch, views, rejects)
                    records = self.counts.records
                    progress(step, records, max(records, round(records / share)) if share else None)
            except ZoneNeeded as error:
                raise ShoalError(_zone_refusal(plan)) from error
            for profiles in views.joined():
                self._write_profiles(profiles)
        progress(step, self.counts.records, self.counts.records)

    def _take(self, batch: Batch, views: Views, rejects: RejectsWriter) -> None:
        offset = self._places if batch.places else 0
        self._places += batch.places
        for reject in batch.rejects:
            rejects.add(reject.place + offset, reject.reason, reject.text)
            if FROM_HERE_ON in reject.reason:
                self.notes[_DAMAGED] += 1
        self.notes.update(batch.notes)
        views.add(_shifted(batch.views, offset))
        again = repeats(batch.keys) | self.keys.holds(batch.keys)
        duplicates = int(np.count_nonzero(again | self._known.holds(batch.keys)))
        self.keys.add(batch.keys)
        posts, actions = self._write(batch, offset)
        self._supply([row for record, row in batch.supplements if not again[record]], offset)
        self.counts += Counts(
            records=batch.records, used=batch.keys.size - duplicates, duplicates=duplicates,
            rejects=len(batch.rejects), posts=posts, actions=actions,
        )  # fmt: skip

    def _write(self, batch: Batch, offset: int) -> tuple[int, int]:
        """Write the posts that this file has not shown yet, with their actions; returns how many."""
        fresh = _first(batch.post_keys, self._written)
        if self.plan.format.many_rows:
            # Each row shows the post again, with another object.
            done = _first(hash_rows(batch.actions, self._seed), self._done)
        else:
            done = fresh[batch.action_posts]
        posts, actions = _kept(_shifted(batch.posts, offset), fresh), _kept(batch.actions, done)
        self._writer.write("posts", posts, **self._origin)
        self._writer.write("actions", actions, **self._origin)
        return posts.num_rows, actions.num_rows

    def _supply(self, supplements: list[Supplement], offset: int) -> None:
        rows = [self._writer.store(replace(row, place=row.place + offset)) for row in supplements]
        try:
            self._writer.supplement(rows, **self._origin)
        except UNSTORABLE:
            self._writer.supplement(mend(rows), **self._origin)

    def _write_profiles(self, profiles: pl.DataFrame) -> None:
        columns = profiles.select(ACCOUNT_COLUMNS).to_arrow()
        self._writer.write("accounts", columns, **self._origin)
        self.counts += Counts(accounts=int(profiles["latest"].sum()))


def _first(hashes: Hashes, met: KeySet) -> Flags:
    """Tell which of some rows show their key for the first time, and note that they were met."""
    first = ~(repeats(hashes) | met.holds(hashes))
    met.add(hashes[first])
    return first


def _kept(rows: pa.Table, flags: Flags) -> pa.Table:
    return rows if flags.all() else rows.filter(pa.array(flags))


def _shifted(rows: pa.Table, offset: int) -> pa.Table:
    """Let the places count from the file's beginning instead of the piece's."""
    if not offset:
        return rows
    return rows.set_column(rows.column_names.index("place"), "place", pc.add(rows["place"], offset))


def _zone_refusal(plan: Plan) -> str:
    usual = f" This format usually has {plan.format.usual_zone}." if plan.format.usual_zone else ""
    return (
        f"The times in {plan.file.label} name no zone and neither load nor case says which: the file was not loaded. "
        f"Give --timezone, such as Asia/Shanghai or UTC.{usual}"
    )
