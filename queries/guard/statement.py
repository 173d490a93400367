"""First layer: a free statement comes in; one that is no single, bounded read is refused before it is sent.

This layer gives early and clear answers. What it lets through wrongly, the plan's layer stops.
"""

from collections import Counter
from itertools import pairwise

from case.errors import ShoalError
from queries.tokens import Token, tokenise, word_set

LONGEST_TEXT = 10_000
DEEPEST_NESTING = 40  # the server's parser recurses; people write five
MOST_TOKENS = 2_500
#: Planning a statement takes exponentially long in some of its parts, and the server cannot be stopped while it plans.
_MOST = {
    **dict.fromkeys(word_set("MATCH UNION EXISTS COUNT COLLECT CALL UNWIND"), 20),
    **dict.fromkeys(word_set("WITH CASE NOT IN"), 40),
    **dict.fromkeys(word_set("AND OR"), 100),
    **{"XOR": 8, "&": 10, "%": 20},
}
MOST_RELATIONSHIPS = 20
MOST_NODES = 40
#: Procedures that only tell what is there, and the search in the words of posts.
PROCEDURES = word_set(
    """db.labels db.relationshiptypes db.propertykeys db.schema.visualization db.schema.nodetypeproperties
    db.schema.reltypeproperties db.index.fulltext.querynodes"""
)
#: Functions whose names have a point: those of times and places.
_NAMESPACES = word_set("date datetime localdatetime time localtime duration point vector")
#: Words that begin what a reading statement has no use for.
_REFUSED = {
    **dict.fromkeys(word_set("CREATE MERGE DELETE DETACH NODETACH SET REMOVE FOREACH INSERT"), "writes"),
    **dict.fromkeys(word_set("DROP ALTER RENAME"), "changes the schema or the users"),
    **dict.fromkeys(word_set("GRANT DENY REVOKE"), "changes rights"),
    **dict.fromkeys(
        word_set("SHOW TERMINATE ENABLE DEALLOCATE REALLOCATE DRYRUN"), "is about the server, not about the case"
    ),
    **dict.fromkeys(word_set("LOAD USE"), "reads from elsewhere"),
    **dict.fromkeys(word_set("EXPLAIN PROFILE CYPHER"), "sets how statements run"),
}
#: After these a name is expected, so that the word is one even if it looks like a clause.
_BEFORE_NAMES = word_set("( [ , . : | & ! = < > <> <= >= =~ + - * / % ^ ||")
_BEFORE_VALUES = word_set(
    "AS RETURN WITH DISTINCT BY WHERE AND OR XOR NOT IN CONTAINS UNWIND WHEN THEN ELSE CASE ON YIELD LIMIT SKIP"
)


def check_statement(text: str, *, parameters: bool = False) -> tuple[Token, ...]:
    """Return the tokens of one bounded reading statement; ShoalError says what else was found and what to do.

    `parameters`: whether it may hold any, as a saved query does.
    """
    if len(text) > LONGEST_TEXT:
        raise refused(f"it has {len(text)} characters", f"at most {LONGEST_TEXT} are read")
    if "\\u" in text.lower():
        raise refused(r"it holds \u, which can hide what it says", "write the characters themselves")
    if any(ord(character) < 32 and character not in "\t\r\n" for character in text):
        raise refused("it holds control characters", "remove them")
    tokens = _without_last_semicolon(tokenise(text))
    if not tokens:
        raise refused("it is empty", "write a statement such as MATCH (a:Account) RETURN a.key LIMIT 10")
    if len(tokens) > MOST_TOKENS:
        raise refused(f"it has {len(tokens)} words and signs", f"at most {MOST_TOKENS} are read")
    _check_nesting(tokens)
    _check_amounts(tokens)
    for place, token in enumerate(tokens):
        if token.kind == "parameter" and not parameters:
            raise refused(f"it holds the parameter {token.text}", "write the value, or save it as a query")
        _check_token(tokens, place, token)
    return tokens


