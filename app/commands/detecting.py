"""Commands on coordination: detect, runs, links, clusters, explain."""

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.arguments import CaseFolder, RunOption, parse_time
from app.commands.output import AsCsv, AsJson, say, show_facts, show_json, show_rows
from app.commands.progress import progress
from app.commands.verbs import command
from app.findings import cluster_rows
from case import journal, runs
from case.clock import to_iso
from case.errors import ShoalError, Unreachable
from case.folder import Case, open_case
from case.lock import case_lock
from case.naming import find_account
from detection.explain import explain as explain_pair
from detection.parameters import Parameters, parse_windows
from detection.run import detect as detect_in
from detection.suspects import judge_list
from graph.opening import open_graph
from graph.projection import complete, make_current

CLUSTER_COLUMNS = (
    "cluster", "finding", "size", "core_size", "behaviours", "observed", "expected", "p", "first_at", "verdict",
)  # fmt: skip
LINK_COLUMNS = ("a", "b", "behaviour", "window_seconds", "occasions", "objects", "expected", "p", "q", "status")

#: Nothing of an earlier run is exact after a load: its posts change what chance gives on their days.
COUNTED_ANEW = "anew, over all tables: a load changes the rates of its days and the rarity of every text"


@command("detect")
def detect(
    folder: CaseFolder,
    behaviours: Annotated[str | None, typer.Option(help="Comma-separated: hashtag,url,text… All by default.")] = None,
    windows: Annotated[str | None, typer.Option(help="Comma-separated: 10s,60s,10min,1h.")] = None,
    start: Annotated[str | None, typer.Option("--from", help="First moment (ISO 8601).")] = None,
    end: Annotated[str | None, typer.Option("--to", help="First moment after the end (ISO 8601).")] = None,
    q: Annotated[float, typer.Option(help="Share of false links that is accepted.")] = 0.01,
    min_occasions: Annotated[int, typer.Option(help="Occasions that a validated link needs.")] = 3,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 1,
    communities: Annotated[
        str,
        typer.Option(help="leiden, louvain, networkx (Louvain) or labels (propagation)."),
    ] = "leiden",
    json: AsJson = False,
) -> None:
    """Find links and clusters; the run becomes the current one.

    Example: shoal detect mycase --windows 60s,10min,1h
    """
    case = open_case(folder)
    parameters = Parameters(
        behaviours=tuple(name.strip() for name in behaviours.split(",")) if behaviours is not None else None,
        windows=parse_windows(windows) if windows is not None else None,
        from_at=parse_time(start, option="--from", timezone=case.timezone),
        to_at=parse_time(end, option="--to", timezone=case.timezone),
        q=q, min_occasions=min_occasions, seed=seed, communities=communities,  # type: ignore[arg-type]  # checked inside
    )  # fmt: skip
    with case_lock(case, "detect"), progress() as tell:
        run = run_and_project(case, parameters, progress=tell)
    document = _run_document(run)
    facts = {name: value for name, value in document.items() if name not in ("controls", "left_out", "warnings")}
    show_facts(facts, document=document, json=json)
    if not json:
        for warning in run.warnings:
            say(warning)
        if run.left_out:
            say(f"{len(run.left_out)} objects were left out; see shoal runs {folder} --json")


def run_and_project(case: Case, parameters: Parameters, *, progress: Any) -> runs.Run:
    """Detect, then make the run current in the record and in the graph."""
    with open_graph(case, purpose="detect") as graph:
        complete(graph, case, progress=progress)
        run = detect_in(case, parameters, progress=progress)
        runs.set_current_run(case, run.id)
        make_current(graph, case, run.id, progress=progress)
    details = {
        "run": run.id,
        "parameters": run.parameters,
        "finding": run.finding,
        "links": run.links,
        "clusters": run.clusters,
    }
    journal.record(case, "run", details)
    return run


def _run_document(run: runs.Run) -> dict[str, Any]:
    values = dataclasses.asdict(run)
    return {"run": values.pop("id"), **values, "counted": COUNTED_ANEW}


@command("runs")
def list_runs(folder: CaseFolder, json: AsJson = False, csv: AsCsv = False) -> None:
    """List the detection runs of a case.

    Example: shoal runs mycase
    """
    case = open_case(folder)
    current = runs.current_run(case)
    rows = [{**_run_document(run), "current": run.id == current} for run in runs.list_runs(case)]
    show_rows(
        rows,
        ("run", "current", "started_at", "finding", "links", "clusters", "seconds", "outdated"),
        json=json,
        csv=csv,
    )


