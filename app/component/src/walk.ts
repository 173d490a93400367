/** Walking by arrow keys: nodes, neighbours and positions in, the next node to stand on out. */

import type { EdgeRow, NodeRow, Point } from "./payload";

export type Direction = "up" | "down" | "left" | "right";

interface Walkable {
  readonly nodes: ReadonlyMap<string, NodeRow>;
  readonly neighbours: ReadonlyMap<string, readonly string[]>;
  readonly positions: ReadonlyMap<string, Point>;
  readonly hidden: ReadonlySet<string>;
  readonly selection: readonly string[];
  readonly focus: string | null;
}

// Sigma draws y upwards.
const HEADING: Readonly<Record<Direction, Point>> = {
  up: { x: 0, y: 1 },
  down: { x: 0, y: -1 },
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
};

/** Distinct neighbours of each node, in order of id, without the node itself. */
export function neighboursOf(
  nodes: ReadonlyMap<string, NodeRow>,
  edges: ReadonlyMap<string, EdgeRow>,
): Map<string, readonly string[]> {
  const found = new Map<string, Set<string>>([...nodes.keys()].map((id) => [id, new Set<string>()]));
  for (const { source, target } of edges.values()) {
    if (source === target) continue;
    found.get(source)?.add(target);
    found.get(target)?.add(source);
  }
  return new Map([...found].map(([id, set]) => [id, [...set].sort()]));
}

/** The neighbour that lies best in the direction; without one within 90 degrees the focus stays. */
export function nextInDirection(graph: Walkable, direction: Direction): string | null {
  const from = graph.focus;
  if (from === null || graph.hidden.has(from)) return startingPoint(graph);
  const origin = graph.positions.get(from);
  if (!origin) return from;
  const heading = HEADING[direction];
  let best: string | null = null;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const id of graph.neighbours.get(from) ?? []) {
    const point = graph.positions.get(id);
    if (!point || graph.hidden.has(id)) continue;
    const score = cost(point.x - origin.x, point.y - origin.y, heading);
    if (score < bestScore) [best, bestScore] = [id, score];
  }
  return best ?? from;
}

/** Where walking starts: the first selected node, else the one with most neighbours (ties: by id). */
function startingPoint(graph: Walkable): string | null {
  const selected = graph.selection.find((id) => !graph.hidden.has(id));
  if (selected !== undefined) return selected;
  let best: string | null = null;
  let most = -1;
  for (const id of [...graph.nodes.keys()].sort()) {
    const count = graph.neighbours.get(id)?.length ?? 0;
    if (!graph.hidden.has(id) && count > most) [best, most] = [id, count];
  }
  return best;
}

/** Distance, made dearer by the angle off the heading; behind is out of reach. */
function cost(dx: number, dy: number, heading: Point): number {
  const distance = Math.hypot(dx, dy);
  if (distance === 0) return Number.POSITIVE_INFINITY;
  const cosine = (dx * heading.x + dy * heading.y) / distance;
  return cosine <= 0.02 ? Number.POSITIVE_INFINITY : distance / cosine ** 2;
}
