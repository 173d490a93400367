"""A real Chromium and real Streamlit servers; a page that logs an error or asks another host fails its test."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_CHROMIUM = (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser"))
NO_CHROMIUM = (
    "No Chromium was found. On Debian or Ubuntu: apt-get install chromium fonts-noto-cjk. "
    "Elsewhere: python -m playwright install chromium"
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SECONDS_TO_START = 60
PATIENCE_MILLISECONDS = 30_000
OWN_HOSTS = {"127.0.0.1", "localhost"}


@dataclass
class Watched:
    """What a page complained about and whom it asked."""

    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in OWN_HOSTS:
            self.strangers.append(url)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Path:
    """Debian's Chromium where there is one, otherwise Playwright's own; without either the test fails."""
    path = next((path for path in SYSTEM_CHROMIUM if path.exists()), Path(playwright.chromium.executable_path))
    if not path.exists():
        pytest.fail(NO_CHROMIUM, pytrace=False)
    return path


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: Path) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    yield running
    running.close()


@pytest.fixture
def browser_without_webgl(playwright: Playwright, chromium: Path) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, "--disable-3d-apis"])
    yield running
    running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    opened.set_default_timeout(PATIENCE_MILLISECONDS)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A watched page. After the test it must have logged no error and asked no other host."""
    watched = Watched()
    opened = context.new_page()
    watched.watch(opened)
    yield opened
    assert watched.errors == []
    assert watched.strangers == []


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Starts a Streamlit script once and gives its address; every server ends with the session."""
    running: dict[Path, tuple[subprocess.Popen[bytes], str]] = {}

    def start(script: Path, *arguments: str) -> str:
        if script not in running:
            port = _free_port()
            process = _start(script, port, arguments)
            running[script] = (process, f"http://127.0.0.1:{port}")
            _wait_until_healthy(process, running[script][1])
        return running[script][1]

    yield start
    for process, _ in running.values():
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _start(script: Path, port: int, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *flags, "--", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _wait_until_healthy(process: subprocess.Popen[bytes], address: str) -> None:
    end = monotonic() + SECONDS_TO_START
    while monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            try:  # waits as long as the process lives, at most a fifth of a second
                process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail(f"Streamlit did not answer at {address} within {SECONDS_TO_START} s", pytrace=False)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
