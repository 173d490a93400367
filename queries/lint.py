"""What a query file must hold beyond its header: a query comes in, the list of what is wrong with it goes out.

The library's tests and the investigators' own queries are held to the same rules.
"""

from itertools import pairwise

from queries.header import StoredQuery
from queries.tokens import Token, parameters_of, tokenise

#: The one parameter that no header declares: the runner asks for one row more than the caller's limit.
LIMIT_PARAMETER = "limit"


def lint(query: StoredQuery) -> list[str]:
    """Say what is wrong with a query: parameters, LIMIT, ORDER BY, the denominator's column."""
    declared = {parameter.name for parameter in query.parameters}
    problems = _repeated(query)
    used = parameters_of(query.text)
    if LIMIT_PARAMETER in declared:
        problems.append("declares the parameter limit, which every query has; remove the line")
    for name in sorted(declared - used):
        problems.append(f"declares the parameter {name} and does not use it")
    for name in sorted(used - declared - {LIMIT_PARAMETER}):
        problems.append(f"uses the parameter ${name} and does not declare it; add // param {name}: type, unit, meaning")
    if not query.columns:
        problems.append("declares no column; add // returns NAME: type, meaning")
    problems += _order_and_limit(tokenise(query.text))
    if query.picture is not None:
        extra = parameters_of(query.picture) - declared - {LIMIT_PARAMETER}
        problems += [f"its picture uses ${name}, which is not declared" for name in sorted(extra)]
        problems += [f"its picture: {problem}" for problem in _order_and_limit(tokenise(query.picture))]
    if query.total is not None:
        extra = parameters_of(query.total) - declared
        problems += [f"its total uses ${name}, which is not declared" for name in sorted(extra)]
    return problems


def _repeated(query: StoredQuery) -> list[str]:
    problems = []
    for what, names in (
        ("parameter", [parameter.name for parameter in query.parameters]),
        ("column", [column.name for column in query.columns]),
    ):
        twice = sorted({name for name in names if names.count(name) > 1})
        problems += [f"declares the {what} {name} twice" for name in twice]
    return problems


def _order_and_limit(tokens: tuple[Token, ...]) -> list[str]:
    """A limit may stand before a last projection (to page first and look up after), an order must follow the RETURN."""
    problems = []
    if (LIMIT_PARAMETER, "LIMIT") not in _pairs(tokens):
        problems.append("has no LIMIT $limit; end it with one")
    words = [token.upper for token in _outermost(tokens) if token.kind == "word"]
    tail = words[len(words) - words[::-1].index("RETURN") :] if "RETURN" in words else []
    if "ORDER" not in tail:
        problems.append("has no ORDER BY after its RETURN; rows must come in the same order every time")
    return problems


def _pairs(tokens: tuple[Token, ...]) -> set[tuple[str, str]]:
    outer = _outermost(tokens)
    return {
        (second.value, first.upper)
        for first, second in pairwise(outer)
        if first.kind == "word" and second.kind == "parameter"
    }


def _outermost(tokens: tuple[Token, ...]) -> list[Token]:
    """Leave out what stands in braces: subqueries have orders and limits of their own."""
    depth, outer = 0, []
    for token in tokens:
        depth -= token.text == "}"
        if depth == 0 and token.text not in ("{", "}"):
            outer.append(token)
        depth += token.text == "{"
    return outer
