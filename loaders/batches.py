"""A planned file comes in, its records go out as columns: batch after batch in the file's order."""

from collections.abc import Iterator

from loaders.batch import Batch
from loaders.cutting import Span, can_be_cut, cut, cut_file
from loaders.form import Stream
from loaders.mending import until_damage
from loaders.opening import DAMAGE, Meter, lies_open, open_text, size_of, unpacked_size
from loaders.planning import Plan
from loaders.shaping import Task, shape_damage, shape_piece, shape_runs
from loaders.workers import Workers

#: Files of at least so many bytes are worth processes of their own.
LARGE = 32 << 20


def read_batches(plan: Plan, task: Task, workers: Workers) -> Iterator[tuple[Batch, float]]:
    """Read a file; beside each batch stands the share of the file that was read up to its end.

    Large files that can be cut are shaped by several processes; the batches are the same.
    """
    head, meter = plan.head, Meter(plan.file)
    with open_text(plan.file, head.encoding, line_end=head.line_end, meter=meter) as text:
        if plan.format.whole or not can_be_cut(head):
            for batch in shape_runs(task, until_damage(plan.format.read(Stream(text, head)))):
                yield batch, meter.share()
            return
        pieces = (
            _spans(plan)
            if lies_open(plan.file, head.encoding)
            else ((piece, meter.share()) for piece in cut(text, head))
        )
        try:
            if unpacked_size(plan.file) >= LARGE:
                yield from workers.shape(task, pieces)
            else:
                for piece, share in pieces:
                    yield shape_piece(task, piece), share
        except DAMAGE as error:
            yield shape_damage(task, error), 1.0


def _spans(plan: Plan) -> Iterator[tuple[Span, float]]:
    size = size_of(plan.file)
    for span in cut_file(plan.file.path, plan.head):
        yield span, (span.start + span.size) / size
