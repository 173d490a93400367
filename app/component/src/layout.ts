/** ForceAtlas2 in small steps: placed rows in, settled places out. Fixed nodes keep their exact coordinates. */

import pull from "graphology-layout-forceatlas2/iterate.js";
import type { EdgeRow, Point } from "./payload";
import { separate } from "./separate";

const NODE_COLUMNS = 10;
const MASS = 6;
const ROUNDS_AFTER_EXPANSION = 40;
const ROUNDS_AT_LEAST = 60;
/** On a slow machine the groups stand long before the last round; nobody waits longer than this for polish. */
const LONGEST_MILLISECONDS = 4_000;
const SEPARATING_ROUNDS = 60;
/** The picture is about this many pixels wide when everything is in view. */
const VIEW_PIXELS = 800;
/** Wider than this and round groups look like stripes. */
const MOST_STRETCHED = 1.55;

export interface Task {
  readonly places: ReadonlyMap<string, Point>;
  readonly edges: Iterable<EdgeRow>;
  readonly fixed: ReadonlySet<string>;
  /** Radius of a node on the screen, in pixels. */
  readonly radius: (id: string) => number;
  /** Width by height of the stage: a fresh layout is stretched to fill it. */
  readonly aspect: number;
}

/** A running layout. Call `step` until it says true, then read `places`. */
export class Layout {
  private readonly ids: readonly string[];
  private readonly nodes: Float32Array;
  private readonly edges: Float32Array;
  private readonly settings: Readonly<Record<string, number | boolean>>;
  private readonly rounds: number;
  private round = 0;
  private started: number | undefined;

  constructor(private readonly task: Task) {
    this.ids = [...task.places.keys()];
    this.nodes = nodeMatrix(task, this.ids);
    this.edges = edgeMatrix(task, this.ids, this.nodes);
    this.settings = settingsFor(this.ids.length);
    this.rounds = task.fixed.size > 0 ? ROUNDS_AFTER_EXPANSION : roundsFor(this.ids.length);
  }

  /** Works for about `budgetMilliseconds`; true when the layout has settled, or has had time enough. */
  step(budgetMilliseconds: number): boolean {
    const now = performance.now();
    this.started ??= now;
    while (this.round < this.rounds && performance.now() - now < budgetMilliseconds) {
      pull(this.settings, this.nodes, this.edges);
      this.round += 1;
    }
    const enough = this.round >= ROUNDS_AT_LEAST && now - this.started > LONGEST_MILLISECONDS;
    if (this.round < this.rounds && !enough) return false;
    if (this.task.fixed.size === 0) {
      this.stretch();
      this.separateNodes();
    }
    return true;
  }

  /** Places of the nodes that are not fixed. */
  places(): Map<string, Point> {
    const places = new Map<string, Point>();
    this.ids.forEach((id, index) => {
      if (this.task.fixed.has(id)) return;
      const [x, y] = [this.nodes[index * NODE_COLUMNS], this.nodes[index * NODE_COLUMNS + 1]];
      if (Number.isFinite(x) && Number.isFinite(y)) places.set(id, { x: x as number, y: y as number });
    });
    return places;
  }

  /** ForceAtlas2 gives a round picture; the stage is wide. */
  private stretch(): void {
    const factor = Math.sqrt(Math.max(1, Math.min(MOST_STRETCHED, this.task.aspect)));
    for (let row = 0; row < this.nodes.length; row += NODE_COLUMNS) {
      this.nodes[row] = (this.nodes[row] as number) * factor;
      this.nodes[row + 1] = (this.nodes[row + 1] as number) / factor;
    }
  }

  /** Pushes overlapping nodes apart, at the size they have when the whole picture is in view. */
  private separateNodes(): void {
    const scale = extent(this.nodes) / VIEW_PIXELS;
    const rows = new Float32Array(this.ids.length * 3);
    this.ids.forEach((id, index) => {
      rows[index * 3] = this.nodes[index * NODE_COLUMNS] as number;
      rows[index * 3 + 1] = this.nodes[index * NODE_COLUMNS + 1] as number;
      rows[index * 3 + 2] = this.task.radius(id) * scale;
    });
    for (let round = 0; round < SEPARATING_ROUNDS; round += 1) if (separate(rows, 2 * scale)) break;
    this.ids.forEach((_, index) => {
      this.nodes[index * NODE_COLUMNS] = rows[index * 3] as number;
      this.nodes[index * NODE_COLUMNS + 1] = rows[index * 3 + 1] as number;
    });
  }
}

function nodeMatrix(task: Task, ids: readonly string[]): Float32Array {
  const matrix = new Float32Array(ids.length * NODE_COLUMNS);
  ids.forEach((id, index) => {
    const { x, y } = task.places.get(id) as Point;
    matrix.set([x, y, 0, 0, 0, 0, 1, 1, task.radius(id), task.fixed.has(id) ? 1 : 0], index * NODE_COLUMNS);
  });
  return matrix;
}

/** Edges by row number; each adds its weight to the mass of its ends, as ForceAtlas2 wants. */
function edgeMatrix(task: Task, ids: readonly string[], nodes: Float32Array): Float32Array {
  const index = new Map(ids.map((id, row) => [id, row * NODE_COLUMNS]));
  const rows: number[] = [];
  for (const { source, target, weight } of task.edges) {
    const [from, to] = [index.get(source), index.get(target)];
    if (from === undefined || to === undefined || from === to) continue;
    const pulls = 1 + (weight ?? 0);
    rows.push(from, to, pulls);
    nodes[from + MASS] = (nodes[from + MASS] as number) + pulls;
    nodes[to + MASS] = (nodes[to + MASS] as number) + pulls;
  }
  return Float32Array.from(rows);
}

function settingsFor(count: number): Readonly<Record<string, number | boolean>> {
  return {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    scalingRatio: 12,
    strongGravityMode: true,
    gravity: 0.2,
    slowDown: 1 + Math.log(Math.max(2, count)),
    barnesHutOptimize: count > 400,
    barnesHutTheta: 0.9,
  };
}

/** Fewer rounds for many nodes: the groups stand after the first hundred, the rest is polish. */
function roundsFor(count: number): number {
  return Math.round(Math.max(90, Math.min(500, 200_000 / Math.max(1, count))));
}

function extent(nodes: Float32Array): number {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let row = 0; row < nodes.length; row += NODE_COLUMNS) {
    const [x, y] = [nodes[row] as number, nodes[row + 1] as number];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [low, high] = [Math.min(low, y), Math.max(high, y)];
  }
  return Math.max(1, right - left, high - low);
}
