/** The state of one picture, and a pure reducer: state and event in, state out. Known nodes never move by new data. */

import { type EdgeRow, type NodeRow, type Payload, type Places, type Point, isChange } from "./payload";
import { type Direction, neighboursOf, nextInDirection } from "./walk";

export interface Model {
  readonly rev: string;
  readonly nodes: ReadonlyMap<string, NodeRow>;
  readonly edges: ReadonlyMap<string, EdgeRow>;
  readonly neighbours: ReadonlyMap<string, readonly string[]>;
  /** Only placed nodes are in here; a layout places the others. */
  readonly positions: ReadonlyMap<string, Point>;
  readonly selection: readonly string[];
  readonly focus: string | null;
  readonly pinned: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
  readonly notDrawn: number;
  /** What the page asked to be selected last: only a change of it overrules the reader's own selection. */
  readonly asked: readonly string[];
  /** A difference came whose base is not here: the page has to send everything. */
  readonly stale: boolean;
}

export type ModelEvent =
  | { readonly type: "data"; readonly payload: Payload }
  | { readonly type: "select"; readonly ids: readonly string[]; readonly mode: "replace" | "add" | "toggle" }
  | { readonly type: "focus"; readonly id: string | null }
  | { readonly type: "walk"; readonly direction: Direction }
  | { readonly type: "pin"; readonly ids: readonly string[]; readonly on: boolean }
  | { readonly type: "move"; readonly positions: ReadonlyMap<string, Point>; readonly pin: boolean }
  | { readonly type: "hide"; readonly ids: readonly string[] }
  | { readonly type: "showAll" };

export const EMPTY: Model = {
  rev: "",
  nodes: new Map(),
  edges: new Map(),
  neighbours: new Map(),
  positions: new Map(),
  selection: [],
  focus: null,
  pinned: new Set(),
  hidden: new Set(),
  notDrawn: 0,
  asked: [],
  stale: false,
};

export function reduce(model: Model, event: ModelEvent): Model {
  switch (event.type) {
    case "data":
      return takeData(model, event.payload);
    case "select":
      return select(model, event.ids, event.mode);
    case "focus":
      return event.id === model.focus ? model : { ...model, focus: event.id };
    case "walk":
      return { ...model, focus: nextInDirection(model, event.direction) };
    case "pin":
      return pin(model, event.ids, event.on);
    case "move":
      return move(model, event.positions, event.pin);
    case "hide":
      return hide(model, event.ids);
    case "showAll":
      return model.hidden.size === 0 ? model : { ...model, hidden: new Set() };
  }
}

/** Ids that are drawn: known and not hidden. */
export function visibleIds(model: Model): string[] {
  return [...model.nodes.keys()].filter((id) => !model.hidden.has(id));
}

export function unplacedIds(model: Model): string[] {
  return [...model.nodes.keys()].filter((id) => !model.positions.has(id));
}

export function sameIds(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}

function takeData(model: Model, payload: Payload): Model {
  if (payload.rev === model.rev) return isChange(payload) ? model : takeSelection(model, payload.selection);
  if (isChange(payload)) {
    if (payload.base !== model.rev) return { ...model, stale: true };
    const nodes = new Map(model.nodes);
    const edges = new Map(model.edges);
    for (const id of payload.remove.nodes) nodes.delete(id);
    for (const id of payload.remove.edges) edges.delete(id);
    for (const node of payload.add.nodes) nodes.set(node.id, node);
    for (const edge of payload.add.edges) edges.set(edge.id, edge);
    return withRows(model, payload.rev, nodes, edges);
  }
  const first = model.rev === "";
  const nodes = new Map(payload.nodes.map((node) => [node.id, node]));
  const edges = new Map(payload.edges.map((edge) => [edge.id, edge]));
  const placed = withPinned(withRows(model, payload.rev, nodes, edges), payload.pinned, first);
  const hidden = new Set([...(first ? payload.hidden : model.hidden)].filter((id) => nodes.has(id)));
  return takeSelection({ ...placed, hidden, notDrawn: payload.notDrawn }, payload.selection);
}

function withRows(model: Model, rev: string, nodes: Map<string, NodeRow>, edges: Map<string, EdgeRow>): Model {
  for (const edge of [...edges.values()]) {
    if (!nodes.has(edge.source) || !nodes.has(edge.target)) edges.delete(edge.id);
  }
  const positions = new Map<string, Point>();
  for (const node of nodes.values()) {
    const known = model.positions.get(node.id) ?? given(node);
    if (known) positions.set(node.id, known);
  }
  const keep = (id: string): boolean => nodes.has(id);
  return {
    ...model,
    rev,
    nodes,
    edges,
    positions,
    neighbours: neighboursOf(nodes, edges),
    selection: model.selection.filter(keep),
    focus: model.focus !== null && keep(model.focus) ? model.focus : null,
    pinned: new Set([...model.pinned].filter(keep)),
    hidden: new Set([...model.hidden].filter(keep)),
    stale: false,
  };
}

function given(node: NodeRow): Point | null {
  return Number.isFinite(node.x) && Number.isFinite(node.y) ? { x: node.x as number, y: node.y as number } : null;
}

/** Pins from the page count for nodes it has not pinned before; a node the reader dragged stays where it was dropped. */
function withPinned(model: Model, places: Places, first: boolean): Model {
  const pinned = new Set(model.pinned);
  const positions = new Map(model.positions);
  for (const [id, [x, y]] of Object.entries(places)) {
    if (!model.nodes.has(id) || pinned.has(id)) continue;
    if (first || !positions.has(id)) {
      positions.set(id, { x, y });
      pinned.add(id);
    }
  }
  return { ...model, pinned, positions };
}

function takeSelection(model: Model, asked: readonly string[]): Model {
  if (sameIds(asked, model.asked)) return model;
  const selection = asked.filter((id) => model.nodes.has(id));
  return { ...model, asked, selection, focus: selection[0] ?? model.focus };
}

function select(model: Model, ids: readonly string[], mode: "replace" | "add" | "toggle"): Model {
  const known = ids.filter((id) => model.nodes.has(id) && !model.hidden.has(id));
  const chosen = new Set(mode === "replace" ? [] : model.selection);
  for (const id of known) {
    if (mode === "toggle" && chosen.has(id)) chosen.delete(id);
    else chosen.add(id);
  }
  const selection = [...chosen];
  const focus = known.at(-1) ?? model.focus;
  return sameIds(selection, model.selection) && focus === model.focus ? model : { ...model, selection, focus };
}

function pin(model: Model, ids: readonly string[], on: boolean): Model {
  const pinned = new Set(model.pinned);
  for (const id of ids) {
    if (on && model.nodes.has(id)) pinned.add(id);
    else pinned.delete(id);
  }
  return { ...model, pinned };
}

function move(model: Model, moved: ReadonlyMap<string, Point>, pinMoved: boolean): Model {
  const positions = new Map(model.positions);
  for (const [id, point] of moved) if (model.nodes.has(id)) positions.set(id, point);
  const next = { ...model, positions };
  return pinMoved ? pin(next, [...moved.keys()], true) : next;
}

function hide(model: Model, ids: readonly string[]): Model {
  const hidden = new Set([...model.hidden, ...ids.filter((id) => model.nodes.has(id))]);
  const focus = model.focus !== null && hidden.has(model.focus) ? null : model.focus;
  return { ...model, hidden, focus, selection: model.selection.filter((id) => !hidden.has(id)) };
}
