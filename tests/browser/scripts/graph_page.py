"""A page with one graph for the browser tests: `?picture=` chooses the rows, a line of JSON shows what came back."""

import json

import streamlit as st

from app.component import Edge, GraphChange, GraphData, Node, graph_view

HOSTILE = (
    "<img src=x onerror=\"document.title='stolen'\">",
    "</script><script>document.title='stolen'</script>",
    "photo\u202egnp.exe\u0000\u0007",
    "long " * 20_000,
    "Z" + "\u0301" * 500,
    "javascript:document.title='stolen'",
)


def small() -> GraphData:
    """A wheel with known places: a hub, four posts around it, one cluster far off."""
    spots = {"hub": (0, 0), "north": (0, 100), "east": (100, 0), "south": (0, -100), "west": (-100, 0)}
    kinds = {"hub": "Account", "north": "Hashtag", "east": "Post", "south": "Url", "west": "Account"}
    nodes = [Node(id=key, kind=kinds[key], label=f"label {key}", x=x, y=y) for key, (x, y) in spots.items()]
    nodes.append(Node(id="cluster", kind="Cluster", label="label cluster", count=1204, status="candidate", x=220, y=60))
    edges = [Edge(id=f"to {key}", source="hub", target=key, kind="POSTED") for key in spots if key != "hub"]
    edges.append(Edge(id="member", source="east", target="cluster", kind="MEMBER_OF"))
    return GraphData(rev="small", nodes=tuple(nodes), edges=tuple(edges))


def hostile() -> GraphData:
    nodes = tuple(Node(id=f"n{i}", kind="Account", label=text, detail=text) for i, text in enumerate(HOSTILE))
    odd = Node(id="<b>odd</b>", kind="<img src=x onerror=alert(1)>", label="", detail="no such kind")
    edges = tuple(
        Edge(id=f"e{i}", source="n0", target=n.id, kind="MENTIONS", label=n.label) for i, n in enumerate(nodes)
    )
    return GraphData(rev="hostile", nodes=(*nodes, odd), edges=edges)


def fresh() -> GraphData:
    """A ring without places: the browser has to find them."""
    nodes = tuple(Node(id=f"n{i}", kind="Account", label=f"name {i}") for i in range(20))
    edges = tuple(Edge(id=f"e{i}", source=f"n{i}", target=f"n{(i + 1) % 20}", kind="MENTIONS") for i in range(20))
    return GraphData(rev="fresh", nodes=nodes, edges=edges)


def many() -> GraphData:
    count = 2_000
    nodes = tuple(Node(id=str(i), kind="Account", label=f"name {i}", group=str(i % 12)) for i in range(count))
    edges = tuple(
        Edge(id=str(i), source=str(i), target=str((i * 7 + 12) % count), kind="CO_ACTED") for i in range(count)
    )
    return GraphData(rev="many", nodes=nodes, edges=edges, not_drawn=1834)


def expanded(data: GraphData, parents: list[str]) -> GraphData:
    """The same rows, each expanded node with five new posts, without any places."""
    nodes = [Node(id=f"{p}/{i}", kind="Post", label=f"new {i}") for p in parents for i in range(5)]
    edges = [Edge(id=n.id, source=n.id.rsplit("/", 1)[0], target=n.id, kind="POSTED") for n in nodes]
    rev = f"{data.rev} {len(parents)}"
    return GraphData(rev=rev, nodes=(*data.nodes, *nodes), edges=(*data.edges, *edges), selection=data.selection)


def change() -> GraphData | GraphChange:
    """First a difference on a picture that the browser does not have, then all of it, then a difference that fits."""
    step = st.session_state.setdefault("step", 0)
    late = Node(id="late", kind="Post", label="late")
    if step == 1:
        return small()
    edges = (Edge(id="late", source="hub", target="late", kind="POSTED"),)
    return GraphChange(rev="changed", base="small", nodes=(late,), edges=edges, remove_nodes=("north",))


def draw() -> None:
    picture = st.query_params.get("picture", "small")
    makers = {"small": small, "hostile": hostile, "fresh": fresh, "many": many, "change": change}
    data = makers[picture]()
    parents = st.session_state.setdefault("parents", [])
    if isinstance(data, GraphData):
        wish = st.selectbox("wish", ["", "north", "east"], key="wish")
        data = expanded(data, parents) if parents else data
        data = GraphData(rev=data.rev, nodes=data.nodes, edges=data.edges, selection=(wish,) if wish else (),
                         not_drawn=data.not_drawn)  # fmt: skip
    if picture == "fresh" and st.checkbox("elsewhere", key="elsewhere"):
        return
    events = graph_view(data, key=f"graph {picture}", height=560, language=st.query_params.get("language", "en"))
    action = events.action
    said = st.session_state.setdefault("said", [])
    if action:
        said.append([action.type, list(action.ids), dict(action.params)])
    st.text(json.dumps({"selection": events.selection, "pinned": sorted(events.pinned), "hidden": events.hidden,
                        "places": len(events.positions), "said": said}))  # fmt: skip
    if picture == "change" and action and action.type == "resync":
        st.session_state["step"] = 1
        st.rerun()
    if picture == "change" and st.button("change", key="change"):
        st.session_state["step"] = 2
        st.rerun()
    if action and action.type == "expand" and action.ids[0] not in parents:
        parents.extend(action.ids)
        st.rerun()


draw()
