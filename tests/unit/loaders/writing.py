"""Invented export files for the tests of loaders."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from case.folder import Case, new_case
from loaders.loading import load
from loaders.options import FileResult, LoadOptions


def write_csv(
    path: Path, rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", line_end: str = "\r\n", delimiter: str = ","
) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end, delimiter=delimiter).writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_lines(path: Path, records: Iterable[Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode())
    return path


def write_json(path: Path, document: Any) -> Path:
    path.write_bytes(json.dumps(document, ensure_ascii=False).encode())
    return path


def load_one(folder: Path, path: Path, **options: Any) -> tuple[Case, FileResult]:
    """Load one file into a new case without graph."""
    case = new_case(folder / "case", title="Test")
    return case, load(case, [path], LoadOptions(**options)).files[0]


def picture(seed: int, *, scale: float = 1.0, quality: int = 90, format: str = "JPEG") -> bytes:
    """Invent a picture: coloured fields that no two seeds lay out alike."""
    small = bytes(hashlib.shake_256(seed.to_bytes(4, "big")).digest(3 * 9 * 7))
    size = (int(450 * scale), int(350 * scale))
    held = io.BytesIO()
    Image.frombytes("RGB", (9, 7), small).resize(size, Image.Resampling.BICUBIC).save(held, format, quality=quality)
    return held.getvalue()


COMMENTS = [
    ("用户名", "评论内容", "发布时间", "点赞数"),
    ("青石路口", "刹车片换了三次还是响，谁来管管这事", "2024/12/3 10:22", "1.2万"),
    ("晚风车友", "刹车片换了三次还是响，谁来管管这事", "2024/12/3 10:25", "3"),
    ("晚风车友", "刹车片换了三次还是响，谁来管管这事", "2024/12/3 10:25", "3"),
    ("#NAME?", "沙发", "2024/12/3 10:26", "0"),
    ("#NAME?", "板凳", "2024/12/3 10:27", "0"),
    ("空白的人", "", "2024/12/3 10:28", "0"),
    ("另一个人", "", "2024/12/3 10:28", "0"),
]
