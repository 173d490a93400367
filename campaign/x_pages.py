"""X posts in, pages of the API v2 as JSON lines out: data, includes (users, tweets, media), meta; ISO times to the ms.

Reposts carry "RT @handle: " and are cut near 140 characters like the API's own; long posts carry `note_tweet`. A page
holds up to 100 posts, the newest first; pages follow day by day, as a collector that runs daily appends them.
"""

import json
from pathlib import Path
from typing import TextIO

import numpy as np
import numpy.typing as npt

from campaign.people import Cast
from campaign.story import DAY
from campaign.wording import Written
from campaign.x_posts import Json, XObjects, iso, media_key, x_id

PAGE = 100


class XPages:
    """One open JSON lines file of API pages; use as a context manager."""

    def __init__(self, folder: Path, cast: Cast, reposts: npt.NDArray[np.int64], rng: np.random.Generator) -> None:
        """Write to `folder`/x/pages.jsonl; `reposts` are the counts per row of the schedule."""
        self._path = folder / "x" / "pages.jsonl"
        self._objects = XObjects(cast, reposts, rng)
        self._file: TextIO
        self.rows = {self._path: 0}

    def __enter__(self) -> "XPages":
        """Create the file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("w", encoding="utf-8", newline="\n")
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()

    def write_day(self, posts: list[Written], parents: dict[int, Written]) -> None:
        """Write the pages of one day; `parents` holds every post that these refer to."""
        newest_first = sorted(posts, key=lambda one: one.row, reverse=True)
        for start in range(0, len(newest_first), PAGE):
            page = newest_first[start : start + PAGE]
            self._file.write(json.dumps(self._page(page, parents), ensure_ascii=False, separators=(", ", ": ")) + "\n")
            self.rows[self._path] += len(page)

    def _page(self, posts: list[Written], parents: dict[int, Written]) -> Json:
        included = {post.parent: parents[post.parent] for post in posts if post.parent >= 0}
        shown = [*posts, *included.values()]
        people = {post.account for post in shown} | {account for post in shown for account in post.mentions}
        pictures = sorted({name for post in shown for name in post.pictures})
        includes: Json = {"users": [self._objects.user(account) for account in sorted(people)]}
        if included:
            includes["tweets"] = [self._objects.tweet(included[row], None) for row in sorted(included, reverse=True)]
        if pictures:
            includes["media"] = [_media(name) for name in pictures]
        ids = [x_id(post.row, post.at) for post in posts]
        collected = iso((max(post.at for post in posts) // DAY + 2) * DAY)[:19] + "+00:00"
        return {
            "data": [self._objects.tweet(post, parents.get(post.parent)) for post in posts],
            "includes": includes,
            "meta": {"newest_id": ids[0], "oldest_id": ids[-1], "result_count": len(ids)},
            "__twarc": {
                "url": "https://api.example/2/tweets/search/all?query=Jixen",
                "version": "2.14.0",
                "retrieved_at": collected,
            },
        }


def _media(name: str) -> Json:
    address = f"https://img.example/{name}.jpg"
    return {"media_key": media_key(name), "type": "photo", "url": address, "width": 1200, "height": 900}