@command("links")
def links(
    folder: CaseFolder,
    run: RunOption = None,
    out: Annotated[Path | None, typer.Option(help="Write all of them to a CSV or Parquet file.")] = None,
    limit: Annotated[int, typer.Option(help="Rows shown as a table.")] = 50,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """List the links of a run; behaviour `*` combines all behaviours and windows of a pair.

    Example: shoal links mycase --out links.csv
    """
    frame = runs.read_links(open_case(folder), run)
    if out is not None:
        if out.suffix not in (".csv", ".parquet"):
            raise ShoalError(f"{out} is neither .csv nor .parquet. Give the file one of these endings.")
        frame.write_parquet(out) if out.suffix == ".parquet" else frame.write_csv(out)
        say(f"{frame.height:,} links written to {out}")
        return
    shown = frame if json or csv else frame.head(limit)
    columns = tuple(frame.columns) if csv else LINK_COLUMNS
    show_rows(shown.to_dicts(), columns, json=json, csv=csv)
    if shown.height < frame.height:
        say(f"{shown.height:,} of {frame.height:,} links are shown; --limit N shows more, --out FILE writes all.")


@command("clusters")
def clusters(
    folder: CaseFolder,
    run: RunOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Add `explained` and `candidate` clusters.")] = False,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """List the clusters of a run: the `synchronised` ones, with --all the `explained` and `candidate` ones as well.

    Example: shoal clusters mycase --all
    """
    case = open_case(folder)
    every = cluster_rows(case, run)
    rows = [row for row in every if everything or row["finding"] == "synchronised"]
    show_rows(rows, CLUSTER_COLUMNS, document=rows, json=json, csv=csv)
    if hidden := len(every) - len(rows):
        say(f"{hidden} clusters with the finding explained or candidate are not shown; --all shows them.")


@command("explain")
def explain(
    folder: CaseFolder,
    a: Annotated[str, typer.Argument(metavar="A", help="An account: key or handle.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another account.")],
    run: RunOption = None,
    json: AsJson = False,
) -> None:
    """Show everything behind one link: what both shared, when, in which posts, and how often chance gives as much.

    Example: shoal explain mycase weibo:1001 weibo:1002
    """
    case = open_case(folder)
    document = explain_pair(case, find_account(case, a), find_account(case, b), run=run)
    journal.record(case, "personal data viewed", {"accounts": [document["a"], document["b"]], "by": "explain"})
    if json:
        show_json(document)
        return
    show_rows(document["links"], LINK_COLUMNS[2:])
    show_rows(
        _shared_rows(document), ("behaviour", "object", "rarity", "gap_seconds", "first", "at", "account", "text")
    )
    say(str(document["chance"]))


def _shared_rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Give one row per post, the shared object named on the first of them."""
    rows = []
    for shared in document["shared"]:
        for number, post in enumerate(shared["posts"]):
            head = (
                {name: shared[name] for name in ("behaviour", "object", "rarity", "gap_seconds", "first")}
                if number == 0
                else {}
            )
            at = to_iso(post["at"]) if isinstance(post["at"], int) else post["at"]
            rows.append({**head, "at": at, "account": post["account"], "text": post["text"]})
    return rows


@command("test")
def judge_given_list(
    folder: CaseFolder,
    accounts: Annotated[Path, typer.Option(help="A text file: one account a line, as key or handle.")],
    start: Annotated[str | None, typer.Option("--from", help="First moment (ISO 8601).")] = None,
    end: Annotated[str | None, typer.Option("--to", help="First moment after the end (ISO 8601).")] = None,
    json: AsJson = False,
) -> None:
    """Test whether the accounts of a list act together beyond chance, and name who acts with them.

    Example: shoal test mycase --accounts suspects.txt
    """
    case = open_case(folder)
    from_at = parse_time(start, option="--from", timezone=case.timezone)
    to_at = parse_time(end, option="--to", timezone=case.timezone)
    with progress() as tell:
        answer = judge_list(case, read_list(accounts), from_at=from_at, to_at=to_at, progress=tell)
    told = {name: answer[name] for name in ("run", "listed", "in_data", "finding", "observed", "expected", "p")}
    journal.record(case, "list tested", {**told, "file": accounts.name})
    if json:
        show_json(answer)
        return
    show_facts(told)
    show_rows(answer["by_account"], ("account", "links", "observed", "expected", "p"))
    show_rows(answer["companions"], ("account", "links", "p", "q"))
    for warning in answer["warnings"]:
        say(warning)


def read_list(file: Path) -> list[str]:
    """Read account names: one a line, UTF-8; empty lines and lines that start with # are passed over."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise Unreachable(
            f"{file} could not be read: {error.strerror}. Name a text file with one account a line."
        ) from error
    except UnicodeDecodeError as error:
        raise ShoalError(f"{file} is no text in UTF-8. Save the list as UTF-8 text, one account a line.") from error
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not names:
        raise ShoalError(f"{file} names no account. Write one account a line, as key or handle.")
    return names
