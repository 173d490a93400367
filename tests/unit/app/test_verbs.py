import importlib

from app.commands.entry import MODULES, _needed
from app.commands.verbs import shoal


def test_each_module_adds_exactly_the_verbs_it_is_loaded_for() -> None:
    for module in MODULES:
        importlib.import_module(f"app.commands.{module}")
    found: dict[str, set[str | None]] = {}
    for command in shoal.registered_commands:
        assert command.callback is not None
        found.setdefault(command.callback.__module__.rpartition(".")[2], set()).add(command.name)
    assert found == {module: set(verbs) for module, verbs in MODULES.items()}


def test_a_verb_loads_its_own_module_and_help_loads_all() -> None:
    assert _needed(["pairs"]) == ["counting"]
    assert _needed(["--help"]) == _needed([]) == _needed(["pair"]) == list(MODULES)
