"""The stored queries of a package: which ones its exhibits ask, and what the graph answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from case.clock import now
from case.errors import LimitReached
from case.folder import Case
from case.progress import Progress
from evidence.bag import Bag
from evidence.cells import csv_rows
from evidence.exhibits import Exhibit
from evidence.omissions import Count, Omission
from graph.connection import Graph
from queries.catalogue import catalogue, find_query
from queries.header import StoredQuery, write_query
from queries.runner import QueryResult, run_query

#: Rows asked for of each query; what lies beyond is counted by the query's own total and listed as left out.
MOST_ROWS = 100_000
#: Queries of these categories that are not asked: the exhibit holds the same rows, and of its core only.
_REPEATED = ("cluster_posts", "cluster_picture", "account_posts")
_NEEDS = {"cluster": {"cluster"}, "link": {"a", "b"}, "account": {"account"}}
_CATEGORIES = {"cluster": "clusters", "link": "links", "account": "accounts"}


@dataclass(frozen=True, slots=True)
class Question:
    """One stored query with its parameters; `about` is the exhibit's number, or `run`."""

    query: str
    about: str
    parameters: dict[str, str]

    @property
    def folder(self) -> str:
        """Where its answer stands in the package."""
        return f"data/queries/{self.query}/{self.about}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the graph said: a result, or why there is none. `time` goes to custody, since it differs each time."""

    question: Question
    result: QueryResult | None
    problem: str = ""
    time: dict[str, object] = field(default_factory=dict)


def list_questions(exhibits: Sequence[Exhibit]) -> list[Question]:
    """Return what a package asks: the ranking of clusters, and every stable query that an exhibit answers alone."""
    found = [Question(query.id, "run", {}) for query in _stable("clusters", needs=set())]
    for exhibit in exhibits:
        for query in _stable(_CATEGORIES[exhibit.kind], needs=_NEEDS[exhibit.kind]):
            names = sorted(_NEEDS[exhibit.kind])
            values = [exhibit.about] if exhibit.kind == "cluster" else list(exhibit.accounts)
            found.append(Question(query.id, exhibit.number, dict(zip(names, values, strict=True))))
    return found


def ask(graph: Graph, case: Case, questions: Sequence[Question], *, progress: Progress) -> list[Answer]:
    """Put each question to the graph; one that takes too long is told as such."""
    answers = []
    for number, question in enumerate(questions, start=1):
        progress("asking the graph", number, len(questions))
        begin = now()
        try:
            result = run_query(graph, case, question.query, question.parameters, limit=MOST_ROWS)
        except LimitReached as error:
            answers.append(Answer(question, None, str(error)))
            continue
        time = {"query": question.folder, "start": begin, "end": now(), "seconds": result.seconds}
        answers.append(Answer(question, result, time={**time, "server": f"Neo4j {graph.version} {graph.edition}"}))
    return answers


def write_answers(bag: Bag, answers: Sequence[Answer]) -> tuple[list[Count], list[Omission]]:
    """Write the text, parameters, rows, count and caps of each answer."""
    counts: list[Count] = []
    omissions: list[Omission] = []
    for answer in answers:
        folder = answer.question.folder
        _write_text(bag, answer.question)
        if answer.result is None:
            omissions.append(Omission("query", folder, "the whole answer", answer.problem, None))
            continue
        rows, total = len(answer.result.rows), answer.result.total
        counts.append(_write_result(bag, answer.question, answer.result))
        if answer.result.more:
            reason, lacking = f"the query was asked for {MOST_ROWS} rows", (total or rows) - rows
            omissions.append(Omission("query", folder, "rows of the answer", reason, lacking or None, counts[-1].file))
    return counts, omissions


def result_rows(result: QueryResult) -> bytes:
    """Write the rows of an answer as CSV, the same bytes for the same answer."""
    return b"".join(csv_rows(result.columns, result.rows))


def _stable(category: str, *, needs: set[str]) -> list[StoredQuery]:
    fits = (query for query in catalogue() if query.category == category and query.status == "stable")
    alone = [query for query in fits if {p.name for p in query.parameters if p.required} == needs]
    return [query for query in alone if query.id not in _REPEATED]


def _write_text(bag: Bag, question: Question) -> None:
    name = f"data/queries/{question.query}/query.cypher"
    if name not in bag.digests:
        bag.write(name, write_query(find_query(question.query)))


def _write_result(bag: Bag, question: Question, result: QueryResult) -> Count:
    file, rows = f"{question.folder}/result.csv", len(result.rows)
    bag.write_json(f"{question.folder}/parameters.json", result.parameters)
    bag.write(file, result_rows(result))
    found = {"rows": rows, "more": result.more, "total": result.total, "limit": MOST_ROWS}
    bag.write_json(f"{question.folder}/answer.json", {"query": question.query, "about": question.about, **found})
    return Count(file, rows, max(result.total or rows, rows))
