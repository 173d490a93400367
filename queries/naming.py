"""Account arguments: keys, handles or names come in, account keys go out; what is ambiguous is refused."""

from case.errors import ShoalError
from case.rows import AccountKey
from graph.connection import Graph
from queries.catalogue import find_query
from queries.parameters import Parameter, Value

_SHOWN = 5


def resolve_account(graph: Graph, text: str) -> AccountKey:
    """Name the one account that `text` means: its key, or a handle or name that only one account carries."""
    wanted = text.strip()
    if ":" in wanted:  # keys are platform:id
        return AccountKey(wanted)
    query = find_query("accounts_by_handle")
    names = sorted({wanted, wanted.removeprefix("@")})
    rows = graph.read(query.text, {"names": names, "limit": _SHOWN + 1}).rows
    if len(rows) == 1:
        return AccountKey(str(rows[0][0]))
    if not rows:
        raise ShoalError(f"Account {text!r} is not in the graph; give its key (platform:id) or search for it.")
    found = ", ".join(str(row[0]) for row in rows[:_SHOWN])
    raise ShoalError(f"Account {text!r} may be {found}{', …' if len(rows) > _SHOWN else ''}; give the key of one.")


def resolve_accounts(graph: Graph, query: str, parameter: Parameter, value: Value) -> Value:
    """Resolve the value of an account parameter; errors name the query and the parameter."""
    try:
        if isinstance(value, str):
            return resolve_account(graph, value)
        if isinstance(value, list):
            return [resolve_account(graph, text) for text in value]
    except ShoalError as error:
        raise type(error)(f"Query {query}, parameter {parameter.name}: {error}") from None
    return value
