"""A page as a person opens it: the whole front with one case, at an address."""

import dataclasses
import sys
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from case.folder import EMBEDDED, Case

FRONT = Path(__file__).resolve().parents[2] / "app" / "front.py"
#: A port on which nothing listens: a graph that is down.
DOWN = "bolt://127.0.0.1:9"


def open_page(patch: pytest.MonkeyPatch, here: Case, page: str, /, **address: str | list[str]) -> AppTest:
    """Open one page of a case; the test fails when the page does not run to its end."""
    patch.setattr(sys, "argv", ["front.py", str(here.path)])
    app = AppTest.from_file(str(FRONT), default_timeout=120)
    if here.graph == DOWN:  # as after a page that has waited for it in vain
        app.session_state[f"graph-failed-{here.id}"] = (time.monotonic(), f"{DOWN} could not be reached.")
    if page != "triage":
        app.run()
        app.switch_page(f"views/{page}.py")
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def without_graph(case: Case, patch: pytest.MonkeyPatch) -> Case:
    """Point a case at a graph that is down."""
    patch.setenv("SHOAL_GRAPH_PASSWORD", "any")
    settings = case.path / "case.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(f'graph = "{EMBEDDED}"', f'graph = "{DOWN}"'))
    return dataclasses.replace(case, graph=DOWN)


def shown(app: AppTest) -> str:
    """Give everything a page says, as one text."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.text, app.info, app.warning, app.error, app.code)
    said = [str(element.value) for elements in kinds for element in elements]
    return "\n".join([*said, *(f"{metric.label} {metric.value}" for metric in app.metric)])
