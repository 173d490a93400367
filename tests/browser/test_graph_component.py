"""The graph picture on a real Streamlit page in a real Chromium."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

SCRIPT = Path(__file__).parent / "scripts" / "graph_page.py"
ACCOUNT_LIGHT = (0x1F, 0x6F, 0xB5)
ACCOUNT_DARK = (0x5A, 0xA9, 0xE6)


@pytest.fixture
def graph(page: Page, serve: Callable[..., str]) -> "Graph":
    return Graph(page, serve(SCRIPT))


class Graph:
    """A reader in front of the picture."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.box: Locator = page.locator(".shoal")
        self.foot = page.locator(".shoal .said")

    def open(self, picture: str = "small", **facts: str) -> "Graph":
        query = "&".join(f"{name}={value}" for name, value in facts.items())
        self.page.goto(f"{self.address}/?picture={picture}&{query}")
        return self.drawn(picture)

    def drawn(self, rev: str) -> "Graph":
        expect(self.box).to_have_attribute("data-settled", rev)
        return self

    def where(self, node: str) -> dict[str, Any]:
        found: dict[str, Any] = self.box.evaluate("(box, id) => box.parentElement.where(id)", node)
        return found

    def at(self, node: str) -> tuple[float, float]:
        spot, corner = self.where(node)["drawn"], self.page.locator(".shoal .stage").bounding_box()
        assert corner is not None
        return corner["x"] + spot["x"], corner["y"] + spot["y"]

    def click(self, node: str, *held: str) -> None:
        for key in held:
            self.page.keyboard.down(key)
        self.page.mouse.click(*self.at(node))
        for key in held:
            self.page.keyboard.up(key)

    def answers(self, **wanted: object) -> None:
        """Waits until the page shows these answers of the component."""
        for name, value in wanted.items():
            text = json.dumps({name: value})[1:-1]
            expect(self.page.get_by_test_id("stText")).to_contain_text(text)

    def until(self, node: str, condition: str, point: dict[str, float]) -> None:
        """Waits until a condition on where the node is drawn holds; x and y in it are those of `point`."""
        self.page.wait_for_function(
            f"([box, id, {{ x, y }}]) => {{ const {{ drawn }} = box.parentElement.where(id); return {condition}; }}",
            arg=[self.box.element_handle(), node, point],
        )

    def pixels(self, colour: tuple[int, int, int]) -> int:
        """How many pixels of the picture have about this colour."""
        shot = Image.open(io.BytesIO(self.page.locator(".shoal .stage").screenshot())).convert("RGB")
        away = np.abs(np.asarray(shot, dtype=int) - np.array(colour)).sum(axis=2)
        return int((away < 24).sum())


def test_nodes_are_really_drawn_in_the_colour_of_their_kind(graph: Graph) -> None:
    graph.open()
    assert graph.pixels(ACCOUNT_LIGHT) > 100


def test_a_click_selects_one_node_and_tells_the_page(graph: Graph) -> None:
    graph.open().click("east")
    graph.answers(selection=["east"])
    graph.click("west")
    graph.answers(selection=["west"])


def test_ctrl_and_shift_clicks_add_and_take_away(graph: Graph) -> None:
    graph.open().click("east")
    graph.click("west", "Control")
    graph.click("north", "Shift")
    graph.answers(selection=["east", "west", "north"])
    graph.click("east", "Control")
    graph.answers(selection=["west", "north"])


def test_a_click_on_free_ground_clears_the_selection(graph: Graph) -> None:
    graph.open().click("east")
    graph.answers(selection=["east"])
    x, y = graph.at("cluster")
    graph.page.mouse.click(x, y + 160)
    graph.answers(selection=[])


def test_a_shift_drag_selects_all_nodes_in_the_box(graph: Graph) -> None:
    graph.open()
    (left, _), (_, top), (right, bottom) = graph.at("west"), graph.at("north"), graph.at("south")
    graph.page.keyboard.down("Shift")
    graph.page.mouse.move(left - 30, top - 30)
    graph.page.mouse.down()
    graph.page.mouse.move(right + 30, bottom + 30, steps=4)
    graph.page.mouse.up()
    graph.page.keyboard.up("Shift")
    graph.answers(selection=["hub", "north", "south", "west"])


