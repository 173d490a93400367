"""Captured files of the posts in a package: a list of them with their hashes, and the files themselves."""

import polars as pl

from case.tables import capture_file, stored_name
from evidence.bag import Bag
from evidence.cells import write_csv
from evidence.material import Material
from evidence.omissions import Count, Omission

COLUMNS = ("post", "kind", "name", "sha256", "size", "media_type", "captured_at", "picture", "source", "file", "place")


def write_captures(bag: Bag, material: Material) -> tuple[list[Count], list[Omission]]:
    """Write data/captures.csv and data/captures/, each file named by its SHA-256; nothing where nothing was captured.

    A file that is no longer in the case is named in the list and among the omissions.
    """
    captures = material.captures
    if captures.is_empty():
        return [], []
    written: set[str] = set()
    omissions = []
    for row in captures.iter_rows(named=True):
        name = stored_name(row["sha256"], row["name"])
        if name in written:
            continue
        path = capture_file(material.case, row["load"], row["sha256"], row["name"])
        try:
            bag.write(f"data/captures/{name}", path.read_bytes())
            written.add(name)
        except FileNotFoundError:
            omissions.append(Omission("export", "captures", name, "the file is no longer in the case", 1))
    paths = [f"captures/{stored_name(*row)}" for row in captures.select("sha256", "name").iter_rows()]
    with bag.writing("data/captures.csv") as file:
        write_csv(file, captures.select(*COLUMNS, pl.Series("path", paths)))
    return [Count("data/captures.csv", captures.height, captures.height)], omissions
