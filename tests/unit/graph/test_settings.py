"""The server's settings follow from the machine, and a server that differs from them is noticed."""

import pytest

from case.errors import ShoalError
from graph.settings import MEBIBYTE, SAFETY, Memory, differing, java_flags, render_settings, size_memory

MEMORY = Memory(heap=1024 * MEBIBYTE, page_cache=512 * MEBIBYTE)


@pytest.mark.parametrize(
    ("gibibytes", "heap", "page_cache"), [(2, 1024, 256), (8, 1024, 1024), (16, 2048, 2048), (256, 4096, 4096)]
)
def test_memory_is_an_eighth_within_limits(gibibytes: int, heap: int, page_cache: int) -> None:
    memory = size_memory(gibibytes * 1024 * MEBIBYTE)
    assert (memory.heap // MEBIBYTE, memory.page_cache // MEBIBYTE) == (heap, page_cache)


def test_memory_that_is_asked_for_is_shared_out() -> None:
    assert size_memory(1, "3g") == Memory(heap=2048 * MEBIBYTE, page_cache=1024 * MEBIBYTE)


@pytest.mark.parametrize("asked", ["much", "12", "100m", "-1g"])
def test_memory_that_cannot_be_is_refused(asked: str) -> None:
    with pytest.raises(ShoalError, match="SHOAL_NEO4J_MEMORY"):
        size_memory(1, asked)


def test_settings_are_one_per_line_and_none_comes_twice() -> None:
    lines = render_settings(12345, MEMORY).splitlines()
    names = [line.partition("=")[0] for line in lines]
    assert len(names) == len(set(names))
    assert set(SAFETY) <= set(names)
    assert "server.bolt.listen_address=127.0.0.1:12345" in lines


def test_running_out_of_memory_ends_the_server_at_once() -> None:
    assert "-XX:+ExitOnOutOfMemoryError" in java_flags(MEMORY)
    assert java_flags(MEMORY, "-XX:TieredStopAtLevel=1")[-1] == "-XX:TieredStopAtLevel=1"


def test_a_safety_value_that_differs_or_is_missing_is_named() -> None:
    assert differing(SAFETY) == []
    found = {**SAFETY, "dbms.security.auth_enabled": "false"}
    del found["server.http.enabled"]
    assert [phrase.split()[0] for phrase in differing(found)] == ["server.http.enabled", "dbms.security.auth_enabled"]
