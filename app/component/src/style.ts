/** How kinds, states and themes look. Every kind has a colour and a shape of its own, so that neither alone carries the meaning. */

import type { NodeRow } from "./payload";

export const SHAPES = ["circle", "square", "diamond", "triangle", "hexagon", "pentagon", "star", "ring", "plus", "slip", "bar", "drop"] as const;
export type Shape = (typeof SHAPES)[number];

export interface Look {
  readonly shape: Shape;
  readonly light: string;
  readonly dark: string;
}

const OTHER: Look = { shape: "bar", light: "#6b7280", dark: "#9ca3af" };

/** After Okabe and Ito's palette for colour-blind readers, darkened or lightened to at least 3:1 against each background. */
const LOOKS: Readonly<Record<string, Look>> = {
  Account: { shape: "circle", light: "#1f6fb5", dark: "#5aa9e6" },
  Post: { shape: "square", light: "#5b6b7b", dark: "#9fb0c0" },
  Hashtag: { shape: "diamond", light: "#c77700", dark: "#f0a73a" },
  Url: { shape: "triangle", light: "#00805a", dark: "#2fc795" },
  Domain: { shape: "hexagon", light: "#0b6b6f", dark: "#4fc3c7" },
  Media: { shape: "pentagon", light: "#a3418a", dark: "#dd8cc6" },
  Contact: { shape: "plus", light: "#b3261e", dark: "#ff8a7a" },
  Template: { shape: "slip", light: "#6a4fc4", dark: "#a996f5" },
  Event: { shape: "star", light: "#9a6b00", dark: "#e8c547" },
  Cluster: { shape: "ring", light: "#c2410c", dark: "#ff9455" },
  Verdict: { shape: "drop", light: "#334155", dark: "#cbd5e1" },
  Note: { shape: "bar", light: "#7a6a3a", dark: "#cdbb86" },
  Run: OTHER,
  Load: OTHER,
};

export interface Theme {
  readonly dark: boolean;
  readonly background: string;
  readonly text: string;
  readonly faint: string;
  readonly edge: string;
  readonly edgeMany: string;
  readonly edgeFaint: string;
  readonly candidate: string;
  readonly link: string;
  readonly accent: string;
  readonly card: string;
  readonly cardLine: string;
  readonly font: string;
}

export function lookOf(kind: string): Look {
  return LOOKS[kind] ?? OTHER;
}

export function colourOf(kind: string, theme: Theme): string {
  return theme.dark ? lookOf(kind).dark : lookOf(kind).light;
}

/** A finding's ring; none for other states. Calm colours: a finding is a measurement, no alarm. */
export function statusColour(status: string | undefined, theme: Theme): string | null {
  if (status === "synchronised") return theme.dark ? "#b79cf5" : "#5b35b5";
  if (status === "explained") return theme.dark ? "#4ccf9c" : "#0f7b57";
  if (status === "candidate") return theme.dark ? "#94a3b8" : "#64748b";
  return null;
}

/** The small mark of a person's verdict. */
export function judgementColour(judgement: string | undefined, theme: Theme): string | null {
  if (judgement === "coordinated") return theme.dark ? "#ff6b57" : "#c81e1e";
  if (judgement === "organic") return theme.dark ? "#4ccf9c" : "#0f7b57";
  if (judgement === "unclear") return theme.dark ? "#cbd5e1" : "#64748b";
  return null;
}

/** Radius in pixels: by weight or number of members, smaller the more nodes are drawn. */
export function radiusOf(node: NodeRow, drawn: number): number {
  const crowd = crowding(drawn);
  if (node.count !== undefined) return Math.max(9, 4 + 5 * Math.log10(1 + node.count)) * Math.max(0.75, crowd) + 3;
  return (6.5 + 8 * clamp(node.weight ?? 0)) * crowd;
}

/** In pixels, by weight. */
export function thicknessOf(weight: number | undefined, drawn: number): number {
  return (1.5 + 3.2 * clamp(weight ?? 0)) * Math.max(0.62, Math.min(1, crowding(drawn)));
}

/** 1 at 150 nodes; up to 1.25 for fewer, down to 0.42 for many. */
function crowding(drawn: number): number {
  return Math.max(0.42, Math.min(1.25, Math.sqrt(150 / Math.max(1, drawn))));
}

/** Mixes two #rrggbb colours; `share` of the first. */
export function mix(first: string, second: string, share: number): string {
  const [a, b] = [channels(first), channels(second)];
  const mixed = a.map((value, index) => Math.round(value * share + (b[index] as number) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

export function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1, 7), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, Number.isFinite(value) ? value : 0));
}
