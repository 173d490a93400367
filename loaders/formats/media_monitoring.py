"""Tables of media monitoring services (Brandwatch, Meltwater, Talkwalker): posts of many platforms, one row each."""

import re
from collections.abc import Callable
from dataclasses import replace

from loaders.fields import has_fields, reach
from loaders.flat import Flat, shape_flat
from loaders.form import Format, read_table
from loaders.hosts import platform_of
from loaders.records import Context, Raw, Reject, Shaped

_STATUS = re.compile(r"/status(?:es)?/(\d{5,})")
BRANDWATCH = Flat(
    "other",
    {"post_id": "~id", "time": "Date", "text": "Full Text|Snippet", "title": "Title", "url": "Url|URL",
     "account_id": "Twitter Author Id|Facebook Author Id", "handle": "Author", "account_name": "Full Name|Full name",
     "language": "Language", "followers": "Twitter Followers", "following": "Twitter Following",
     "verified": "Twitter Verified", "region": "Country", "likes": "Twitter Likes|Facebook Likes|Instagram Likes",
     "replies": "Twitter Reply Count|Facebook Comments|Instagram Comments",
     "reposts": "Twitter Retweets|Facebook Shares", "hashtags": "Hashtags", "mentions": "Mentioned Authors",
     "media": "Media URLs|Media Urls", "links": "Expanded URLs"},
    row_keys=True, utc=False,
)  # fmt: skip
MELTWATER = Flat(
    "other",
    {"post_id": "~id", "time": "~time", "text": "Hit Sentence|Opening Text", "title": "Headline|Title", "url": "URL",
     "account_id": "Twitter Id|Author Id", "handle": "Twitter Screen Name|Author Handle",
     "account_name": "Influencer|Author Name|Source", "language": "Language", "region": "Country",
     "followers": "Twitter Followers", "following": "Twitter Following", "bio": "Twitter Bio",
     "client": "Twitter Client", "views": "Views", "likes": "Likes", "replies": "Comments", "reposts": "Shares",
     "hashtags": "Hashtags"},
    row_keys=True, utc=False,
)  # fmt: skip
TALKWALKER = Flat(
    "other",
    {"post_id": "~id", "time": "published", "text": "content|content_snippet", "title": "title", "url": "url",
     "account_id": "extra_author_attributes.id", "handle": "extra_author_attributes.short_name",
     "account_name": "extra_author_attributes.name|author", "language": "lang",
     "region": "extra_author_attributes.world_data.country", "likes": "article_extended_attributes.twitter_likes|likes",
     "reposts": "article_extended_attributes.twitter_retweets|article_extended_attributes.twitter_shares|shares",
     "media": "images.url", "hashtags": "hashtags"},
    row_keys=True, utc=False,
)  # fmt: skip


def _shape(layout: Flat, *, id: str = "") -> Callable[[Raw, Context], Shaped | Reject]:
    """Make the shaping of one service's rows. `id`: the field of a post's id on X, which is also in its address."""

    def shape(raw: Raw, context: Context) -> Shaped | Reject:
        address = str(reach(raw, layout.roles["url"]) or "").strip()
        if not address:
            return Reject("has no address, so its platform is not known")
        platform = platform_of(address) or "other"
        own = _STATUS.search(address) if platform == "x" else None
        number = own[1] if own else reach(raw, id) if id and platform == "x" else None
        clock = " ".join(str(raw[name]).strip() for name in ("Date", "Time") if raw.get(name))
        row = {**raw, "~id": number, "~time": raw.get("Date") if ":" in str(raw.get("Date")) else clock}
        return shape_flat(row, context, replace(layout, platform=platform))

    return shape


_ROWS = (
    "The platform of a row follows from the host of its address; an unknown host makes its domain the platform. Posts "
    "of X are named by the number in their address, others by author, time and text: equal rows are duplicates. "
    "Times have no zone: give that of the account with which the export was made."
)
FORMATS = (
    Format(
        name="brandwatch", platform="any", title="Brandwatch mentions (CSV or XLSX)", kinds=("post",),
        example="bulk-export.xlsx",
        notes=f"{_ROWS} Lines over the header are left out. Texts of X may be blank: hydrate the ids.",
        recognise=has_fields("Query Id", "Query Name", "Date", "Url"), read=read_table,
        shape=_shape(BRANDWATCH, id="Twitter Status Id"),
        experimental=True, roles={**BRANDWATCH.roles, "post_id": "Url|URL"},
    ),
    Format(
        name="meltwater", platform="any", title="Meltwater mentions (CSV, often UTF-16 with tabs)", kinds=("post",),
        example="export.csv", notes=f"{_ROWS} Without an author the source is taken for one.",
        recognise=has_fields("Date", "Hit Sentence", "URL", "Influencer"), read=read_table,
        shape=_shape(MELTWATER, id="Tweet Id"),
        experimental=True, roles={**MELTWATER.roles, "post_id": "URL", "time": "Date"},
    ),
    Format(
        name="talkwalker", platform="any", title="Talkwalker results (CSV)", kinds=("post",), example="results.csv",
        notes=f"{_ROWS} Columns differ per template: look at what was understood.",
        recognise=has_fields("published", "content", "url", "extra_author_attributes.name"), read=read_table,
        shape=_shape(TALKWALKER),
        experimental=True, roles={**TALKWALKER.roles, "post_id": "url"},
    ),
)  # fmt: skip
