"""A sealed package of a selection: gathered from the record, asked of the graph, signed, told in the journal."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from case.clock import now
from case.errors import ShoalError
from case.folder import Case
from case.journal import record
from case.progress import Progress, silent
from case.runs import current_run
from evidence.bag import Bag, new_bag
from evidence.disclosure import pseudonymise, pseudonymise_answers, without_accounts
from evidence.keys import CaseKey, case_key
from evidence.material import Material, gather
from evidence.omissions import Omission, as_dicts
from evidence.package_files import LEVELS, Content, Level, Written, write_package
from evidence.pseudonyms import case_pseudonyms
from evidence.questions import Answer, ask, list_questions
from evidence.selection import Selection
from evidence.subgraph import build_subgraph
from evidence.zipping import archive_beside, write_archive
from graph.connection import Graph
from graph.projection import complete, in_step
from shoal import __version__


@dataclass(frozen=True, slots=True)
class Package:
    """A sealed package: where it lies, its exhibits by number, how much of the graph it holds, what it lacks.

    `sha512` is that of the tag manifest, which covers all other files; `content` is equal for two packages of the same
    case and selection; `key` is the fingerprint to tell the receiver by another way, `new_key` where it was made now.
    """

    package: Path
    exhibits: tuple[str, ...]
    nodes: int
    edges: int
    omissions: tuple[dict[str, object], ...]
    sha512: str
    content: str
    key: str
    key_file: Path
    new_key: bool
    zip: Path | None = None


def export(
    case: Case,
    graph: Graph | None,
    selection: Selection,
    *,
    out: Path,
    level: Level = "full",
    texts: bool = False,
    zip: bool = False,
    printed: bool = True,
    progress: Progress = silent,
) -> Package:
    """Seal a package in the new folder `out`, and with `zip` in one file beside it as well.

    `printed` sets the PDFs too. `level` pseudonymised takes names, ids, links and (unless `texts`) words out; summary
    holds figures only. Both name the content of the full package, so the holder of the case can show that they come
    from it. Without a graph the stored queries are left out, and the package says so. ShoalError: the selection names
    something that is not there, or `out` is in use; Unreachable: the folder or the graph could not be reached.
    """
    if level not in LEVELS:
        raise ShoalError(f"{level!r} is no level of disclosure. There are {', '.join(LEVELS)}.")
    out = Path(out).absolute()
    archive = archive_beside(out) if zip else None
    key = case_key(case)
    material = gather(case, selection, progress=progress)
    answers, unasked = _ask(material, graph, progress=progress)
    full = Content(material, tuple(answers), tuple(unasked), "full", printed)
    with new_bag(out) as bag:
        content, tie = (full, {}) if level == "full" else (_disclose(full, level, texts=texts), _tie(full, out.parent))
        written = write_package(bag, content, progress=progress)
        progress("sealing", 0, None)
        digest = bag.content_digest()
        info = _bag_info(case, key, level=level, content=digest)
        sha512 = bag.seal({**info, **tie, **written.info}, key=key)
    if archive:
        write_archive(out, archive, progress=progress)
    package = replace(_package(out, written, key, sha512=sha512, content=digest), zip=archive)
    _tell(case, package, level)
    return package


def preview(case: Case, selection: Selection, *, progress: Progress = silent) -> tuple[Material, tuple[Omission, ...]]:
    """Return what an export would take and leave out, for a look before it; nothing is written, no number is given."""
    material = gather(case, selection, progress=progress, keep_numbers=False)
    return material, (*material.omissions, *build_subgraph(material).omissions)


def _ask(material: Material, graph: Graph | None, *, progress: Progress) -> tuple[Sequence[Answer], list[Omission]]:
    run, case = material.chosen.run, material.case
    questions = list_questions(material.exhibits) if run else []
    if graph is None or run is None or run.id != current_run(case):
        reason = "no graph was given to the export" if graph is None else "the graph holds the current run only"
        return [], [Omission("query", "queries", "stored queries", reason, len(questions) or None)]
    if not in_step(graph, case):
        complete(graph, case, progress=progress)
    return ask(graph, case, questions, progress=progress), []


def _disclose(full: Content, level: Level, *, texts: bool) -> Content:
    names = case_pseudonyms(full.material.case)
    material = pseudonymise(full.material, names, texts=texts and level == "pseudonymised")
    answers, blanked = pseudonymise_answers(full.answers, names)
    if level == "summary":
        return Content(without_accounts(material), tuple(answers), full.omissions, level, full.printed)
    return Content(material, tuple(answers), (*full.omissions, *blanked), level, full.printed)


def _tie(full: Content, folder: Path) -> dict[str, str]:
    """Write the full package aside for what its content hashes to, so that the case's holder can show the tie."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".full-") as draft:
        bag = Bag(Path(draft))
        write_package(bag, full, progress=silent)
        return {"Full-Content-SHA512": bag.content_digest()}


def _package(out: Path, written: Written, key: CaseKey, *, sha512: str, content: str) -> Package:
    return Package(
        package=out,
        exhibits=tuple(item.exhibit.number for item in written.exhibits),
        nodes=written.nodes,
        edges=written.edges,
        omissions=tuple(as_dicts(written.omissions)),
        sha512=sha512,
        content=content,
        key=key.fingerprint,
        key_file=key.file,
        new_key=key.new,
    )


def _tell(case: Case, package: Package, level: Level) -> None:
    told = {"package": str(package.package), "level": level, "exhibits": list(package.exhibits)}
    figures = {"nodes": package.nodes, "edges": package.edges, "key": package.key}
    record(case, "export", {**told, **figures, "sha512": package.sha512, "content": package.content})


def _bag_info(case: Case, key: CaseKey, *, level: Level, content: str) -> dict[str, str]:
    sealed = now()
    return {
        "Source-Organization": case.organisation,
        "Contact-Name": case.operator,
        "External-Description": case.title,
        "External-Identifier": case.id,
        "Bagging-Date": sealed[:10],
        "Sealed-At": sealed,
        "Bag-Software-Agent": f"Shoal {__version__}",
        "Case-Id": case.id,
        "Purpose": case.purpose,
        "Authority": case.authority,
        "Disclosure-Level": level,
        "Content-SHA512": content,
        "Key-Fingerprint": key.fingerprint,
        "Timestamp-Requested": "no",
    }
