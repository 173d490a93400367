"""A form field for each parameter of a stored query, by its type; the query itself checks what was given."""

import streamlit as st

from app.access import Visit
from app.kept import triage_of
from app.reading import figures
from queries.header import StoredQuery
from queries.parameters import LINK_BEHAVIOURS, Parameter, show_value


def draw_parameters(seen: Visit, query: StoredQuery) -> dict[str, object]:
    """Draw the fields of a query and give what stands in them; an empty one takes the default of the query."""
    shown = [parameter for parameter in query.parameters if parameter.name not in ("skip", "limit")]
    columns = st.columns(2) if len(shown) > 1 else [st.container()]
    given: dict[str, object] = {}
    for place, parameter in enumerate(shown):
        with columns[place % len(columns)]:
            value = draw_parameter(seen, query.id, parameter)
        if value not in (None, ""):
            given[parameter.name] = value
    return given


def draw_parameter(seen: Visit, query: str, parameter: Parameter) -> object:
    """Draw one field; its help says meaning, unit and default."""
    key = f"{query}-{parameter.name}"
    unit = f" ({parameter.unit})" if parameter.unit not in ("-", "", "key") else ""
    label = f"{parameter.meaning}{unit}" + (" *" if parameter.required else "")
    default = "" if parameter.default is None else show_value(parameter.default)
    hint = f"{parameter.name}: {parameter.type}" + (f", = {default}" if default else "")
    match parameter.type:
        case "bool":
            return st.toggle(label, value=bool(parameter.default), key=key, help=hint)
        case "choice" | "behaviour":
            options = list(parameter.choices or LINK_BEHAVIOURS)
            start = options.index(str(parameter.default)) if parameter.default in options else None
            return st.selectbox(label, options, index=start, key=key, help=hint)
        case "cluster":
            return _choose_cluster(seen, label, key=key, hint=hint)
        case "texts" | "accounts":
            return st.text_area(label, value=default if default != "[]" else "", key=key, help=hint, height=80)
        case _:
            return st.text_input(label, value=default, key=key, help=hint)


def _choose_cluster(seen: Visit, label: str, *, key: str, hint: str) -> object:
    names = {
        line.cluster.cluster: seen.words(
            "cluster.line", rank=line.rank, members=figures.count(len(line.cluster.accounts)),
            finding=seen.words.of("finding", line.cluster.finding), cluster=line.cluster.cluster,
        )
        for line in triage_of(seen.case, seen.actor).lines
    }  # fmt: skip
    return st.selectbox(
        label, list(names), index=0 if names else None, format_func=names.__getitem__, key=key, help=hint
    )