def test_expanding_by_double_click_moves_no_old_node(graph: Graph) -> None:
    graph.open()
    old = ("hub", "north", "east", "south", "west", "cluster")
    before = {node: graph.where(node) for node in old}
    graph.page.mouse.dblclick(*graph.at("east"))
    graph.answers(said=[["expand", ["east"], {}]])
    graph.drawn("small 1")
    assert {node: graph.where(node) for node in old} == before
    x, y = graph.at("east/0")
    assert abs(x - graph.at("east")[0]) + abs(y - graph.at("east")[1]) < 300
    graph.answers(places=11)


def test_the_page_can_select_and_the_reader_can_overrule_it(graph: Graph) -> None:
    graph.open()
    graph.page.get_by_test_id("stSelectbox").get_by_role("combobox").click()
    graph.page.get_by_role("option", name="north").click()
    expect(graph.page.locator(".shoal .chosen")).to_have_text("1 selected")
    graph.answers(selection=["north"])
    graph.click("west")
    graph.answers(selection=["west"])


def test_arrows_walk_space_selects_and_enter_expands(graph: Graph) -> None:
    graph.open()
    graph.box.focus()
    graph.page.keyboard.press("ArrowUp")
    expect(graph.foot).to_have_text("label hub · Account · neighbours: 4")
    graph.page.keyboard.press("ArrowRight")
    expect(graph.foot).to_have_text("label east · Post · neighbours: 2")
    graph.page.keyboard.press(" ")
    graph.answers(selection=["east"])
    expect(graph.foot).to_contain_text("selected")
    graph.page.keyboard.press("Enter")
    graph.drawn("small 1")
    expect(graph.foot).to_have_text("5 nodes added")


def test_tab_leaves_the_picture(graph: Graph) -> None:
    graph.open()
    graph.box.focus()
    for _ in range(8):
        graph.page.keyboard.press("Tab")
    assert graph.page.evaluate("() => !document.activeElement?.shadowRoot?.activeElement")


def test_the_box_says_what_it_is_to_a_screen_reader(graph: Graph) -> None:
    graph.open()
    expect(graph.box).to_have_attribute("role", "application")
    expect(graph.box).to_have_attribute("aria-label", re.compile(r"6 nodes, 5 edges\. Arrow keys"))
    expect(graph.foot).to_have_attribute("aria-live", "polite")


def test_hidden_nodes_are_counted_and_come_back(graph: Graph) -> None:
    graph.open().click("south")
    graph.answers(selection=["south"])
    graph.page.keyboard.press("h")
    graph.answers(selection=[], hidden=["south"])
    assert graph.where("south")["drawn"] is None
    graph.page.get_by_role("button", name="Show all").click()
    graph.answers(hidden=[])


def test_a_dragged_node_is_pinned_and_takes_no_other_along(graph: Graph) -> None:
    graph.open()
    others = ("hub", "north", "east", "south", "cluster")
    before = {node: graph.where(node) for node in others}
    x, y = graph.at("west")
    graph.page.mouse.move(x, y)
    graph.page.mouse.down()
    graph.page.mouse.move(x - 40, y + 60, steps=5)
    graph.page.mouse.up()
    graph.answers(pinned=["west"])
    assert {node: graph.where(node) for node in others} == before
    assert graph.at("west") == pytest.approx((x - 40, y + 60), abs=2)


def test_the_menu_opens_a_node(graph: Graph) -> None:
    graph.open()
    graph.page.mouse.click(*graph.at("north"), button="right")
    graph.page.get_by_role("menuitem", name="Open").click()
    graph.answers(selection=["north"], said=[["open", ["north"], {}]])


def test_an_edge_opens_with_both_its_ends(graph: Graph) -> None:
    graph.open()
    (left, y), (right, _) = graph.at("hub"), graph.at("east")
    graph.page.mouse.dblclick((left + right) / 2, y)
    graph.answers(said=[["open", ["hub", "east"], {"edge": "to east", "kind": "POSTED"}]])


