"""X batch compliance results for posts: which of the uploaded ids are gone, why and since when. JSON lines."""

from case.rows import post_key
from case.supplements import Deletion
from loaders.fields import has_fields
from loaders.form import Format, read_json
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id

PLATFORM = "x"
_ROLES = {"post_id": "id", "action": "action", "reason": "reason", "deleted_at": "redacted_at"}


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one line: only `delete` says that a post is gone; its reason may be the account's, and is counted."""
    id = clean_id(raw["id"])
    if id is None:
        return Reject("has no id")
    if raw.get("action") != "delete":
        return Reject(f"asks for no deletion: {raw.get('action')}")
    moment = context.utc_time(raw.get("redacted_at"))
    reason = str(raw.get("reason") or "deleted")
    notes = () if reason == "deleted" else (f"gone for another reason than deletion by its author: {reason}",)
    gone = Deletion(post_key(PLATFORM, id), moment.at)
    return Shaped(f"deletion:{gone.post}", supplements=(gone,), notes=(*moment.notes, *notes))


FORMAT = Format(
    name="x-compliance", platform=PLATFORM, title="X batch compliance results for posts", kinds=("deletion",),
    example="compliance_results.jsonl",
    notes="Marks posts as deleted, whether they come before or after. Results for users have the same fields: load "
    "those of posts only. Times are UTC.",
    recognise=has_fields("id", "action", "reason", "redacted_at"), read=read_json, shape=shape, zone="UTC",
    experimental=True, roles=_ROLES,
)  # fmt: skip
