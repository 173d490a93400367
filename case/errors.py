"""The errors that people meet; each carries the exit code of the command line."""


class ShoalError(Exception):
    """Wrong use, or refused. The message names the thing, what was found, what was expected and the next step."""

    exit_code = 2


class Unreachable(ShoalError):
    """The graph or a file could not be reached."""

    exit_code = 3


class LimitReached(ShoalError):
    """The work was ended by a limit of time, memory or rows."""

    exit_code = 4
