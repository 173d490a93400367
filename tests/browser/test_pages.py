"""The pages in a real Chromium over a real graph, served as `shoal serve` serves them."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.serving import ROOT, streamlit_command
from case.folder import Case
from graph.opening import open_graph, remember_password
from graph.projection import rebuild
from graph.server import Address
from tests.conftest import empty
from tests.integration.pages_case import GROUP, planted_case

expect.set_options(timeout=60_000)
FOCUS = f"focus=Account:{GROUP[0]}"
OWN = {"127.0.0.1", "localhost", None}
_START_SECONDS = 60


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Case:
    empty(graph_server)
    folder = tmp_path_factory.mktemp("pages") / "one"
    made = planted_case(folder, graph=graph_server.uri, user=graph_server.user)
    remember_password(made, graph_server.password)
    with open_graph(made, "test") as graph:
        rebuild(graph, made)
    return made


@pytest.fixture(scope="module")
def address(case: Case) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    pages = subprocess.Popen(
        streamlit_command([case.path], port=port), cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        _await(f"http://127.0.0.1:{port}/_stcore/health", pages)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(pages.pid, signal.SIGTERM)
        pages.wait(timeout=20)


def _await(url: str, pages: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and pages.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            try:  # waits as long as the process lives, at most a fifth of a second
                pages.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail("the pages did not start", pytrace=False)


@pytest.fixture
def tab(context: BrowserContext) -> Iterator[Page]:
    """A watched tab. Afterwards it must have logged no error and asked no other host.

    Streamlit itself asks for its health below the address of a page first and gets 404 before it asks at the root.
    """
    errors: list[str] = []
    strangers: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "console",
        lambda line: (
            errors.append(line.text) if line.type == "error" and "/_stcore/" not in line.location["url"] else None
        ),
    )
    opened.on("request", lambda asked: strangers.append(asked.url) if urlsplit(asked.url).hostname not in OWN else None)
    yield opened
    assert errors == []
    assert strangers == []


def settled(tab: Page, title: str) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text(title)
    expect(tab.locator('[data-testid="stStatusWidget"]')).to_have_count(0)


def picture(tab: Page) -> Locator:
    return tab.locator('[role="application"]').first


def focused_in(url: str) -> list[str]:
    return parse_qs(urlsplit(url).query).get("focus", [])


def test_triage_leads_to_the_cluster_and_its_posts(tab: Page, address: str) -> None:
    tab.goto(address)
    settled(tab, "Launch week")
    tab.get_by_role("link", name="Open").first.click()
    settled(tab, "Cluster of 8 accounts")
    expect(tab.get_by_text("gap 7 s").first).to_be_visible()
    assert "cluster=C-" in tab.url


def test_the_cluster_leads_to_the_graph_and_back(tab: Page, address: str) -> None:
    tab.goto(f"{address}/cluster")
    settled(tab, "Cluster of 8 accounts")
    tab.get_by_role("link", name="Open in graph").first.click()
    settled(tab, "Graph")
    expect(picture(tab)).to_be_visible()
    expect(tab.get_by_text("10 nodes and 37 ties.")).to_be_visible()
    tab.go_back()
    settled(tab, "Cluster of 8 accounts")


def test_a_node_is_selected_and_walked_from_by_keyboard(tab: Page, address: str) -> None:
    tab.goto(f"{address}/graph?{FOCUS}")
    settled(tab, "Graph")
    expect(tab.get_by_text("20 nodes and 47 ties.")).to_be_visible()
    picture(tab).focus()
    tab.keyboard.press("ArrowRight")  # onto the node with most neighbours: the one in focus
    for direction in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        tab.keyboard.press(direction)
        if "user0" not in picture(tab).get_by_role("status").inner_text():
            break
    tab.keyboard.press("Space")
    expect(tab.get_by_role("button", name="Walk on from here")).to_be_enabled()
    tab.get_by_role("button", name="Walk on from here").click()
    tab.wait_for_url(lambda url: len(focused_in(url)) == 2)
    settled(tab, "Graph")
    expect(picture(tab)).to_be_visible()


def test_a_shared_link_shows_the_same_nodes_and_back_returns(tab: Page, context: BrowserContext, address: str) -> None:
    tab.goto(f"{address}/graph?{FOCUS}")
    settled(tab, "Graph")
    tab.get_by_placeholder("Name, handle, id").fill("新车发布")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("hits, exact ones first")).to_be_visible()
    expect(tab.locator('[data-testid="stStatusWidget"]')).to_have_count(0)
    grid = tab.locator('[data-testid="stDataFrame"]').first
    box = grid.bounding_box()
    assert box is not None
    tab.mouse.click(box["x"] + 18, box["y"] + 52)
    tab.get_by_role("button", name="Add to the graph").click()
    expect(tab.get_by_text("20 nodes and 47 ties.")).to_have_count(0)
    settled(tab, "Graph")
    assert len(focused_in(tab.url)) == 2
    line = tab.get_by_text("nodes and").last.inner_text()
    second = context.new_page()
    second.goto(tab.url)
    settled(second, "Graph")
    expect(second.get_by_text(line)).to_be_visible()
    second.close()
    tab.go_back()
    expect(tab.get_by_text("20 nodes and 47 ties.")).to_be_visible()
    assert len(focused_in(tab.url)) == 1


def test_data_that_looks_like_markup_stays_text(tab: Page, address: str) -> None:
    tab.goto(f"{address}/cluster?a={GROUP[0]}&b={GROUP[1]}")
    settled(tab, "Cluster of 8 accounts")
    expect(tab.get_by_text("<img src=x onerror=window.hit=1>").first).to_be_visible()
    tab.goto(f"{address}/graph?focus=Account:{GROUP[1]}")
    settled(tab, "Graph")
    expect(picture(tab)).to_be_visible()
    assert tab.evaluate("window.hit") is None
    assert tab.locator('a[href*="evil.example"]').count() == 0
    assert tab.locator('img[src="x"]').count() == 0


def test_a_case_that_is_not_served_cannot_be_reached_by_its_address(tab: Page, address: str) -> None:
    tab.goto(f"{address}/cluster?case=0123456789abcdef")
    expect(tab.get_by_text("not served here")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_in_dark(tab: Page, address: str, scheme: str) -> None:
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.goto(address)
    settled(tab, "Launch week")
    colours = "e => [getComputedStyle(e).color, getComputedStyle(document.querySelector('.stApp')).backgroundColor]"
    ink, paper = tab.get_by_role("heading", level=1).evaluate(colours)
    assert (_light(ink) > 160) == (scheme == "dark")
    assert (_light(paper) > 160) == (scheme == "light")


def _light(colour: str) -> float:
    parts = [float(part) for part in colour[colour.index("(") + 1 : colour.index(")")].split(",")[:3]]
    return sum(parts) / 3


def test_the_pages_speak_chinese(tab: Page, address: str) -> None:
    tab.goto(address)
    settled(tab, "Launch week")
    tab.get_by_text("中文").click()
    expect(tab.get_by_text("8 个账号（核心 5）")).to_be_visible()
    tab.get_by_role("link", name="群组").click()
    settled(tab, "8 个账号的群组")


def test_a_printed_page_leaves_out_the_controls(tab: Page, address: str) -> None:
    tab.goto(address)
    settled(tab, "Launch week")
    tab.emulate_media(media="print")
    expect(tab.locator('[data-testid="stSidebar"]')).to_be_hidden()
    expect(tab.get_by_role("heading", level=1)).to_be_visible()


def test_a_forged_host_with_a_foreign_origin_gets_no_websocket(address: str) -> None:
    port = urlsplit(address).port
    request = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: evil.example:{port}\r\nOrigin: http://evil.example:{port}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request.encode())
        answer = connection.recv(200).decode()
    assert " 101 " not in answer.splitlines()[0]


def test_usage_statistics_are_off_and_errors_show_no_details() -> None:
    command = streamlit_command([Path("one")], port=1)
    assert "--browser.gatherUsageStats=false" in command
    assert "--client.showErrorDetails=none" in command
