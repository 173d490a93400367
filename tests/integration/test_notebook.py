"""The notebook of docs/ as its reader runs it: in a real kernel, against the running server."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from graph.server import Address
from tests.integration.queries_case import RING, planted_graph

DOCS = Path(__file__).parents[2] / "docs"
NOTEBOOK = DOCS / "notebook.ipynb"


def shown(cell: Any) -> str:
    return "".join(json.dumps(output, ensure_ascii=False) for output in cell.outputs)


def test_the_notebook_runs_from_top_to_bottom(
    tmp_path: Path, graph_server: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with planted_graph(tmp_path / "case", graph_server) as (graph, case):
        monkeypatch.setenv("SHOAL_CASE", str(case.path))
        NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(DOCS)}}
        ).execute()
        assert graph.read("MATCH (n:Idea) RETURN count(n)").rows == [(0,)]
    pages = "".join(shown(cell) for cell in notebook.cells if cell.cell_type == "code")
    assert "2 of 2 clusters" in pages
    assert "5 accounts, density 0.70, cut: False" in pages
    assert "timestamp[us, tz=UTC]" in pages
    assert "'finding': 'synchronised'" in pages
    assert RING in pages


def test_the_notebook_is_kept_without_output() -> None:
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    assert [cell.id for cell in cells if cell.get("outputs")] == []
