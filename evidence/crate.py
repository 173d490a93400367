"""data/ro-crate-metadata.json: who made what from what, with which software, as RO-Crate 1.2.

Each step (loading, detection, queries, export) is an action with what it read and what it gave. It holds the times and
the operator of the export, so it is among the files that differ between two exports of one case.
"""

import platform
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from importlib import metadata

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from case.clock import now, whoami
from evidence.bag import VARYING, Bag
from evidence.exhibit_files import WrittenExhibit
from evidence.material import Material
from evidence.questions import Answer
from evidence.wording import heading
from shoal import __version__

NAME = "data/ro-crate-metadata.json"
_TYPES = {
    "csv": "text/csv", "json": "application/json", "jsonl": "application/jsonl", "html": "text/html",
    "txt": "text/plain", "pdf": "application/pdf", "graphml": "application/graphml+xml", "cypher": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
_PACKAGES = ("cryptography", "neo4j", "polars", "rocrate", "typst", "xlsxwriter")
_TERMS = (
    "Holds personal data: passed on for the purpose and under the authority that bag-info.txt names, for no other use."
)
_TERMS_SUMMARY = "Holds figures only, no personal data."


def write_crate(
    bag: Bag, material: Material, exhibits: Sequence[WrittenExhibit], *, answers: Iterable[Answer], level: str
) -> None:
    """Write the metadata of all files that are under data/ by now."""
    crate = ROCrate(version="1.2")
    case = material.case
    crate.name, crate.description = case.title, f"Evidence package of case {case.id}, level of disclosure: {level}."
    crate.datePublished = now()
    crate.root_dataset["license"] = _TERMS_SUMMARY if level == "summary" else _TERMS
    crate.root_dataset["identifier"] = case.id
    _add_people(crate, material)
    software = _add_software(crate)
    _add_files(crate, bag, exhibits)
    for action in (*_loads(material), *_run(material), *_queries(answers), _export(material)):
        entity = crate.add(ContextEntity(crate, action.pop("@id"), properties=action))
        entity["instrument"] = software
        crate.root_dataset.append_to("mentions", entity)
    bag.write_json(NAME, crate.metadata.generate())


def _add_people(crate: ROCrate, material: Material) -> None:
    case = material.case
    operator = {"@type": "Person", "name": case.operator or whoami()}
    person = crate.add(ContextEntity(crate, "#operator", properties=operator))
    crate.root_dataset["author"] = person
    if case.organisation:
        organisation = {"@type": "Organization", "name": case.organisation}
        person["affiliation"] = crate.add(ContextEntity(crate, "#organisation", properties=organisation))
        crate.root_dataset["publisher"] = person["affiliation"]


def _add_software(crate: ROCrate) -> ContextEntity:
    parts = [{"name": name, "version": metadata.version(name)} for name in _PACKAGES]
    parts.append({"name": "Python", "version": platform.python_version()})
    needs = []
    for part in parts:
        about = {"@type": "SoftwareApplication", "softwareVersion": part["version"], "name": part["name"]}
        needs.append(crate.add(ContextEntity(crate, f"#{part['name'].lower()}", properties=about)))
    about = {"@type": "SoftwareApplication", "name": "Shoal", "softwareVersion": __version__}
    shoal = crate.add(ContextEntity(crate, "#shoal", properties=about))
    shoal["softwareRequirements"] = needs
    return shoal


def _add_files(crate: ROCrate, bag: Bag, exhibits: Sequence[WrittenExhibit]) -> None:
    for item in exhibits:
        about = {"name": heading(item.summary), "identifier": item.exhibit.number}
        crate.add_dataset(dest_path=f"exhibits/{item.exhibit.number}/", properties=about)
    for name in bag.payload():
        kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        about = {"encodingFormat": kind, "name": name.rpartition("/")[2]}
        if not name.startswith(VARYING):  # so that of this file only times and operator differ between two exports
            about["contentSize"] = str(bag.sizes[name])
        crate.add_file(dest_path=name.removeprefix("data/"), properties=about)


def _loads(material: Material) -> list[dict[str, object]]:
    return [
        {
            "@id": f"#load-{source.sha256}",
            "@type": "CreateAction",
            "name": f"Loaded {source.name} ({source.format}): {source.used} of {source.records} records",
            "endTime": source.loaded_at,
            "agent": source.loaded_by,
            "object": {"@id": f"urn:hash::sha256:{source.sha256}"},
            "result": {"@id": "sources.csv"},
        }
        for source in material.sources
    ]


def _run(material: Material) -> list[dict[str, object]]:
    run = material.chosen.run
    if run is None:
        return []
    begin = datetime.fromisoformat(run.started_at)
    return [
        {
            "@id": f"#{run.id}",
            "@type": "CreateAction",
            "name": f"Detection run {run.id}: {run.finding}",
            "startTime": run.started_at,
            "endTime": (begin + timedelta(seconds=run.seconds)).isoformat(),
            "object": {"@id": f"urn:hash::sha256:{run.input_fingerprint}"},
            "result": [{"@id": f"runs/{run.id}/run.json"}, {"@id": f"runs/{run.id}/clusters.csv"}],
        }
    ]


def _queries(answers: Iterable[Answer]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for answer in answers:
        folder = answer.question.folder.removeprefix("data/")
        if answer.result is not None:
            found.append({
                "@id": f"#{folder}",
                "@type": "CreateAction",
                "name": f"Query {answer.question.query} about {answer.question.about}",
                "startTime": answer.time["start"],
                "endTime": answer.time["end"],
                "description": str(answer.time["server"]),
                "object": [{"@id": f"{folder.rpartition('/')[0]}/query.cypher"}, {"@id": f"{folder}/parameters.json"}],
                "result": {"@id": f"{folder}/result.csv"},
            })  # fmt: skip
    return found


def _export(material: Material) -> dict[str, object]:
    return {
        "@id": "#export",
        "@type": "CreateAction",
        "name": f"Exported {len(material.exhibits)} exhibits",
        "endTime": now(),
        "agent": {"@id": "#operator"},
        "object": {"@id": "case.json"},
        "result": {"@id": "./"},
    }
