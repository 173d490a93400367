"""The stored queries of a package: which ones its exhibits ask, and what the graph answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from case.clock import now
from case.errors import LimitReached
from case.folder import Case
from case.progress import Progress
from case.writing import canonical_json
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


@dataclass(slots=True)
class Answers:
    """What became of the questions; `times` (and the server) differ between two exports and go to custody."""

    counts: list[Count] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    times: list[dict[str, object]] = field(default_factory=list)


def list_questions(exhibits: Sequence[Exhibit]) -> list[Question]:
    """Return what a package asks: the ranking of clusters, and every stable query that an exhibit answers alone."""
    found = [Question(query.id, "run", {}) for query in _stable("clusters", needs=set())]
    for exhibit in exhibits:
        for query in _stable(_CATEGORIES[exhibit.kind], needs=_NEEDS[exhibit.kind]):
            names = sorted(_NEEDS[exhibit.kind])
            values = [exhibit.about] if exhibit.kind == "cluster" else list(exhibit.accounts)
            found.append(Question(query.id, exhibit.number, dict(zip(names, values, strict=True))))
    return found


def write_answers(bag: Bag, graph: Graph, case: Case, *, questions: Sequence[Question], progress: Progress) -> Answers:
    """Ask each question and write its text, parameters, rows, count and caps."""
    answers = Answers()
    for number, question in enumerate(questions, start=1):
        progress("asking the graph", number, len(questions))
        _write_text(bag, question)
        begin = now()
        try:
            result = run_query(graph, case, question.query, question.parameters, limit=MOST_ROWS)
        except LimitReached as error:
            answers.omissions.append(Omission("query", question.folder, "the whole answer", str(error), None))
            continue
        told = {"query": question.folder, "start": begin, "end": now(), "seconds": result.seconds}
        answers.times.append({**told, "server": f"Neo4j {graph.version} {graph.edition}"})
        _write_result(bag, question, result, answers)
    return answers


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


def _write_result(bag: Bag, question: Question, result: QueryResult, answers: Answers) -> None:
    file, rows = f"{question.folder}/result.csv", len(result.rows)
    bag.write(f"{question.folder}/parameters.json", canonical_json(result.parameters) + "\n")
    bag.write(file, result_rows(result))
    found = {"rows": rows, "more": result.more, "total": result.total, "limit": MOST_ROWS}
    bag.write_json(f"{question.folder}/answer.json", {"query": question.query, "about": question.about, **found})
    lacking = (result.total or rows) - rows
    answers.counts.append(Count(file, rows, rows + lacking))
    if result.more:
        reason = f"the query was asked for {MOST_ROWS} rows"
        answers.omissions.append(
            Omission("query", question.folder, "rows of the answer", reason, lacking or None, file)
        )
