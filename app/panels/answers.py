"""The answer to a stored query: rows, how many there are beyond them, ways on, a CSV copy, the statement itself."""

import polars as pl
import streamlit as st

from app.access import Visit
from app.panels.copies import draw_rows_copy
from app.panels.pivots import draw_pivot_table, node_of
from app.reading import figures
from app.selection import LABELS, Focus
from queries.header import StoredQuery
from queries.runner import QueryResult
from queries.values import Json


def draw_answer(seen: Visit, query: StoredQuery, result: QueryResult) -> None:
    """Draw the rows of one run of a query."""
    words = seen.words
    if not result.rows:
        st.info(words("ask.no_rows"), icon=":material/search_off:")
    else:
        total = (
            figures.count(result.total) if result.total is not None else words("ask.more" if result.more else "ask.all")
        )
        st.caption(
            words("ask.rows", shown=figures.count(len(result.rows)), total=total, seconds=f"{result.seconds:.2f}")
        )
        if result.more:
            st.warning(words("ask.cut"), icon=":material/content_cut:")
        frame = pl.DataFrame(
            {name: [_cell(row[place]) for row in result.rows] for place, name in enumerate(result.columns)},
            strict=False,
        )
        columns = {
            column.name: st.column_config.Column(
                column.name.replace("_", " "), help=f"{column.meaning} ({column.type})"
            )
            for column in query.columns
        }
        draw_pivot_table(seen, frame, ways_on(query, result), columns=columns, key=f"rows-{query.id}")
        draw_rows_copy(words, result.columns, result.rows, name=copy_name(query, result))
    with st.expander(words("ask.statement"), key=f"statement-{query.id}", icon=":material/code:"):
        st.text(", ".join(f"{name} = {value}" for name, value in result.parameters.items()) or "–")
        st.code(query.text, language=None, wrap_lines=True)


def copy_name(query: StoredQuery, result: QueryResult) -> str:
    """Name the copy of an answer; that of a cut one says so, since the file leaves the page that says it."""
    if not result.more:
        return query.id
    return f"{query.id}-first-{len(result.rows)}-of-{'more' if result.total is None else result.total}"


def ways_on(query: StoredQuery, result: QueryResult) -> list[Focus | None]:
    """Give for each row the node that its first column with the key of one names."""
    types = {column.name: column.type.capitalize() for column in query.columns}
    places = [(place, types[name]) for place, name in enumerate(result.columns) if types.get(name) in LABELS]
    named = [place for place, name in enumerate(result.columns) if name == "key"]
    label = result.columns.index("label") if "label" in result.columns else None
    nodes: list[Focus | None] = []
    for row in result.rows:
        found = [node for place, kind in places if (node := node_of(kind, row[place]))]
        if label is not None and named:
            found += [node for node in [node_of(str(row[label]), row[named[0]])] if node]
        nodes.append(found[0] if found else None)
    return nodes


def _cell(value: Json) -> str | int | float | bool | None:
    if isinstance(value, list):
        return ", ".join(str(_cell(one)) for one in value)
    return str(value) if isinstance(value, dict) else value
