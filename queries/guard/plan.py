"""Second layer: the server's own plan of a statement comes in; a step that is not known to only read is refused.

Neo4j 5.26 and 2026 plan SHOW, TERMINATE, LOAD CSV and procedures as reads (type `r`), so the type alone is no guard.
"""

import re
from collections.abc import Iterator
from typing import Any

from queries.guard.statement import PROCEDURES, refused
from queries.tokens import word_set

#: Steps that only read the graph or work on rows, as EXPLAIN names them (without what stands in brackets).
OPERATORS = word_set(
    """
    AllNodesScan NodeByLabelScan UnionNodeByLabelsScan IntersectionNodeByLabelsScan SubtractionNodeByLabelsScan
    NodeByElementIdSeek NodeByIdSeek NodeIndexSeek NodeIndexSeekByRange NodeIndexScan NodeIndexContainsScan
    NodeIndexEndsWithScan NodeUniqueIndexSeek NodeUniqueIndexSeekByRange MultiNodeIndexSeek
    DirectedAllRelationshipsScan UndirectedAllRelationshipsScan DirectedRelationshipTypeScan
    UndirectedRelationshipTypeScan DirectedUnionRelationshipTypesScan UndirectedUnionRelationshipTypesScan
    DirectedRelationshipByElementIdSeek UndirectedRelationshipByElementIdSeek DirectedRelationshipByIdSeek
    UndirectedRelationshipByIdSeek DirectedRelationshipIndexSeek UndirectedRelationshipIndexSeek
    DirectedRelationshipIndexSeekByRange UndirectedRelationshipIndexSeekByRange DirectedRelationshipIndexScan
    UndirectedRelationshipIndexScan DirectedRelationshipIndexContainsScan UndirectedRelationshipIndexContainsScan
    DirectedRelationshipIndexEndsWithScan UndirectedRelationshipIndexEndsWithScan
    NodeCountFromCountStore RelationshipCountFromCountStore
    Expand OptionalExpand VarLengthExpand Repeat BidirectionalRepeat RepeatOptions NullifyMetadata
    ShortestPath AllShortestPaths StatefulShortestPath PathPropagatingBFS ProjectEndpoints AssertSameNode
    AssertSameRelationship
    Apply SemiApply AntiSemiApply LetSemiApply LetAntiSemiApply SelectOrSemiApply SelectOrAntiSemiApply
    LetSelectOrSemiApply LetSelectOrAntiSemiApply ConditionalApply AntiConditionalApply RollUpApply Argument
    ArgumentTracker CartesianProduct NodeHashJoin NodeLeftOuterHashJoin NodeRightOuterHashJoin ValueHashJoin
    TriadicSelection TriadicBuild TriadicFilter Optional
    Aggregation EagerAggregation OrderedAggregation Distinct OrderedDistinct Projection CacheProperties Filter Limit
    Skip Sort PartialSort Top PartialTop Top1WithTies Union OrderedUnion Unwind Eager PreserveOrder ProduceResults
    EmptyResult EmptyRow ProcedureCall
    """
)
_PROCEDURE = re.compile(r"^([\w.]+)\(")


def check_plan(kind: str, plan: dict[str, Any]) -> None:
    """Refuse a plan that is no read or holds a step that is not on the list; ShoalError names the step."""
    if kind != "r":
        raise refused(f"the server plans it as {_KINDS.get(kind, kind)!r}", "free statements only read the case")
    if not plan:
        raise refused("the server gives no plan for it", "free statements only read the case")
    for step in _steps(plan):
        operator = str(step.get("operatorType", "")).partition("@")[0]
        name = operator.partition("(")[0]
        if name not in OPERATORS:
            raise refused(f"its plan holds {operator or 'an unnamed step'}", "free statements only read the case")
        if name == "ProcedureCall":
            _check_procedure(str(step.get("args", {}).get("Details", "")))


_KINDS = {"w": "a write", "rw": "a read and write", "s": "a change of the schema or the server"}


def _check_procedure(details: str) -> None:
    match = _PROCEDURE.match(details)
    name = match[1] if match else details
    if name.lower() not in PROCEDURES:
        raise refused(f"its plan calls the procedure {name}", f"it may call {', '.join(sorted(PROCEDURES))}")


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting = [plan]
    while waiting:
        step = waiting.pop()
        yield step
        waiting.extend(step.get("children", ()))
