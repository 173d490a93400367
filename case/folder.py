"""The case folder: where everything of one investigation lies, and its settings in case.toml."""

import json
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from case.errors import ShoalError, Unreachable
from case.journal import record
from case.writing import write_text

SETTINGS = "case.toml"
EMBEDDED = "embedded"
_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True, slots=True)
class Case:
    """One investigation. `timezone` is that of sources whose times name none; `graph` is `embedded` or a URI."""

    path: Path
    id: str
    title: str
    timezone: str | None = None
    purpose: str = ""
    organisation: str = ""
    operator: str = ""
    authority: str = ""
    graph: str = EMBEDDED
    user: str | None = None
    free_cypher: bool = False

    @property
    def sources(self) -> Path:
        """One record per raw file."""
        return self.path / "sources"

    @property
    def tables(self) -> Path:
        """Parquet parts, one per load."""
        return self.path / "tables"

    @property
    def runs(self) -> Path:
        """One folder per detection run."""
        return self.path / "runs"

    @property
    def desk(self) -> Path:
        """What people decide."""
        return self.path / "desk"

    @property
    def inbox(self) -> Path:
        """Files waiting to be loaded."""
        return self.path / "inbox"

    @property
    def jobs(self) -> Path:
        """Progress and logs of long work."""
        return self.path / "jobs"

    @property
    def neo4j(self) -> Path:
        """Home of the embedded server."""
        return self.path / "neo4j"

    @property
    def exports(self) -> Path:
        """Packages and plain exports."""
        return self.path / "exports"


_TEXTS = ("id", "title", "timezone", "purpose", "organisation", "operator", "authority", "graph", "user")


def new_case(path: Path, *, title: str, timezone: str | None = None, graph: str = EMBEDDED, user: str | None = None,
             purpose: str = "", organisation: str = "", operator: str = "", authority: str = "",
             free_cypher: bool = False) -> Case:  # fmt: skip
    """Make the case folder with its settings; refuse a folder that holds something already."""
    path = Path(path).absolute()
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ShoalError(f"{path} exists and is not empty. Name a new folder for the case.")
    if not title.strip():
        raise ShoalError("The title of the case is empty. Give one with --title.")
    check_timezone(timezone)
    check_graph(graph)
    case = Case(path, secrets.token_hex(8), title.strip(), timezone, purpose, organisation, operator, authority, graph,
                user, free_cypher)  # fmt: skip
    try:
        make_folders(case)
        write_text(path / SETTINGS, _as_toml(case))
    except OSError as error:
        raise Unreachable(
            f"{path} could not be written: {error.strerror}. Choose a folder you may write to."
        ) from error
    record(case, "case opened", {"title": case.title, "purpose": purpose, "authority": authority})
    return case


def open_case(path: Path) -> Case:
    """Read the settings of a case folder; refuse a folder that is none."""
    path = Path(path).absolute()
    file = path / SETTINGS
    if not path.exists():
        raise Unreachable(f"{path} does not exist. Make a case with: shoal new {path} --title …")
    if not file.is_file():
        raise ShoalError(
            f"{path} is not a case folder: it has no {SETTINGS}. Make a case with: shoal new FOLDER --title …"
        )
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ShoalError(f"{file} cannot be read as TOML: {error}. Mend that line.") from error
    except OSError as error:
        raise Unreachable(f"{file} could not be read: {error.strerror}.") from error
    for name in ("id", "title"):
        if not isinstance(settings.get(name), str):
            raise ShoalError(f"{file} has no text for {name!r}. It is written when the case is made; restore it.")
    texts = {name: settings[name] for name in _TEXTS if isinstance(settings.get(name), str)}
    check_timezone(texts.get("timezone"))
    check_graph(texts.get("graph", EMBEDDED))
    return Case(path=path, free_cypher=settings.get("free_cypher") is True, **texts)


def make_folders(case: Case) -> None:
    """Make the folders of a case that are not there yet."""
    for folder in (case.sources, case.tables, case.runs, case.desk, case.inbox, case.jobs, case.exports):
        folder.mkdir(parents=True, exist_ok=True)


def check_timezone(name: str | None) -> None:
    """Refuse a name that is no time zone."""
    if name is None:
        return
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ShoalError(f"{name!r} is not a time zone. Use a name like Asia/Shanghai or UTC.") from error


def check_graph(graph: str) -> None:
    """Refuse a graph target that is neither `embedded` nor the URI of a Neo4j server."""
    if graph != EMBEDDED and graph.partition("://")[0] not in _SCHEMES:
        raise ShoalError(f"{graph!r} is no graph target. Use a URI like neo4j+s://host:7687 or bolt://host:7687.")


def _as_toml(case: Case) -> str:
    """Write the settings as TOML; a JSON string is a valid TOML string once DEL is escaped."""
    values = {name: getattr(case, name) for name in _TEXTS if getattr(case, name) is not None}
    lines = [
        f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f") for name, value in values.items()
    ]
    return "\n".join([*lines, f"free_cypher = {str(case.free_cypher).lower()}", ""])
