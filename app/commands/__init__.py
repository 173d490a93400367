"""The `shoal` command: each verb calls the function of the same name and shows its result."""

from app.commands.entry import main

__all__ = ["main"]
