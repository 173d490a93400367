"""Telegram messages as Telethon's `to_json` writes them: one message object each, peers by number, no names."""

from typing import Any

from loaders.flat import Flat, shape_flat
from loaders.form import Format, read_json
from loaders.head import Head
from loaders.parents import name_parents
from loaders.records import Context, Raw, Reject, Shaped

PLATFORM = "telegram"
FIELDS = Flat(
    PLATFORM,
    {"post_id": "~id", "time": "date", "text": "message", "account_id": "~author", "account_name": "post_author",
     "views": "views", "reposts": "forwards", "replies": "replies>replies", "links": "~links"},
)  # fmt: skip


def recognise(head: Head) -> float:
    """Recognise a message by its class name and its peer."""
    record = head.first
    return 0.95 if record.get("_") in ("Message", "MessageService") and "peer_id" in record else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one message. A post of a channel without sender is the channel's; chat and number make its id."""
    if raw.get("_") == "MessageService":
        return Reject("is a service message, no post")
    chat = _number(raw.get("peer_id"))
    if chat is None or not raw.get("id"):
        return Reject("has no id or no chat")
    answered = (raw.get("reply_to") or {}).get("reply_to_msg_id")
    facts = {"~id": f"{chat}/{raw['id']}", "~author": _author(raw), "~links": _links(raw)}  # fmt: skip
    return shape_flat(
        raw | facts, context, FIELDS, kind="repost" if raw.get("fwd_from") else None,
        parents=name_parents(PLATFORM, reply_to=f"{chat}/{answered}" if answered else None),
    )  # fmt: skip


def _author(raw: Raw) -> str | None:
    """Take the sender, else the chat itself; what the exporter wrote in a private chat names nobody."""
    peer = raw.get("peer_id") or {}
    if raw.get("out") and "user_id" in peer:
        return _peer(raw.get("from_id"))
    return _peer(raw.get("from_id")) or _peer(peer)


def _peer(peer: Raw | None) -> str | None:
    """Name a peer as Telegram Desktop does: user123, channel123, chat123."""
    if not peer:
        return None
    kind = str(peer.get("_", "")).removeprefix("Peer").lower()
    number = _number(peer)
    return f"{kind}{number}" if kind and number is not None else None


def _number(peer: Any) -> int | None:
    found = [peer[name] for name in ("channel_id", "chat_id", "user_id") if name in peer] if peer else []
    return found[0] if found else None


def _links(raw: Raw) -> list[str] | None:
    """Return links hidden behind words; None lets the text be searched, for other links stand in it."""
    hidden = [entity["url"] for entity in raw.get("entities") or [] if entity.get("url")]
    if not hidden:
        return None
    return [*hidden, *(word for word in str(raw.get("message") or "").split() if word.startswith("http"))]


FORMAT = Format(
    name="telegram-telethon", platform=PLATFORM, title="Telegram messages (Telethon, JSON or JSON lines)",
    kinds=("post", "reply", "repost"), example="messages.jsonl",
    notes="Times are UTC. Messages and authors join with exports of Telegram Desktop; names are not in these files. "
    "Service messages are rejects.",
    recognise=recognise, read=read_json, shape=shape, zone="UTC",
)  # fmt: skip
