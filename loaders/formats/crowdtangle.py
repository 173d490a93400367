"""CrowdTangle exports (CSV) of Facebook pages and groups and of Instagram; the service was closed in August 2024."""

import re

from loaders.fields import has_fields
from loaders.flat import Flat, shape_flat
from loaders.form import Format, read_table
from loaders.hosts import platform_of
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id

_NUMBERS = re.compile(
    r"(?:posts|videos|permalink|reel)/(?:[^/]+/)?(\d{6,}|pfbid\w+)|story_fbid=(\d+)|/p/([\w-]+)|/(\d{8,})/?$"
)
FACEBOOK = Flat(
    "facebook",
    {"post_id": "~id", "time": "Post Created", "account_id": "Facebook Id", "handle": "User Name",
     "account_name": "Page Name|Group Name|Account|Name", "text": "Message", "url": "URL", "likes": "Likes",
     "replies": "Comments", "reposts": "Shares", "views": "Post Views|Total Views",
     "followers": "Followers at Posting|Likes at Posting", "created_at": "Page Created", "links": "~links",
     "account_region": "Page Admin Top Country"},
    utc=False,
)  # fmt: skip
INSTAGRAM = Flat(
    "instagram",
    {**FACEBOOK.roles, "account_id": "~no", "text": "Description|Message", "views": "Views"},
    utc=False,
)  # fmt: skip


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post. The id of a post is in its address only; a link to the post itself is no shared link."""
    address = (raw.get("URL") or "").strip()
    found = _NUMBERS.search(address)
    layout = INSTAGRAM if platform_of(address) == "instagram" else FACEBOOK
    shared = (raw.get("Final Link") or raw.get("Link") or "").strip()
    facts = {
        "~id": next((part for part in found.groups() if part), None) if found else None,
        "~links": [shared] if shared and platform_of(shared) != layout.platform else None,
        "Facebook Id": clean_id(raw.get("Facebook Id")),
    }  # fmt: skip
    if facts["~id"] is None:
        return Reject("has no post id in its URL")
    return shape_flat(raw | facts, context, layout)


FORMAT = Format(
    name="crowdtangle", platform="facebook, instagram", title="CrowdTangle posts (CSV)", kinds=("post",),
    example="2021-06-01-Historical-Report.csv",
    notes="Times are US Eastern, with EST or EDT beside them: without that mark give --timezone America/New_York. The "
    "number in the address is the post's id. Counts such as 1,234 are read.",
    recognise=has_fields("Post Created", "Total Interactions", "URL"),
    read=read_table, shape=shape, zone=None, usual_zone="America/New_York",
    experimental=True, roles={**FACEBOOK.roles, "post_id": "URL", "links": "Final Link|Link"},
)  # fmt: skip
