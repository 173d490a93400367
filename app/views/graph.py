"""Graph: the walk from node to node, with an inspector, the history of the walk, and the same content as tables."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from app.access import Visit, go, graph_of, note_failure, remember, visit
from app.component import GraphEvents, graph_view
from app.elements import attempt, graph_down, heading, none_yet
from app.kept import links_of_run, surroundings_of, triage_of
from app.panels.beside import draw_counts, draw_provenance, draw_tables
from app.panels.inspector import draw_inspector
from app.panels.search import draw_search
from app.panels.trail import draw_kept_walks, draw_trail, note_step
from app.reading.drawing import Judged, combine, draw_graph
from app.reading.judgements import verdicts
from app.reading.neighbourhood import Spot, Tie, only_among, pivot_query, relations_of, second_ring
from app.reading.walks import Places, focus_of, keep_walk, places_of
from app.selection import MOST_FOCUSED, MOST_HOPS, Focus, Selection, read_focus
from case.errors import LimitReached, Unreachable
from graph.connection import Graph

_HEIGHT = 640


def draw(seen: Visit) -> None:
    """Draw search, picture, inspector and tables; without the graph, the next step."""
    heading(seen.words("graph.title"), seen.words("graph.subtitle"))
    try:
        graph = graph_of(seen.case)
        draw_walk(seen, graph)
    except Unreachable as error:
        note_failure(seen.case, error)
        graph_down(seen, error, key="graph")


def draw_walk(seen: Visit, graph: Graph) -> None:
    """Draw the page over a graph that answers."""
    words = seen.words
    if not triage_of(seen.case, seen.actor).counts.posts:
        none_yet(words("graph.empty_graph"), f"shoal load {seen.case.path.name} FILE…", words)
        return
    focus = focus_of(seen.case, seen.selection)
    chosen, joins = draw_search(seen, graph)
    if chosen:
        walk_to(seen, (*focus, *chosen) if joins else chosen)
    if not focus:
        none_yet(words("graph.nothing"), None, words)
        return
    relations = choose_relations(seen, focus)
    near = surroundings_of(seen.case, seen.actor, graph, focus, relations)
    ring = second_ring(near, focus) if seen.selection.hops == MOST_HOPS else ()
    found = (*near, *surroundings_of(seen.case, seen.actor, graph, ring, relations))
    spots, ties = combine(found, links_of_run(seen.case, seen.actor), clusters_of(seen))
    if seen.selection.hops == 0:
        spots, ties = only_among(focus, spots, ties)
    picture, side = st.columns([3, 1], gap="medium")
    with picture:
        events = draw_picture(seen, spots, ties)
        draw_counts(seen, near, spots, ties)
        if ring:
            st.caption(words("graph.second", ring=len(ring)))
    with side:
        asked, nodes = draw_inspector(
            seen, tuple(one for one in map(read_focus, events.selection) if one in spots), focus
        )
        draw_trail(seen)
        draw_kept_walks(seen, places_now(seen, spots))
    answer(seen, focus, events, asked=asked, nodes=nodes)
    draw_tables(seen, spots, ties)
    draw_provenance(seen, found)


def choose_relations(seen: Visit, focus: Sequence[Focus]) -> tuple[str, ...]:
    """Let a person choose the kinds of neighbours and the steps; the choice goes into the address."""
    words = seen.words
    choices = list(dict.fromkeys(name for one in focus for name in relations_of(one.label)))
    given = [name for name in seen.selection.relations if name in choices]
    kinds, steps = st.columns([6, 1])
    chosen = kinds.pills(
        words("graph.relations"), choices, selection_mode="multi", default=given,
        key=f"relations-{'-'.join(given)}", format_func=lambda name: words.of("relation", name),
        help=words("graph.relations_help"),
    )  # fmt: skip
    hops = steps.segmented_control(
        words("graph.hops"), range(MOST_HOPS + 1), default=seen.selection.hops, required=True,
        key=f"hops-{seen.selection.hops}", help=words("graph.hops_help"),
    )  # fmt: skip
    if sorted(chosen) != sorted(given) or hops != seen.selection.hops:
        remember("graph", seen, replace(seen.selection, relations=tuple(chosen), hops=hops))
        st.rerun()
    return tuple(given)


def draw_picture(seen: Visit, spots: dict[Focus, Spot], ties: Sequence[Tie]) -> GraphEvents:
    """Draw the picture; what is selected in the table beside it is selected in the picture."""
    key = f"graph-{seen.case.id}"
    places = places_there(seen)
    rows = st.session_state.get(f"nodes-{seen.case.id}", {}).get("selection", {}).get("rows", [])
    ids = list(spots)
    data = draw_graph(
        spots, ties, Judged(clusters_of(seen), verdicts(seen.case)), words=seen.words, places=places,
        selection=[str(ids[row]) for row in rows if row < len(ids)],
    )  # fmt: skip
    events = graph_view(data, key=key, height=_HEIGHT, language=seen.words.language)
    places.update(events.positions)
    return events


def places_there(seen: Visit) -> Places:
    """Give the places of nodes as this session knows them; those kept with a walk count where it knows none."""
    places: Places = st.session_state.setdefault(f"places-{seen.case.id}", {})
    for node, place in places_of(seen.case, seen.selection).items():
        places.setdefault(node, place)
    return places


def places_now(seen: Visit, spots: dict[Focus, Spot]) -> Places:
    """Give the known places of the nodes shown."""
    known = places_there(seen)
    return {str(focus): known[str(focus)] for focus in spots if str(focus) in known}


def answer(seen: Visit, focus: tuple[Focus, ...], events: GraphEvents, *, asked: str, nodes: tuple[Focus, ...]) -> None:
    """Do what was asked for in the picture or in the inspector."""
    if asked == "only":
        walk_to(seen, nodes)
    if asked == "expand":
        walk_to(seen, (*focus, *nodes))
    if events.action is None:
        return
    acted = tuple(one for one in map(read_focus, events.action.ids) if one)
    if events.action.type == "expand":
        walk_to(seen, (*focus, *acted))
    if events.action.type == "open" and acted:
        open_page(seen, acted)


def open_page(seen: Visit, nodes: tuple[Focus, ...]) -> None:
    """Open the page of what was chosen: a cluster, or the link between two accounts."""
    first = nodes[0]
    if first.label == "Cluster":
        go("cluster", Selection(case=seen.case.id, cluster=first.key))
    if len(nodes) == 2 and all(one.label == "Account" for one in nodes):
        open_link(seen, *sorted(one.key for one in nodes))
    go("card", Selection(case=seen.case.id, focus=(first,)))


def open_link(seen: Visit, a: str, b: str) -> None:
    """Open the posts behind the link of two accounts, on the page of a cluster that holds both."""
    for cluster in clusters_of(seen):
        if a in cluster.accounts and b in cluster.accounts:
            go("cluster", Selection(case=seen.case.id, cluster=cluster.cluster, a=a, b=b))


def walk_to(seen: Visit, focus: Sequence[Focus]) -> None:
    """Put these nodes into focus: write the address, note the step, draw anew."""
    known = tuple(dict.fromkeys(one for one in focus if pivot_query(one.label)))
    if not known:
        label = seen.words.of("label", focus[0].label)
        st.toast(seen.words("graph.no_walk", label=label))
        return
    selection = keep_walk(seen.case, replace(seen.selection, focus=known, pivot=None), actor=seen.actor)
    if selection.pivot:
        st.toast(seen.words("graph.too_many", most=MOST_FOCUSED, pivot=selection.pivot))
    remember("graph", seen, selection)
    note_step(seen, selection, known)
    st.rerun()


def clusters_of(seen: Visit) -> list[Any]:
    """Give the clusters of the current run."""
    return [line.cluster for line in triage_of(seen.case, seen.actor).lines]


if __name__ == "__main__":
    here = visit("graph")
    try:
        attempt(here, lambda: draw(here))
    except LimitReached as error:
        st.text(str(error))
