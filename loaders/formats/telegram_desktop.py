"""Telegram Desktop's result.json: one chat with its messages, or all chats of a full export."""

import json
from collections.abc import Iterator
from typing import Any

from case.rows import AccountKey, Post, account_key
from loaders.form import Format, Placed, Stream
from loaders.head import Head
from loaders.naming import handle_key, name_account
from loaders.parents import name_parents
from loaders.reading import read_values
from loaders.records import Broken, Context, Draft, Raw, Reject, Shaped
from loaders.values.text import clean

PLATFORM = "telegram"
_MESSAGES = '"messages"'


def recognise(head: Head) -> float:
    """Recognise a chat by its messages with Unix times, or the list of chats around them."""
    start = head.text[:100_000]
    if head.shape == "table" or '"date_unixtime"' not in head.text:
        return 0.0
    return 0.95 if _MESSAGES in start and '"type"' in start else 0.0


def read(stream: Stream) -> Iterator[Placed]:
    """Read every message of every chat; the place counts messages."""
    place = 0
    for document in read_values(stream.text):
        for chat in [document] if isinstance(document, Broken) else _chats(document):
            for message in _messages(chat):
                place += 1
                yield place, message


def _messages(chat: Any) -> Iterator[Raw | Broken]:
    if isinstance(chat, Broken):
        yield chat
        return
    for message in chat.get("messages") or []:
        yield {"chat": chat.get("id"), "chat_name": chat.get("name"), "message": message}


def _chats(document: Any) -> list[Any]:
    if not isinstance(document, dict):
        return [Broken("is no export of Telegram Desktop", json.dumps(document)[:1000])]
    lists = [document.get(name) or {} for name in ("chats", "left_chats")]
    chats = [chat for found in lists for chat in found.get("list") or []] or [document]
    return [chat for chat in chats if isinstance(chat, dict)]


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one message. `date` is the exporter's local time and is not used; `date_unixtime` is right.

    Message ids are unique only inside a chat,
    so the key holds both. A forwarded message whose source message is not named is a
    repost of something unknown, and its text joins it with other copies.
    """
    message, chat = raw["message"], raw["chat"]
    if message.get("type") == "service":
        return Reject(f"is a service message ({message.get('action')}), no post")
    id = f"{chat}/{message['id']}"
    moment = context.utc_time(message.get("date_unixtime"))
    sender = message.get("from_id")
    key = name_parents(PLATFORM, reply_to=id)["reply_to"]
    account = name_account(PLATFORM, id=str(sender) if sender else None, post=key, name=message.get("from"))
    answered = message.get("reply_to_message_id")
    forwarded = "forwarded_from" in message or "forwarded_from_id" in message
    parents = name_parents(PLATFORM, reply_to=f"{chat}/{answered}" if answered else None)
    parts = _parts(message)
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, clean("".join(text for _, text, _ in parts)), 0,
        kind="repost" if forwarded else "reply" if answered else "post", **parents,
    )  # fmt: skip
    draft = Draft(
        post,
        hashtags=tuple(text for kind, text, _ in parts if kind == "hashtag"),
        urls=tuple(part.get("href") or text for kind, text, part in parts if kind in ("link", "text_link")),
        mentions=tuple(_mention(text, part) for kind, text, part in parts if kind in ("mention", "mention_name")),
        media=_media(message),
    )
    return Shaped(key, (draft,), (account,), notes=moment.notes)


def _parts(message: Raw) -> list[tuple[str, str, Raw]]:
    """Return kind, words and further facts of each piece of the text; old exports have no text_entities."""
    pieces = message.get("text_entities") or message.get("text") or []
    found = []
    for piece in [pieces] if isinstance(pieces, str) else pieces:
        part = {"type": "plain", "text": piece} if isinstance(piece, str) else piece
        found.append((part["type"], part["text"], part))
    return found


def _mention(text: str, part: Raw) -> AccountKey:
    return account_key(PLATFORM, f"user{part['user_id']}") if part.get("user_id") else handle_key(PLATFORM, text)


def _media(message: Raw) -> tuple[str, ...]:
    """Name a file by the name under which its sender uploaded it, with its size: forwarded copies keep both."""
    name, size = message.get("file_name"), message.get("file_size")
    return (f"{PLATFORM}:{name}:{size}",) if name and size else ()


FORMAT = Format(
    name="telegram-desktop", platform=PLATFORM, title="Telegram Desktop export (result.json)", kinds=("post", "reply",
    "repost"),
    example="result.json",
    notes="Times are UTC, from date_unixtime. Service messages are listed as rejects. A deleted user's messages "
    "have an account "
    "each.",
    recognise=recognise, read=read, shape=shape, zone="UTC", whole=True,
)  # fmt: skip
