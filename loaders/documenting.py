"""The catalogue comes in, docs/formats.md goes out: `python -m loaders.documenting > docs/formats.md`."""

import sys
from collections.abc import Iterable

from loaders.catalogue import FORMATS, title_of
from loaders.form import Format
from loaders.mapping import ROLES

_OPENING = """\
# Formats that can be read

Load a file, a folder or an archive with `shoal load CASE FILE…`. The format is recognised; `shoal sniff FILE`
shows which one, how sure that is, and the first rows as they would be read. `--format NAME` overrules it.

Files may be packed (`.gz`, `.zst`, `.zip`) and written in UTF-8, UTF-16 or GB18030 (GBK, GB2312). Every record
is counted as used, duplicate or reject; rejects are listed with their place, reason and raw text in a file that
the result names. The place of a record is its number in the file, counted from 1: the row below the header, the
line of JSON lines, or the record in reading order where a line holds several.

Lines over the header of a table, such as a title or a query, are left out. A workbook is read from its first sheet
that holds a table and from those with the same heads; the others are named in a warning. Some formats read all.

## Experimental formats

A format that is known from documentation only, and was never tried on a real file, is marked `experimental`. It is
never chosen by itself: `shoal sniff` says that a file looks like it, and `--format NAME` reads it. Every load then
tells which field was taken for what, what was not found and what was left over: compare some rows with the source.

## Time zones

A time without zone is never given one silently. Formats with the zone UTC below define it. For the others give
`--timezone`, set it in the column mapping, or make the case with `--timezone`; otherwise the load is refused.
Times without year or relative to the crawl ("05月10日", "9分钟前") need `--collected-at`; without it the post is
kept without a time. A day that lies up to half a year after `--collected-at` is taken for a crawl that went on,
a later one for the year before. How finely a source gives its times (second, minute, day) is kept with each
post.

## Who and what a record is

An account is named by its id. Where a source has none, by its handle or shown name; such an account never joins
one with an id. A name that says nothing (empty, `#NAME?`, `[deleted]`, masked, a platform's default) gives each
post an account of its own. A post without id is named by its author, time and text: equal rows are duplicates.
Ids that a table program rounded are not used; where the addresses
of the posts hold the ids, these are. A text of fewer than 15 characters, without links, names and tag
marks, links nobody: such phrases are written by chance.
"""
_ATTACHED = """\
## Short links, captures, deletions

These say something of posts that other files bring. They are loaded as exports are, before or after the posts, with
the same result; `shoal unload` takes them back.

**Short links.** A table of two columns says where short links lead; Shoal itself asks no server.

```
short,long
http://t.cn/A6abc,https://shop.example/item/7
```

`shoal load mycase expansions.csv` puts the target in the place of the short link in every post, with the target's
domain, so that posts which shortened one page differently share it. The text keeps the short link.

**Captures.** Screenshots, saved pages and pictures are named by a list that lies beside them, or in one archive with
them:

```
post,file,kind,captured_at
weibo:5106906590157419,pages/1.mhtml,page,2024-12-04T09:30:00+08:00
weibo:5106906590157419,pictures/1.jpg,picture,
```

`shoal load mycase evidence/captures.csv` hashes each file with SHA-256 and keeps it in the case. `shoal captures
mycase` lists them, the card of a post shows them, and packages list them and hold them (full level only). A file that
is missing, or lies outside the folder of the list, is a counted reject.

A `picture` (what the post itself shows) also gets a perceptual hash: pHash, 64 bits, as the library imagehash computes
it. Pictures within 6 bits of each other are one media object. Measured on 78 pictures (photographs, drawings and parts
of them): packed anew as JPEG of quality 30 to 95 or WebP, or scaled to 25 to 150 %, 779 of 780 copies stayed within 6
bits; a watermark or a trimmed edge of 2 % took a fifth of the copies further; no two different ones came closer than
20 bits. Of 60 invented screenshots of pages 0.7 % of the pairs lay within 6 bits: a `page` therefore never gets such a
hash, and a picture file whose kind is not said is kept as a page. Pictures without structure have none either.

**Deletions.** Where a source says that a post is gone (delete events of Bluesky and X streams, `[deleted]` and
`[removed]` of Reddit, deleted originals of Weibo, a column of a hand-made table), the post stays as it was collected
and is marked: `deleted` and, where it is told, `deleted_at` in tables, graph, cards and packages.

**Names.** An account that was renamed is shown under its latest name, by time of collection. `shoal history mycase
ACCOUNT` lists all of them with file and record; commands find an account by a former handle too.

## Compared with other tools

Samples for which another tool's own table of the same posts exists are loaded both ways, and every field of every
account, post and action is compared:

| sample | against | result |
|---|---|---|
| Bluesky firehose, 9 posts | minet's CSV of them | equal; `client` is in the raw data only |
| Bluesky profiles, 5 | minet's CSV of them | equal |
| X posts, 4: CSV of minet | JSON of gazouilloire | equal |
| X API v2, 30 flattened tweets | the same as a page, with twarc's `flatten` undone | equal |

Where a tool's column says something else by design: minet's `domains` are host names, here the registered domain;
its `text` holds quoted posts and link cards too, here `original_text` is read; languages are told without a region;
sorted tags are put back into the order of the text, for their sequence is a behaviour of its own.

"""
_MAPPING = """\
## Column mappings

A CSV, TSV or XLSX table of its own make is read by a mapping, guessed from heads and values. To set it right,
write a TOML file and pass it with `--columns`, or save it as `NAME.columns.toml` beside `NAME.csv`, where it is found:

```toml
platform = "weibo"            # keys begin with it
kind = "comment"              # what a row is: post, comment, reply, repost, quote, article
row_keys = false              # true: do not use the ids, tell rows apart by author, time and text

[time]
timezone = "Asia/Shanghai"    # of times without zone
order = "mdy"                 # of 8/7/15: mdy or dmy
unit = "auto"                 # of plain numbers: s, ms, us, excel
minute = false                # true: seconds are always 00 and mean nothing

[columns]
account_name = "用户名"
text = "评论内容"
time = "发布时间"
```

The platform is guessed by the addresses of the posts, else by the pages of their authors, else by a head that only
one platform has (`tweet_id`, `微博id`). A host that is not known here is a platform by its own domain, and that is
said. Words in texts decide nothing, for a wrong platform would join the ids of strangers: they are shown as a
suggestion, and keys begin with `other:` until the mapping says more.

Roles under `[columns]`:

"""


#: A format that was never tried on a real file must not look like the others.
_EXPERIMENTAL = "Experimental: known from documentation only, read only with `--format`. "


def render_formats() -> str:
    """Return docs/formats.md."""
    roles = "".join(f"- `{role}`: {meaning}\n" for role, meaning in ROLES.items())
    return "\n".join([_OPENING, "## Formats", "", *_table(FORMATS), "", *_notes(FORMATS), _ATTACHED + _MAPPING]) + roles


def _table(formats: Iterable[Format]) -> list[str]:
    lines = ["| name | platform | what | records | zone | example |", "|---|---|---|---|---|---|"]
    for one in formats:
        zone = one.zone or (f"none (usually {one.usual_zone})" if one.usual_zone else "none")
        kinds = ", ".join(one.kinds)
        lines.append(f"| `{one.name}` | {one.platform} | {title_of(one)} | {kinds} | {zone} | `{one.example}` |")
    return lines


def _notes(formats: Iterable[Format]) -> list[str]:
    lines = []
    for one in formats:
        lines += [f"### `{one.name}`", "", f"{_EXPERIMENTAL if one.experimental else ''}{one.notes}", ""]
    return lines


if __name__ == "__main__":
    sys.stdout.write(render_formats())
