"""A case comes in, its connected graph goes out: started where it is embedded, checked to be safe and to be this
case's.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import neo4j

from case.errors import ShoalError, Unreachable
from case.folder import EMBEDDED, Case
from case.progress import Progress, silent
from case.writing import write_text
from graph.connection import Graph
from graph.schema import SCHEMA_VERSION
from graph.server import Address, running_server
from graph.settings import SAFETY, differing
from graph.statements import schema_statements
from graph.texts import statement

PASSWORD_VARIABLE = "SHOAL_GRAPH_PASSWORD"
DATABASE = "neo4j"  # the name every server begins with; a remote URI may name another: neo4j://host:7687/name
CONNECT_SECONDS = 10.0
_LOOK_SECONDS = 0.2
_TRIAL_ADDRESS = "http://127.0.0.1:9/"  # the discard port: nothing answers, should the trial ever get through


@contextmanager
def open_graph(case: Case, purpose: str = "read", *, progress: Progress = silent) -> Iterator[Graph]:
    """Have the case's graph open for as long as the block runs. `purpose` names the work in the server's list of
    queries.

    An embedded server is started when it is not there, and stays as long as any command, page or job has it open.
    Raises Unreachable when there is no connection, ShoalError when the graph belongs to another case or holds
    unmarked data.
    """
    if case.graph == EMBEDDED:
        with running_server(case.neo4j, progress=progress) as address, connected(address, purpose=purpose) as graph:
            _refuse_unsafe(graph)
            _be_this_cases(graph, case)
            yield graph
    else:
        uri, database = split_target(case.graph)
        address = Address(uri, case.user or DATABASE, remembered_password(case))
        with connected(address, database, purpose=purpose) as graph:
            graph.unsafe = tuple(_unsafe(graph))
            _be_this_cases(graph, case)
            yield graph


def split_target(target: str) -> tuple[str, str]:
    """Part a graph target into the driver's URI and the database: neo4j://host:7687/name gives name."""
    parts = urlsplit(target)
    return urlunsplit((parts.scheme, parts.netloc, "", parts.query, "")), parts.path.strip("/") or DATABASE


def remember_password(case: Case, password: str) -> None:
    """Keep a remote graph's password in the case folder, for its owner only; packages and backups leave it out."""
    write_text(_password_file(case), password, mode=0o600)


def remembered_password(case: Case) -> str:
    """A remote graph's password, from SHOAL_GRAPH_PASSWORD or as remembered."""
    password = os.environ.get(PASSWORD_VARIABLE)
    if password:
        return password
    try:
        return _password_file(case).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Unreachable(f"no password is known for {case.graph}; give it in {PASSWORD_VARIABLE}.") from None


def _password_file(case: Case) -> Path:
    return case.path / ".graph-password"


@contextmanager
def connected(address: Address, database: str = DATABASE, *, purpose: str) -> Iterator[Graph]:
    """A connected graph, not yet known to be this case's; `purpose` names the work in the server's list of queries."""
    try:
        driver = neo4j.GraphDatabase.driver(
            address.uri,
            auth=(address.user, address.password),
            user_agent=f"shoal ({purpose})",
            telemetry_disabled=True,
            connection_timeout=CONNECT_SECONDS,
            connection_acquisition_timeout=30.0,
            liveness_check_timeout=2.0,  # pages keep connections that a restarted server no longer knows
            notifications_min_severity="OFF",  # hints about missing labels, which an empty graph is bound to lack
        )
    except (ValueError, neo4j.exceptions.ConfigurationError) as error:
        raise ShoalError(
            f"{address.uri} is not the address of a graph: {error}. Expected neo4j://host:7687."
        ) from error
    with driver:
        graph = Graph(driver, database=database)
        graph.version, graph.edition = graph.read(statement("components"), limit=1).rows[0]
        yield graph


def _refuse_unsafe(graph: Graph) -> None:
    problems = _unsafe(graph)
    if problems:
        raise ShoalError(
            f"the embedded server does not run with the settings it was given: {'; '.join(problems)}. Nothing was read "
            "or written. Stop the case's commands, delete neo4j/ in the case folder and run `shoal rebuild`."
        )


def _unsafe(graph: Graph) -> list[str]:
    """The safety settings that differ on the running server, by its own word and by one trial."""
    try:
        found = {
            str(name): str(value)
            for name, value in graph.read(statement("safety_settings"), {"names": list(SAFETY)}).rows
        }
    except ShoalError as error:
        return [f"the server does not show its settings ({error})"]
    found["internal.dbms.cypher_ip_blocklist"] = _trial(graph)
    return differing(found)


def _trial(graph: Graph) -> str:
    blocked = SAFETY["internal.dbms.cypher_ip_blocklist"]
    try:
        graph.read(statement("safety_trial"), {"address": _TRIAL_ADDRESS})
    except ShoalError as error:
        return blocked if "blocked" in str(error) else f"not in force: {error}"
    return "not in force: LOAD CSV over the network was carried out"


def _be_this_cases(graph: Graph, case: Case) -> None:
    """Refuse a graph that is not this case's; make an empty one this case's."""
    ids, schema, nodes = graph.read(statement("whose"), limit=1).rows[0]
    if ids not in ([], [case.id]):
        raise ShoalError(
            f"the graph at {case.graph} belongs to another case ({', '.join(ids)}; this one is {case.id}). It was not "
            "touched. One server holds one case: name another server for this case."
        )
    if nodes and not ids:
        raise ShoalError(
            f"the graph at {case.graph} holds {nodes} nodes and no marker of a case. It was not touched. Name an empty "
            "server for this case, or empty that one yourself if its data are not needed."
        )
    if not ids or schema != SCHEMA_VERSION:
        prepare(graph, case)


def prepare(graph: Graph, case: Case, *, progress: Progress = silent) -> None:
    """Make constraints and indexes, wait until they can be used, and mark the graph as this case's."""
    for text in schema_statements():
        graph.write(text)
    while (done := _indexed(graph)) < 100:
        progress("indexes", done, 100)
        time.sleep(_LOOK_SECONDS)
    graph.write(statement("mark"), {"id": case.id, "schema": SCHEMA_VERSION})


def _indexed(graph: Graph) -> int:
    """How much of the indexes is there, in percent; an index of millions of texts takes minutes."""
    [(share, failed)] = graph.read(statement("indexed"), limit=1).rows
    if failed:
        raise ShoalError(f"the graph could not make its indexes {', '.join(failed)}. Run: shoal rebuild CASE")
    return int(share)
