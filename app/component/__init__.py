"""The graph picture for Streamlit pages: rows of nodes and edges in, selection and actions out."""

from app.component.rows import (
    DRAWN_AT_MOST,
    Action,
    Camera,
    Edge,
    GraphChange,
    GraphData,
    GraphEvents,
    Node,
)
from app.component.view import graph_events, graph_view

__all__ = [
    "DRAWN_AT_MOST",
    "Action",
    "Camera",
    "Edge",
    "GraphChange",
    "GraphData",
    "GraphEvents",
    "Node",
    "graph_events",
    "graph_view",
]
