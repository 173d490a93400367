"""Captures of the Zeeschuimer browser extension: envelopes (NDJSON) around a site's own objects, one module a site."""

from collections.abc import Callable

from loaders.form import Format, read_json
from loaders.head import Head
from loaders.records import Context, Raw, Reject, Shaped

Shape = Callable[[Raw, Context], Shaped | Reject]


def make_format(
    name: str, title: str, shape: Shape, *, sources: tuple[str, ...], field: str, notes: str, kinds: tuple[str, ...]
) -> Format:  # fmt: skip
    """Make the format of one module.

    sources: what `source_platform` says in its envelopes. field: a field that its objects have and those of another
    module with the same source lack ("a|b": one of them).
    """

    def recognise(head: Head) -> float:
        record = head.first
        data = record.get("data")
        if record.get("source_platform") not in sources or not isinstance(data, dict):
            return 0.0
        return 0.96 if any(one in data for one in field.split("|")) else 0.0

    def unwrap(raw: Raw, context: Context) -> Shaped | Reject:
        data = raw["data"]
        return shape(data, context) if isinstance(data, dict) and data else Reject("holds no object")

    return Format(
        name=name, platform=name.removesuffix("-zeeschuimer").removesuffix("-comments"), title=title, kinds=kinds,
        example="zeeschuimer-export.ndjson", notes=notes, recognise=recognise, read=read_json, shape=unwrap, zone="UTC",
    )  # fmt: skip