def test_a_click_on_an_edge_selects_its_ends(graph: Graph) -> None:
    graph.open()
    (left, y), (right, _) = graph.at("hub"), graph.at("east")
    graph.page.mouse.click((left + right) / 2, y)
    graph.answers(selection=["hub", "east"], said=[])


def test_zooming_and_fitting_move_the_camera_only(graph: Graph) -> None:
    graph.open()
    before = graph.where("cluster")
    graph.page.get_by_role("button", name="Zoom in").click()
    graph.until("cluster", "drawn.x - x > 40", before["drawn"])
    assert graph.where("cluster")["place"] == before["place"]
    graph.page.get_by_role("button", name="Fit everything").click()
    graph.until("cluster", "drawn.x - x < 40", before["drawn"])


def test_dark_mode_draws_on_the_dark_background(graph: Graph, context: BrowserContext) -> None:
    graph.page.emulate_media(color_scheme="dark")
    graph.open()
    expect(graph.box).to_have_attribute("data-theme", "dark")
    assert graph.pixels(ACCOUNT_DARK) > 100
    assert graph.pixels(ACCOUNT_LIGHT) == 0
    assert graph.pixels((255, 255, 255)) < 200


def test_the_theme_can_change_while_the_picture_stands(graph: Graph) -> None:
    graph.open()
    place = graph.where("hub")["place"]
    graph.page.emulate_media(color_scheme="dark")
    expect(graph.box).to_have_attribute("data-theme", "dark")
    assert graph.where("hub")["place"] == place


def test_hostile_labels_are_text_and_nothing_else(graph: Graph) -> None:
    graph.open("hostile")
    title = graph.page.title()
    for node in ("n0", "n1", "n2", "n3", "n4"):
        graph.click(node)
        graph.page.mouse.move(*graph.at(node))
        graph.answers(selection=[node])
    assert graph.box.locator("img, script, b, a, iframe").count() == 0
    assert graph.page.title() == title
    graph.click("n2")
    expect(graph.foot).to_contain_text("photo\ufffdgnp.exe\ufffd")
    graph.click("n3")
    assert len(graph.foot.inner_text()) < 200


def test_two_thousand_nodes_are_drawn_and_the_rest_is_counted(graph: Graph) -> None:
    graph.open("many")
    expect(graph.page.locator(".shoal .not-drawn")).to_have_text("1,834 nodes not drawn")
    graph.answers(places=2000)
    assert graph.pixels(ACCOUNT_LIGHT) > 2_000


def test_a_difference_without_its_base_asks_for_everything_and_then_applies(graph: Graph) -> None:
    graph.page.goto(f"{graph.address}/?picture=change")
    graph.drawn("small")
    before = graph.where("hub")
    graph.page.get_by_role("button", name="change").click()
    graph.drawn("changed")
    assert graph.where("hub") == before
    assert graph.where("north")["place"] is None
    assert graph.where("late")["drawn"] is not None


def test_nodes_stand_where_they_stood_after_a_visit_elsewhere(graph: Graph) -> None:
    graph.open("fresh")
    before = [graph.where(f"n{i}") for i in range(20)]
    graph.page.get_by_text("elsewhere").click()
    expect(graph.box).to_have_count(0)
    graph.page.get_by_text("elsewhere").click()
    graph.drawn("fresh")
    assert [graph.where(f"n{i}") for i in range(20)] == before


def test_wording_is_chinese_when_asked(graph: Graph) -> None:
    graph.open(language="zh").click("east")
    expect(graph.foot).to_contain_text("相邻节点：2")
    expect(graph.page.get_by_role("button", name="展开")).to_be_visible()


def test_a_browser_without_webgl_says_so(browser_without_webgl: Browser, serve: Callable[..., str]) -> None:
    page = browser_without_webgl.new_page()
    page.goto(f"{serve(SCRIPT)}/?picture=small")
    expect(page.get_by_role("note")).to_have_text(re.compile("WebGL is off"))
