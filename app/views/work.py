"""Case: what people decided, their notes, and the evidence packages: make one, check one."""

from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from app.access import Visit, visit
from app.elements import attempt, heading, section
from app.kept import triage_of
from app.panels.copies import draw_copy
from app.panels.jobs import draw_jobs
from app.panels.notes import draw_notes
from app.panels.packages import draw_export_form, draw_packages
from app.reading import times
from case.desk import items

_VERDICT_COLUMNS = ("about", "kind", "is", "reason", "note", "actor", "at", "id")
_ATTRIBUTION_COLUMNS = ("about", "to", "confidence", "reason", "actor", "at", "id")


def draw(seen: Visit) -> None:
    """Draw the whole page."""
    words = seen.words
    heading(words("work.title"), words("work.subtitle"))
    st.text(seen.case.title)
    draw_verdicts(seen)
    draw_attributions(seen)
    section(words("work.notes"), words("work.notes_help"))
    draw_notes(seen)
    section(words("work.export"), words("work.export_help"))
    draw_export_form(seen, [line.cluster for line in triage_of(seen.case, seen.actor).lines])
    draw_jobs(seen)
    section(words("work.packages"), words("work.packages_help"))
    draw_packages(seen, list_packages(seen.case.exports))


def draw_verdicts(seen: Visit) -> None:
    """Draw every verdict, the contrary ones too."""
    words = seen.words
    section(words("work.verdicts"), words("work.verdicts_help"))
    rows = items(seen.case, "verdicts")
    if not rows:
        st.caption(words("work.no_verdicts"))
        return
    said = [{**row, "is": words.of("verdict", row.get("is"))} for row in rows]
    draw_decisions(seen, said, _VERDICT_COLUMNS, key="verdicts")


def draw_attributions(seen: Visit) -> None:
    """Draw who a person holds to be behind a cluster: never derived from what was measured."""
    words = seen.words
    section(words("work.attributions"), words("work.attributions_help"))
    rows = items(seen.case, "attributions")
    if not rows:
        st.caption(words("work.no_attributions"))
        st.code(
            f'shoal attribute {seen.case.path.name} CLUSTER --to "…" --reason "…" --confidence low', language="bash"
        )
        return
    draw_decisions(seen, rows, _ATTRIBUTION_COLUMNS, key="attributions")


def draw_decisions(seen: Visit, rows: list[dict[str, Any]], names: tuple[str, ...], *, key: str) -> None:
    """Draw what people decided as a table, the latest first."""
    table = [
        {name: str(row.get(name) or "") for name in names} | {"at": times.utc(row.get("at"))} for row in rows[::-1]
    ]
    frame = pl.DataFrame(table)
    columns: dict[str, Any] = {name: seen.words(f"work.{name}") for name in names}
    st.dataframe(
        frame, hide_index=True, placeholder="–", column_config=columns, key=key, height=min(420, 38 + 35 * frame.height)
    )
    draw_copy(seen.words, frame, name=key)


def list_packages(folder: Path) -> list[Path]:
    """List the packages in the exports of a case, the latest first."""
    found = [bag.parent for bag in folder.glob("*/bagit.txt")]
    return sorted(found, key=lambda package: (package / "bagit.txt").stat().st_mtime, reverse=True)


if __name__ == "__main__":
    here = visit("work")
    attempt(here, lambda: draw(here))
