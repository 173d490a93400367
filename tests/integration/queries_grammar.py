"""A grammar of Cypher that makes statements by chance: mostly sound reads, with writes, server talk and outside contact
planted anywhere a clause or an expression may stand, and disguised by case, comments, spaces and backticks.
"""

import random
from collections.abc import Callable

Random = random.Random
LABELS = ("Account", "Post", "Hashtag", "Url", "Cluster", "Run", "Case", "Hostile")
TYPES = ("POSTED", "TAGGED", "LINKS_TO", "CO_ACTED", "MEMBER_OF", "REPOSTS")
PROPERTIES = ("key", "handle", "at", "text", "followers", "hostile", "loads")
FUNCTIONS = (
    "size",
    "toString",
    "toUpper",
    "keys",
    "labels",
    "coalesce",
    "date",
    "head",
    "properties",
    "reverse",
    "abs",
)
GAPS = (" ", " ", " ", " ", "\n", "\t", " /* c */ ", " // c\n", "\u00a0", "\u2003")
DEEPEST = 3


class Grammar:
    """Makes statements; `outside` is an address that nothing may ever contact."""

    def __init__(self, chance: Random, outside: str) -> None:
        self.chance, self.outside, self.depth, self.names = chance, outside, 0, 0

    def statement(self) -> str:
        """One statement, or now and then several."""
        text = self.query()
        if self.now_and_then(15):
            text += self.one_of(" UNION ", " UNION ALL ", "; ") + self.query()
        if self.now_and_then(30):
            text = self.one_of("EXPLAIN ", "PROFILE ", "CYPHER 5 ", "CYPHER runtime=slotted ", "USE system ") + text
        return self.disguise(text)

    def query(self) -> str:
        parts = [self.matching(), *(self.clause() for _ in range(self.chance.randint(0, 3)))]
        return " ".join([*parts, self.returning()])

    def clause(self) -> str:
        if self.now_and_then(6):
            return self.hostile()
        return self.pick(self.matching, self.matching, self.unwinding, self.narrowing, self.subquery, self.calling)

    def hostile(self) -> str:
        """A clause that writes, tells of the server, or reaches outside."""
        label, url = self.label(), f"{self.outside}{self.chance.randint(0, 9)}"
        return self.one_of(
            f"CREATE (:Hostile {{key: {self.expression()}}})", f"MERGE (h:{label} {{key: 'h'}})", "SET a.hostile = 1",
            "SET a:Hostile", "REMOVE a.key", "DELETE a", "DETACH DELETE a", "FOREACH (x IN [1] | SET a.hostile = x)",
            "CALL (a) { SET a.hostile = 1 }", "CALL (a) { CREATE (:Hostile) } IN TRANSACTIONS OF 1 ROWS",
            f"LOAD CSV FROM '{url}' AS line", f"LOAD CSV WITH HEADERS FROM '{url}' AS line",
            f"CALL (a) {{ LOAD CSV FROM '{url}' + a.key AS line RETURN line }}", "INSERT (:Hostile)",
            "CALL dbms.listConfig() YIELD name", "CALL db.clearQueryCaches() YIELD value", "CALL db.createLabel('H')",
            "SHOW SETTINGS YIELD name", "TERMINATE TRANSACTION 'x' YIELD message", "CALL apoc.load.json('" + url + "')",
            "CREATE INDEX hostile FOR (n:Hostile) ON (n.x)", "DROP INDEX post_at", "USE system", "FINISH",
        )  # fmt: skip

    def matching(self) -> str:
        where = f" WHERE {self.condition()}" if self.now_and_then(2) else ""
        return f"{self.one_of('MATCH', 'MATCH', 'OPTIONAL MATCH')} {self.path()}{where}"

    def path(self) -> str:
        start = f"(a:{self.label()})" if self.now_and_then(2) else f"(a:{self.label()} {{key: {self.literal()}}})"
        if self.now_and_then(2):
            return start
        length = self.one_of("", "", "", "*1..2", "*..3")
        left, right = self.one_of(("-", "->"), ("<-", "-"), ("-", "-"))
        return f"{start}{left}[:{self.one_of(*TYPES)}{length}]{right}({self.name()})"

    def unwinding(self) -> str:
        return f"UNWIND {self.one_of('[1, 2]', 'range(1, 5)', 'keys(a)', 'a.loads')} AS {self.name()}"

    def narrowing(self) -> str:
        return f"WITH a, {self.expression()} AS {self.name()} ORDER BY a.key LIMIT {self.chance.randint(1, 9)}"

    def subquery(self) -> str:
        return self.deeper(
            lambda: f"CALL (a) {{ {self.clause()} RETURN {self.expression()} AS {self.name()} }}", "WITH *"
        )

    def calling(self) -> str:
        return "CALL db.labels() YIELD label AS " + self.name()

    def returning(self) -> str:
        return f"RETURN {self.expression()} AS {self.name()}, count(*) AS {self.name()} LIMIT 5"

    def condition(self) -> str:
        return self.one_of(
            f"{self.expression()} = {self.expression()}", f"a.key STARTS WITH {self.literal()}", "a.text IS NOT NULL",
            f"a.key =~ {self.one_of(chr(39) + 'x.*' + chr(39), chr(39) + '(x+)+' + chr(39), self.literal())}",
            self.deeper(lambda: f"EXISTS {{ {self.clause()} }}", "true"), f"NOT {self.expression()} IN [1, 'x']",
            f"any(x IN keys(a) WHERE x = {self.literal()})",
        )  # fmt: skip

    def expression(self) -> str:
        return self.deeper(
            lambda: self.pick(
                self.literal, self.property, self.property,
                lambda: f"{self.one_of(*FUNCTIONS)}({self.expression()})",
                lambda: f"[x IN keys(a) | {self.expression()}]",
                lambda: f"reduce(s = '', x IN keys(a) | s + {self.expression()})",
                lambda: f"CASE WHEN {self.condition()} THEN {self.expression()} ELSE {self.expression()} END",
                lambda: f"{self.one_of('COUNT', 'COLLECT')} {{ {self.clause()} RETURN {self.literal()} }}",
                lambda: f"a {{.key, made: {self.expression()}}}",
                lambda: f"{self.expression()} + {self.expression()}",
            ),
            self.literal(),
        )  # fmt: skip

    def property(self) -> str:
        return "a." + self.one_of(*PROPERTIES)

    def literal(self) -> str:
        return self.one_of(
            "1", "0.5", "null", "true", "'x'", '"weibo:r1"', "[1, 2]", "'CREATE (n)'", "'// x'", "'\\''", "'\u522b'"
        )

    def label(self) -> str:
        name = self.one_of(*LABELS)
        return f"`{name}`" if self.now_and_then(5) else name

    def name(self) -> str:
        self.names += 1
        return self.one_of(
            f"v{self.names}", f"v{self.names}", f"`v {self.names}`", f"`create{self.names}`", f"set{self.names}"
        )

    def disguise(self, text: str) -> str:
        words = text.split(" ")
        words = [
            self.one_of(word, word, word, word.lower(), word.upper()) if word.isalpha() else word for word in words
        ]
        if self.now_and_then(20):
            place = self.chance.randrange(len(words))
            words[place] = "".join(f"\\u{ord(sign):04x}" for sign in words[place])
        return "".join(word + self.one_of(*GAPS) for word in words)

    def deeper(self, make: Callable[[], str], flat: str) -> str:
        if self.depth >= DEEPEST:
            return flat
        self.depth += 1
        try:
            return make()
        finally:
            self.depth -= 1

    def pick(self, *makers: Callable[[], str]) -> str:
        return self.chance.choice(makers)()

    def one_of(self, *choices):  # type: ignore[no-untyped-def]
        return self.chance.choice(choices)

    def now_and_then(self, one_in: int) -> bool:
        return self.chance.randrange(one_in) == 0