def refused(found: str, expected: str) -> ShoalError:
    """The error of a statement that is not run."""
    return ShoalError(f"The statement was not run: {found}; {expected}.")


def is_name(tokens: tuple[Token, ...], place: int) -> bool:
    """Say whether the word at a place is a name (of a variable, property, label) by what stands around it."""
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    if place == 0:
        return following == "."
    before = tokens[place - 1]
    if before.text in _BEFORE_NAMES or following in (".", ":"):
        return True
    return before.kind == "word" and before.upper in _BEFORE_VALUES


def _without_last_semicolon(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return tokens[:-1] if tokens and tokens[-1].text == ";" else tokens


def _check_nesting(tokens: tuple[Token, ...]) -> None:
    depth = 0
    for token in tokens:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth > DEEPEST_NESTING:
            raise refused(f"brackets are nested more than {DEEPEST_NESTING} deep", "write it flatter")


def _check_amounts(tokens: tuple[Token, ...]) -> None:
    """Refuse more of any part than planning can bear."""
    counted = Counter(token.upper for token in tokens if token.kind in ("word", "sign"))
    for part, most in _MOST.items():
        if counted[part] > most:
            raise refused(f"it holds {part} {counted[part]} times", f"at most {most} can be planned; ask in parts")
    pairs = list(pairwise(tokens))
    relationships = sum(first.text == "-" and second.text in ("[", "-") for first, second in pairs)
    if relationships > MOST_RELATIONSHIPS:
        raise refused(f"it joins by {relationships} relationships", f"at most {MOST_RELATIONSHIPS} can be planned")
    nodes = sum(second.text == "(" and (first.kind != "word" or first.upper == "MATCH") for first, second in pairs)
    if nodes > MOST_NODES:
        raise refused(f"it holds {nodes} nodes or brackets", f"at most {MOST_NODES} can be planned; ask in parts")


def _check_token(tokens: tuple[Token, ...], place: int, token: Token) -> None:
    if token.text == ";":
        raise refused("it holds several statements", "run them one by one")
    if token.kind != "word":
        return
    if token.upper in _REFUSED and not is_name(tokens, place):
        raise refused(f"it holds {token.upper}, which {_REFUSED[token.upper]}", "free statements only read the case")
    if token.upper == "CALL" and not is_name(tokens, place):
        _check_call(tokens, place)
    elif _follows(tokens, place, "("):
        _check_function(tokens, place)


def _check_call(tokens: tuple[Token, ...], place: int) -> None:
    """A subquery is fine; a procedure must be on the list."""
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    if following in ("{", "("):
        return
    end = place + 1
    while end < len(tokens) and (tokens[end].kind in ("word", "name") or tokens[end].text == "."):
        end += 1
        if tokens[end - 1].text != "." and not _follows(tokens, end - 1, "."):
            break
    name = "".join(token.value if token.kind == "name" else token.text for token in tokens[place + 1 : end])
    if name.lower() not in PROCEDURES:
        raise refused(f"it calls the procedure {name or following!r}", f"it may call {', '.join(sorted(PROCEDURES))}")


def _check_function(tokens: tuple[Token, ...], place: int) -> None:
    if place >= 2 and tokens[place - 1].text == "." and tokens[place - 2].kind in ("word", "name"):
        start = place
        while start >= 2 and tokens[start - 1].text == ".":
            start -= 2
        name = "".join(token.text for token in tokens[start : place + 1])
        before = tokens[start - 1] if start else None
        called = before is not None and before.kind == "word" and before.upper == "CALL"
        if not called and tokens[start].value.lower() not in _NAMESPACES:
            raise refused(f"it calls the function {name}", f"with a point there are {', '.join(sorted(_NAMESPACES))}")


def _follows(tokens: tuple[Token, ...], place: int, sign: str) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1].text == sign
