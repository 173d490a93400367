"""Files that somebody took of posts (screenshots, saved pages, pictures): a list of them, with the files beside it."""

import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from case.errors import ShoalError
from case.rows import PostKey, post_key
from case.supplements import Capture, CaptureKind
from loaders.form import Format, Placed, Stream, read_table
from loaders.head import Head
from loaders.heads import fold_head, names_posts
from loaders.opening import DAMAGE, RawFile, open_raw
from loaders.records import Broken, Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.pictures import picture_hash

_HEADS = {
    "post": ("post", "postkey", "帖子"), "file": ("file", "filename", "path", "capture", "文件", "文件名"),
    "platform": ("platform", "平台"), "id": ("postid", "id", "帖子id"), "kind": ("kind", "类型"),
    "captured_at": ("capturedat", "截图时间", "取证时间", "保存时间"),
}  # fmt: skip
_KINDS: dict[str, CaptureKind] = {
    **dict.fromkeys(("page", "screenshot", "页面", "截图"), "page"),
    **dict.fromkeys(("picture", "image", "photo", "图片"), "picture"),
}  # fmt: skip
#: Larger files are no captures of a post; they would be held in memory whole.
LARGEST = 256 * 1024 * 1024
_PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp"}
_UNSAID = (
    "picture file without a kind: kept as a capture of the page; write kind = picture for what the post itself shows, "
    "so that copies of it are found"
)
_NO_HASH = "picture without structure, or that could not be opened: kept, but never joined with others"


def recognise(head: Head) -> float:
    """Recognise a list by its columns for a post and a file."""
    found = _columns(head.columns)
    posts = "post" in found or {"platform", "id"} <= set(found)
    others = set(head.columns) - set(found.values())
    return 0.97 if "file" in found and posts and not names_posts(others) else 0.0


def read(stream: Stream) -> Iterator[Placed]:
    """Read the rows, each with the bytes of its file; a file that cannot be read makes its row a reject."""
    columns = _columns(stream.head.columns)
    for place, row in read_table(stream):
        if isinstance(row, Broken):
            yield place, row
            continue
        told = {role: str(row.get(column) or "").strip() for role, column in columns.items()}
        content = _content(stream.head.file, told.get("file", ""))
        yield place, Broken(content, str(row)) if isinstance(content, str) else {**told, "content": _Content(content)}


class _Content(bytes):
    """The bytes of a file, which a list of rejects shall not repeat."""

    def __str__(self) -> str:
        return f"{len(self)} bytes"


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one row: the capture with its hash, and a perceptual hash where it is a picture that the post shows."""
    post = _post(raw)
    if post is None:
        return Reject("names no post: expected a key such as weibo:123 under `post`, or `platform` and `post_id`")
    name, content = PurePosixPath(raw["file"].replace("\\", "/")).name, raw["content"]
    is_picture = Path(name).suffix.lower() in _PICTURES
    said = raw.get("kind", "").lower()
    if said and said not in _KINDS:
        return Reject(f"has the kind '{said}'; it can be page or picture")
    when = context.time(raw.get("captured_at") or None)
    capture = Capture(
        post, _KINDS.get(said, "page"), name, hashlib.sha256(content).hexdigest(), len(content),
        mimetypes.guess_type(name)[0] or "application/octet-stream", when.at, content=bytes(content),
    )  # fmt: skip
    notes = when.notes if raw.get("captured_at") else ()
    if capture.kind == "picture":
        capture = replace(capture, picture=picture_hash(content))
        notes = notes if capture.picture else (*notes, _NO_HASH)
    elif is_picture and not said:
        notes = (*notes, _UNSAID)
    return Shaped(f"capture:{post}:{capture.sha256}", supplements=(capture,), notes=notes)


def _columns(columns: tuple[str, ...]) -> dict[str, str]:
    folded = {fold_head(column): column for column in reversed(columns)}
    found = {role: next((folded[head] for head in heads if head in folded), None) for role, heads in _HEADS.items()}
    return {role: column for role, column in found.items() if column is not None}


def _post(raw: Raw) -> PostKey | None:
    told, platform = raw.get("post", ""), raw.get("platform", "").lower()
    if ":" in told and not told.startswith(("http:", "https:")):
        return PostKey(told)
    id = clean_id(raw.get("id") or told)
    return post_key(platform, id) if platform and id else None


def _content(listed: RawFile, name: str) -> bytes | str:
    """Return the bytes of a file beside the list, or why there are none. Paths that lead out of its folder are none."""
    path = PurePosixPath(name.replace("\\", "/"))
    if not name or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return f"names no file in the folder of the list: '{name}'"
    if listed.member is None:
        folder = listed.path.resolve().parent
        file = RawFile(folder / path)
        if not file.path.resolve().is_relative_to(folder) or not file.path.is_file():
            return f"names a file that is not there: '{name}'"
    else:
        file = RawFile(listed.path, str(PurePosixPath(listed.member).parent / path))
    try:
        with open_raw(file) as stream:
            content = stream.read(LARGEST + 1)
    except (ShoalError, KeyError, OSError, *DAMAGE) as error:
        return f"names a file that cannot be read: '{name}' ({error})"
    return content if len(content) <= LARGEST else f"names a file larger than {LARGEST >> 20} MB: '{name}'"


FORMAT = Format(
    name="captures", platform="any", title="Captures of posts: a list of files (CSV, XLSX) beside them",
    kinds=("capture",), example="captures.csv",
    notes="Columns `post` (a key such as weibo:123; or `platform` and `post_id`) and `file` (a path beside the list), "
    "and if known `kind` (page, picture) and `captured_at`. Each file is hashed with SHA-256, kept in the case and "
    "listed in packages. A picture that the post shows (`kind` picture) also gets a perceptual hash, by which scaled "
    "and newly packed copies become one media object; of pages it would join strangers. The posts may be loaded later.",
    recognise=recognise, read=read, shape=shape, whole=True,
)  # fmt: skip
