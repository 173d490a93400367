"""The table of verbs: modules of this package add their commands to it."""

from collections.abc import Callable
from typing import Any, TypeVar

import typer

Function = TypeVar("Function", bound=Callable[..., Any])

shoal = typer.Typer(
    name="shoal",
    help="Find accounts that act together far beyond chance, walk through what links them, and seal it as evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@shoal.callback()
def _verbs() -> None:
    """Keep the verb a word of its own when only one of them is loaded."""


def command(name: str) -> Callable[[Function], Function]:
    """Add a function to the table under a name; its docstring is the help text."""
    return shoal.command(name)
