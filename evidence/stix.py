"""A selection as a STIX 2.1 bundle: accounts as user-account, clusters as grouping, innocent explanations as notes.

For sharing between teams, not as evidence. A verdict becomes an opinion, a doubt a note; nothing says more than was
measured, and no technique is named that nobody attributed. Ids are UUIDv5 of case and key, so a repeat gives the same.
Source: STIX Version 2.1, OASIS Standard, 2021.
"""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from case.clock import to_iso
from evidence.material import Material
from evidence.wording import FINDINGS, chance_sentence, innocent_sentences

#: Namespace that STIX 2.1 names for ids of observables (section 2.9).
_OBSERVABLES = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
#: How far a verdict agrees with a grouping that says "these act together".
_OPINIONS = {"coordinated": "agree", "organic": "disagree", "unclear": "neutral"}
_EARLIEST = "1970-01-01T00:00:00.000Z"
Object = dict[str, Any]


def write_stix(file: BinaryIO, material: Material) -> None:
    """Write the bundle of the exhibits' accounts and clusters."""
    objects = sorted(_objects(material), key=lambda made: (made["type"], made["id"]))
    bundle = {"type": "bundle", "id": _id("bundle", material.case.id, "all"), "objects": objects}
    file.write((json.dumps(bundle, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8"))


def _objects(material: Material) -> Iterator[Object]:
    case = material.case.id
    # The state of the record has this age; when a run was repeated on it changes nothing.
    stamp = _stamp(max((source.loaded_at for source in material.sources), default=None))
    author = {**_base("identity", case, "shoal", stamp), "name": material.case.organisation or "Shoal",
              "identity_class": "organization"}  # fmt: skip
    yield author
    accounts = {row["key"]: _account(row) for row in material.accounts.iter_rows(named=True)}
    for exhibit in material.exhibits:
        for key in exhibit.members:
            accounts.setdefault(key, _account({"key": key, "platform": key.partition(":")[0]}))
    yield from accounts.values()
    for cluster in material.chosen.clusters:
        figures = {
            "kind": "cluster",
            "chance": {name: getattr(cluster, name) for name in ("observed", "expected", "p")},
        }
        said = f"{FINDINGS[cluster.finding]} {chance_sentence(figures)}"
        grouping = {
            **_base("grouping", case, cluster.cluster, stamp),
            "created_by_ref": author["id"],
            "name": cluster.cluster,
            "context": "suspicious-activity",
            "description": f"{cluster.finding}, {to_iso(cluster.first_at)} to {to_iso(cluster.last_at)}. {said}",
            "object_refs": sorted(accounts[key]["id"] for key in cluster.core or cluster.accounts),
        }
        yield grouping
        doubts = " ".join(innocent_sentences({"innocent": cluster.innocent, "run": cluster.cluster}))
        yield {**_base("note", case, cluster.cluster, stamp), "created_by_ref": author["id"],
               "abstract": "Innocent explanations considered", "content": doubts,
               "object_refs": [grouping["id"]]}  # fmt: skip
    yield from _opinions(material, author["id"], accounts)


def _opinions(material: Material, author: str, accounts: dict[str, Object]) -> Iterator[Object]:
    case = material.case.id
    for judged in material.judged:
        told = judged.properties
        if judged.label != "Verdict" or told.get("judgement") not in _OPINIONS:
            continue
        about = _id("grouping", case, judged.about) if judged.about_label == "Cluster" else accounts[judged.about]["id"]
        yield {
            **_base("opinion", case, f"{told['key']} {judged.about}", _stamp(told.get("at"))),
            "created_by_ref": author,
            "opinion": _OPINIONS[told["judgement"]],
            "explanation": told.get("reason") or "no reason given",
            "object_refs": [about],
        }


def _account(row: dict[str, Any]) -> Object:
    """A user-account; its id comes from what identifies it, as STIX asks for observables (section 6.19)."""
    told = {
        "type": "user-account",
        "spec_version": "2.1",
        "user_id": row.get("id") or row["key"],
        "account_login": row.get("handle"),
        "display_name": row.get("name"),
        "account_type": row.get("platform"),
    }
    created = row.get("created_at")
    if created is not None:
        told["account_created"] = _stamp(created.isoformat())
    kept = {name: value for name, value in told.items() if value is not None}
    ties = {name: kept[name] for name in ("account_type", "account_login", "user_id") if name in kept}
    content = json.dumps(ties, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**kept, "id": f"user-account--{uuid.uuid5(_OBSERVABLES, content)}"}


def _base(kind: str, case: str, about: str, stamp: str) -> Object:
    return {"type": kind, "spec_version": "2.1", "id": _id(kind, case, about), "created": stamp, "modified": stamp}


def _id(kind: str, case: str, about: str) -> str:
    return f"{kind}--{uuid.uuid5(uuid.NAMESPACE_URL, f'shoal:{case}:{kind}:{about}')}"


def _stamp(at: object) -> str:
    """Write a time as STIX does: UTC, milliseconds; the earliest time where none is known."""
    if at is None:
        return _EARLIEST
    moment = datetime.fromisoformat(str(at))
    utc = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")
