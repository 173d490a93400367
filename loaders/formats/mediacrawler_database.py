"""The SQLite database of MediaCrawler: tables of all platforms in one file, each read as that platform's files are."""

from collections.abc import Callable, Iterator

from loaders.database import read_tables
from loaders.form import Format, Placed, Stream
from loaders.formats import mediacrawler_platforms, mediacrawler_zhihu, xhs_mediacrawler
from loaders.formats.mediacrawler import NOTES
from loaders.head import Head
from loaders.records import Context, Raw, Reject, Shaped

#: Platform by the beginning of a table's name.
_SHAPES: dict[str, Callable[[Raw, Context], Shaped | Reject]] = {
    "weibo_note": mediacrawler_platforms.WEIBO.shape, "tieba_note": mediacrawler_platforms.TIEBA.shape,
    "tieba_comment": mediacrawler_platforms.TIEBA.shape, "douyin_aweme": mediacrawler_platforms.DOUYIN.shape,
    "bilibili_video": mediacrawler_platforms.BILIBILI.shape, "kuaishou_video": mediacrawler_platforms.KUAISHOU.shape,
    "zhihu_content": mediacrawler_zhihu.FORMAT.shape, "zhihu_comment": mediacrawler_zhihu.FORMAT.shape,
    "xhs_note": xhs_mediacrawler.NOTES.shape,
}  # fmt: skip
TABLES = (*_SHAPES, *(f"{name}_comment" for name in ("weibo_note", "douyin_aweme", "bilibili_video",
                                                       "kuaishou_video", "xhs_note")))  # fmt: skip


def recognise(head: Head) -> float:
    """Recognise the database by a table with the names that the tool gives them."""
    return 0.95 if head.shape == "database" and not set(TABLES).isdisjoint(head.columns) else 0.0


def read(stream: Stream) -> Iterator[Placed]:
    """Read contents and comments, table after table; the tables of creators and of dynamics are left out."""
    return read_tables(stream.head.file, [name for name in stream.head.columns if name in TABLES])


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one row as a file of its platform."""
    table = raw["table"]
    return _SHAPES[table if table in _SHAPES else table.removesuffix("_comment")](raw["row"], context)


FORMAT = Format(
    name="mediacrawler-database", platform="any", title="MediaCrawler database (SQLite): all its platforms",
    kinds=("post", "article", "comment"), example="sqlite_tables.db",
    notes=f"{NOTES} Rows that still lie in a `-wal` file beside the database are not read: close the crawler first. "
    "Times of Tieba have no zone, the others are UTC.",
    recognise=recognise, read=read, shape=shape, usual_zone="Asia/Shanghai",
)  # fmt: skip
