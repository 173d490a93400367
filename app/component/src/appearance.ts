/** How each node and edge looks now: rows, selection, focus, hover and theme in, drawing attributes out. */

import type { Attributes } from "graphology-types";
import type { EdgeDisplayData, NodeDisplayData } from "sigma/types";
import { EMPTY, type Model } from "./model";
import type { EdgeRow, NodeRow } from "./payload";
import { NONE, shapeNumber } from "./shapes";
import { type Theme, colourOf, judgementColour, lookOf, mix, radiusOf, statusColour, thicknessOf } from "./style";
import { clipText } from "./text";

const LABEL_COLUMNS = 30;
const CARD_COLUMNS = 64;
/** Above this the plain edges step back, or they cover what matters. */
const MANY_EDGES = 1_500;

export class Appearance {
  hovered: string | null = null;
  hoveredEdge: string | null = null;
  words: Readonly<Record<string, string>> = {};
  private model: Model = EMPTY;
  private selected: ReadonlySet<string> = new Set();
  private near: ReadonlySet<string> = new Set();
  private bends: ReadonlyMap<string, number> = new Map();
  private bentFor: Model["edges"] = EMPTY.edges;

  constructor(public theme: Theme) {}

  take(model: Model): void {
    this.model = model;
    this.selected = new Set(model.selection);
    const near = new Set<string>(model.selection);
    for (const id of model.selection) for (const other of model.neighbours.get(id) ?? []) near.add(other);
    this.near = near;
    if (model.edges !== this.bentFor) [this.bends, this.bentFor] = [bendsOf(model.edges), model.edges];
  }

  /** What stays the same until rows or theme change. */
  node(id: string): Attributes {
    const row = this.model.nodes.get(id) as NodeRow;
    const colour = colourOf(row.kind, this.theme);
    const status = statusColour(row.status, this.theme);
    const { background } = this.theme;
    const hollow = row.seen === false;
    const ring = row.kind === "Cluster";
    return {
      type: "shape",
      shape: shapeNumber(lookOf(row.kind).shape),
      size: radiusOf(row, this.model.nodes.size),
      color: colour,
      fill: hollow ? background : ring ? mix(colour, background, 0.2) : colour,
      border: status ?? (hollow || ring ? colour : background),
      borderWidth: ring ? 3.5 : status || hollow ? 2 : 1.2,
      mark: judgementColour(row.judgement, this.theme) ?? NONE,
      label: clipText(row.label, LABEL_COLUMNS),
      countText: row.count === undefined ? "" : row.count.toLocaleString("en"),
      forceLabel: row.count !== undefined,
    };
  }

  edge(row: EdgeRow, arrows: boolean): Attributes {
    const bend = this.bends.get(row.id) ?? 0;
    const arrow = arrows && row.directed !== false;
    const strong = row.kind === "CO_ACTED" || row.status !== undefined;
    const { link, candidate, edge, edgeMany } = this.theme;
    const plain = this.model.edges.size > MANY_EDGES ? edgeMany : edge;
    return {
      type: bend === 0 ? (arrow ? "arrow" : "line") : arrow ? "curvedArrow" : "curve",
      curvature: bend,
      size: thicknessOf(row.weight, this.model.nodes.size),
      color: strong ? (row.status === "candidate" ? candidate : link) : plain,
      label: clipText(row.label || row.kind, LABEL_COLUMNS),
      zIndex: strong ? 1 : 0,
    };
  }

  /** Looks under the present selection: the rest steps back, what is selected steps forward. */
  nodeNow(id: string, data: Attributes): Partial<NodeDisplayData> {
    if (this.model.hidden.has(id)) return { ...data, hidden: true };
    const selected = this.selected.has(id);
    const focused = this.model.focus === id;
    const hovered = this.hovered === id;
    const back = this.selected.size > 0 && !this.near.has(id) && !hovered;
    const { accent, background, text } = this.theme;
    const fade = (colour: string): string => (back && colour !== NONE ? mix(colour, background, 0.36) : colour);
    // The card says it all; a label would peep out from under it.
    const label = back || hovered ? "" : data["label"];
    return {
      ...data,
      label,
      fill: fade(data["fill"]),
      border: fade(data["border"]),
      mark: fade(data["mark"]),
      halo: selected ? accent : focused ? text : hovered ? mix(text, background, 0.4) : NONE,
      strong: selected || focused || hovered,
      back,
      forceLabel: data["forceLabel"] || selected || focused || this.isNearFew(id),
      zIndex: selected || focused || hovered ? 3 : back ? 0 : 1,
      highlighted: false,
      lines: hovered ? this.lines(id) : [],
    } as Partial<NodeDisplayData>;
  }

  edgeNow(id: string, data: Attributes): Partial<EdgeDisplayData> {
    const row = this.model.edges.get(id);
    if (!row || this.model.hidden.has(row.source) || this.model.hidden.has(row.target)) return { ...data, hidden: true };
    const touched = this.selected.has(row.source) || this.selected.has(row.target);
    const hovered = this.hoveredEdge === id;
    const close = hovered || row.source === this.hovered || row.target === this.hovered;
    if (this.selected.size > 0 && !touched && !close) return { ...data, color: this.theme.edgeFaint, label: null, zIndex: 0 };
    const size = data["size"] + (hovered ? 1.5 : touched ? 0.4 : 0);
    const strong = row.kind === "CO_ACTED" || row.status !== undefined;
    const color = (touched || close) && !strong ? this.theme.faint : data["color"];
    return { ...data, size, color, label: touched || hovered ? data["label"] : null, forceLabel: hovered, zIndex: 2 };
  }

  /** The hover card: full name, kind with count, detail, state in words. */
  private lines(id: string): string[] {
    const row = this.model.nodes.get(id);
    if (!row) return [];
    const word = (key: string): string => this.words[key] ?? key;
    const count = row.count === undefined ? "" : ` · ${row.count.toLocaleString("en")} ${word("members")}`;
    const states = [row.status, row.judgement, row.seen === false ? "not_seen" : "", this.model.pinned.has(id) ? "pinned" : ""];
    const said = states.filter((state): state is string => Boolean(state)).map(word).join(" · ");
    return [clipText(row.label || id, CARD_COLUMNS), word(row.kind) + count, clipText(row.detail ?? "", CARD_COLUMNS), said].filter(Boolean);
  }

  /** Neighbours of a small selection are named, so that an expansion can be read at once. */
  private isNearFew(id: string): boolean {
    return this.near.size <= 40 && this.near.has(id);
  }
}

/** Parallel edges fan out; a single edge stays straight. */
function bendsOf(edges: ReadonlyMap<string, EdgeRow>): Map<string, number> {
  const pairs = new Map<string, EdgeRow[]>();
  for (const edge of edges.values()) {
    const name = [edge.source, edge.target].sort().join("\u0000");
    const pair = pairs.get(name);
    if (pair) pair.push(edge);
    else pairs.set(name, [edge]);
  }
  const bends = new Map<string, number>();
  for (const pair of pairs.values()) {
    if (pair.length < 2) continue;
    pair.forEach((edge, index) => {
      const place = index - (pair.length - 1) / 2;
      const turned = edge.source < edge.target ? 1 : -1;
      bends.set(edge.id, place * Math.min(0.28, 0.9 / pair.length) * turned);
    });
  }
  return bends;
}
