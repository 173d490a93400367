import { describe, expect, test } from "vitest";
import { EMPTY, type Model, reduce, unplacedIds, visibleIds } from "../src/model";
import type { ChangePayload, FullPayload, NodeRow } from "../src/payload";

const FRAME = { key: "graph", height: 600, theme: null, words: {} };

function node(id: string, x?: number, y?: number): NodeRow {
  return { id, kind: "Account", label: id, ...(x === undefined || y === undefined ? {} : { x, y }) };
}

function full(rev: string, nodes: readonly NodeRow[], more: Partial<FullPayload> = {}): FullPayload {
  return { ...FRAME, rev, nodes, edges: [], selection: [], pinned: {}, hidden: [], camera: null, notDrawn: 0, ...more };
}

function edge(source: string, target: string) {
  return { id: `${source}-${target}`, source, target, kind: "POSTED" };
}

function take(model: Model, payload: FullPayload | ChangePayload): Model {
  return reduce(model, { type: "data", payload });
}

const three = take(EMPTY, full("1", [node("a", 0, 0), node("b", 10, 0), node("c", 0, 10)], { edges: [edge("a", "b")] }));

describe("data", () => {
  test("the same rev changes nothing, not even the object", () => {
    expect(take(three, full("1", []))).toBe(three);
  });

  test("a node that stays keeps its place although new data name another", () => {
    const next = take(three, full("2", [node("a", 99, 99), node("d")]));
    expect(next.positions.get("a")).toEqual({ x: 0, y: 0 });
    expect(unplacedIds(next)).toEqual(["d"]);
  });

  test("a node that went is no longer selected, pinned, hidden or in focus", () => {
    let model = reduce(three, { type: "select", ids: ["a", "b"], mode: "replace" });
    model = reduce(model, { type: "pin", ids: ["b"], on: true });
    model = take(model, full("2", [node("a")]));
    expect(model.selection).toEqual(["a"]);
    expect([...model.pinned]).toEqual([]);
    expect(model.focus).toBeNull();
    expect(model.positions.has("b")).toBe(false);
  });

  test("an edge without both ends is left out", () => {
    const model = take(EMPTY, full("1", [node("a")], { edges: [edge("a", "gone")] }));
    expect(model.edges.size).toBe(0);
  });

  test("a difference adds and removes on top of its base and moves nothing", () => {
    const change: ChangePayload = {
      ...FRAME, rev: "2", base: "1",
      add: { nodes: [node("d")], edges: [edge("a", "d")] },
      remove: { nodes: ["b"], edges: [] },
    };
    const next = take(three, change);
    expect([...next.nodes.keys()]).toEqual(["a", "c", "d"]);
    expect([...next.edges.keys()]).toEqual(["a-d"]);
    expect(next.positions.get("c")).toEqual({ x: 0, y: 10 });
    expect(next.neighbours.get("a")).toEqual(["d"]);
  });

  test("a difference on another base leaves the picture and asks for everything", () => {
    const change: ChangePayload = { ...FRAME, rev: "9", base: "8", add: { nodes: [], edges: [] }, remove: { nodes: [], edges: [] } };
    const next = take(three, change);
    expect(next.stale).toBe(true);
    expect(next.nodes).toBe(three.nodes);
    expect(take(next, full("9", [node("a")])).stale).toBe(false);
  });

  test("a pin that was stored is used at the first drawing, a later one does not move a standing node", () => {
    const first = take(EMPTY, full("1", [node("a", 1, 1)], { pinned: { a: [7, 8], gone: [1, 1] } }));
    expect(first.positions.get("a")).toEqual({ x: 7, y: 8 });
    expect([...first.pinned]).toEqual(["a"]);
    expect(take(first, full("2", [node("a")], { pinned: { a: [0, 0] } })).positions.get("a")).toEqual({ x: 7, y: 8 });
  });
});

describe("selection", () => {
  test("a click replaces, ctrl adds and takes away, a box adds", () => {
    let model = reduce(three, { type: "select", ids: ["a"], mode: "replace" });
    model = reduce(model, { type: "select", ids: ["b"], mode: "toggle" });
    expect(model.selection).toEqual(["a", "b"]);
    model = reduce(model, { type: "select", ids: ["a"], mode: "toggle" });
    expect(model.selection).toEqual(["b"]);
    model = reduce(model, { type: "select", ids: ["b", "c"], mode: "add" });
    expect(model.selection).toEqual(["b", "c"]);
  });

  test("unknown and hidden nodes cannot be selected", () => {
    const model = reduce(three, { type: "hide", ids: ["c"] });
    expect(reduce(model, { type: "select", ids: ["c", "nobody"], mode: "replace" }).selection).toEqual([]);
  });

  test("the page overrules the reader only when it asks for something new", () => {
    let model = take(three, full("1", [], { selection: ["b"] }));
    expect(model.selection).toEqual(["b"]);
    model = reduce(model, { type: "select", ids: ["a"], mode: "replace" });
    expect(take(model, full("1", [], { selection: ["b"] })).selection).toEqual(["a"]);
    expect(take(model, full("1", [], { selection: ["c"] })).selection).toEqual(["c"]);
  });
});

describe("hands", () => {
  test("a dragged node is pinned where it was dropped and the others stay", () => {
    const moved = reduce(three, { type: "move", positions: new Map([["a", { x: 5, y: 6 }]]), pin: true });
    expect(moved.positions.get("a")).toEqual({ x: 5, y: 6 });
    expect(moved.positions.get("b")).toBe(three.positions.get("b"));
    expect([...moved.pinned]).toEqual(["a"]);
  });

  test("hiding takes nodes out of selection and focus, showing all brings them back in place", () => {
    let model = reduce(three, { type: "select", ids: ["a", "b"], mode: "replace" });
    model = reduce(model, { type: "hide", ids: ["b"] });
    expect(model.selection).toEqual(["a"]);
    expect(visibleIds(model)).toEqual(["a", "c"]);
    model = reduce(model, { type: "showAll" });
    expect(visibleIds(model)).toEqual(["a", "b", "c"]);
    expect(model.positions.get("b")).toEqual({ x: 10, y: 0 });
  });
});
