"""X as the Zeeschuimer browser extension captures it: NDJSON envelopes around the site's own GraphQL objects."""

from typing import Any

from loaders.form import Format, read_json
from loaders.formats import x_v1
from loaders.head import Head
from loaders.records import Context, Raw, Reject, Shaped


def recognise(head: Head) -> float:
    """Recognise the envelope and its platform."""
    record = head.first
    return 0.97 if record.get("source_platform") in ("twitter.com", "x.com") and "data" in record else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Unwrap the status into the layout of API v1.1 and shape it as one."""
    status = _status(raw["data"])
    if status is None:
        return Reject("holds no status: withheld, deleted or a promotion")
    return x_v1.shape(status, context)


def _status(data: Raw | None) -> Raw | None:
    """Return a GraphQL status as API v1.1 has it; `TweetWithVisibilityResults` wraps one level more."""
    if not data:
        return None
    data = data.get("tweet") or data
    legacy = data.get("legacy")
    user = _user(((data.get("core") or {}).get("user_results") or {}).get("result"))
    if not legacy or user is None:
        return None
    longer = (((data.get("note_tweet") or {}).get("note_tweet_results") or {}).get("result") or {}).get("text")
    return {
        **legacy,
        "id_str": data.get("rest_id") or legacy["id_str"],
        "user": user,
        "source": data.get("source") or legacy.get("source"),
        "views": data.get("views"),
        "full_text": longer or legacy.get("full_text"),
        "retweeted_status": _status(_result(legacy.get("retweeted_status_result"))),
        "quoted_status": _status(_result(data.get("quoted_status_result"))),
    }


def _result(wrapped: Raw | None) -> Any:
    return (wrapped or {}).get("result")


def _user(result: Raw | None) -> Raw | None:
    """Return a GraphQL user as API v1.1 has it; since 2025 name and age sit in `core`, place and badge beside it."""
    if not result or "rest_id" not in result:
        return None
    core, legacy = result.get("core") or {}, result.get("legacy") or {}
    verified = legacy.get("verified", (result.get("verification") or {}).get("verified"))
    return {**legacy, **core, "id_str": result["rest_id"], "verified": verified}


FORMAT = Format(
    name="x-zeeschuimer", platform="x", title="X captured by Zeeschuimer (NDJSON)", kinds=("post", "reply", "repost",
    "quote"),
    example="zeeschuimer-export-twitter.ndjson",
    notes="Times are UTC. Both the layout of 2023 and that of 2025 (user names in core) are read.",
    recognise=recognise, read=read_json, shape=shape, zone="UTC",
)  # fmt: skip
