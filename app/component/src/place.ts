/** First places for nodes without one: on an empty sheet by group, later in a ring around the parent. Repeatable: no random numbers. */

import type { EdgeRow, NodeRow, Point } from "./payload";

export const SPACING = 12;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

interface Sheet {
  readonly nodes: ReadonlyMap<string, NodeRow>;
  readonly edges: ReadonlyMap<string, EdgeRow>;
  readonly neighbours: ReadonlyMap<string, readonly string[]>;
  readonly positions: ReadonlyMap<string, Point>;
}

/** A place for every node without one. */
export function firstPlaces(sheet: Sheet, unplaced: readonly string[]): Map<string, Point> {
  return sheet.positions.size === 0 ? sunflowers(sheet, unplaced) : ringParents(sheet, unplaced);
}

/** Each group (or connected part) as a sunflower; the sunflowers again on a sunflower, largest in the middle. */
function sunflowers(sheet: Sheet, ids: readonly string[]): Map<string, Point> {
  const patches = [...patchesOf(sheet, ids).values()].sort((a, b) => b.length - a.length || order(a[0], b[0]));
  const places = new Map<string, Point>();
  let used = 0;
  for (const patch of patches) {
    const middle = onSunflower(used + patch.length / 2, SPACING * 1.6);
    const centre = used === 0 ? { x: 0, y: 0 } : middle;
    patch.forEach((id, index) => {
      const { x, y } = onSunflower(index, SPACING);
      places.set(id, { x: centre.x + x, y: centre.y + y });
    });
    used += patch.length;
  }
  return places;
}

function patchesOf(sheet: Sheet, ids: readonly string[]): Map<string, string[]> {
  const patches = new Map<string, string[]>();
  const names = partNames(sheet, ids);
  for (const id of [...ids].sort()) {
    const name = sheet.nodes.get(id)?.group ?? names.get(id) ?? id;
    const patch = patches.get(name);
    if (patch) patch.push(id);
    else patches.set(name, [id]);
  }
  return patches;
}

/** Connected parts, each named by its lowest id. */
function partNames(sheet: Sheet, ids: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const start of [...ids].sort()) {
    if (names.has(start)) continue;
    const waiting = [start];
    names.set(start, start);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      for (const next of sheet.neighbours.get(id) ?? []) {
        if (!names.has(next)) {
          names.set(next, start);
          waiting.push(next);
        }
      }
    }
  }
  return names;
}

function ringParents(sheet: Sheet, unplaced: readonly string[]): Map<string, Point> {
  const places = new Map<string, Point>();
  const reach = usualLength(sheet);
  const at = (id: string): Point | undefined => sheet.positions.get(id) ?? places.get(id);
  let left = [...unplaced].sort();
  while (left.length > 0) {
    const children = byParent(sheet, left, at);
    if (children.size === 0) break;
    for (const [parent, ids] of children) ring(places, at(parent) as Point, ids, reach, awayFrom(sheet, parent, at));
    left = left.filter((id) => !places.has(id));
  }
  outside(places, sheet, left, reach);
  return places;
}

function byParent(
  sheet: Sheet,
  ids: readonly string[],
  at: (id: string) => Point | undefined,
): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const id of ids) {
    const parent = (sheet.neighbours.get(id) ?? []).find((other) => at(other) !== undefined);
    if (parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(id);
    else children.set(parent, [id]);
  }
  return children;
}

/** Rings of growing size, so that fifty new nodes do not sit on each other; the first stands where the parent has free space. */
function ring(places: Map<string, Point>, centre: Point, ids: readonly string[], reach: number, start: number): void {
  let done = 0;
  for (let circle = 1; done < ids.length; circle += 1) {
    const radius = reach * (0.55 + 0.45 * circle);
    const room = Math.max(6, Math.floor((2 * Math.PI * radius) / (reach * 0.45)));
    const count = Math.min(room, ids.length - done);
    for (let index = 0; index < count; index += 1) {
      const turn = start + ((2 * Math.PI) / count) * index + circle * 0.4;
      places.set(ids[done + index] as string, {
        x: centre.x + radius * Math.cos(turn),
        y: centre.y + radius * Math.sin(turn),
      });
    }
    done += count;
  }
}

/** The angle that points away from the mean of a node's placed neighbours. */
function awayFrom(sheet: Sheet, id: string, at: (id: string) => Point | undefined): number {
  const centre = at(id) as Point;
  let [dx, dy] = [0, 0];
  for (const other of sheet.neighbours.get(id) ?? []) {
    const point = at(other);
    if (point) [dx, dy] = [dx + centre.x - point.x, dy + centre.y - point.y];
  }
  return dx === 0 && dy === 0 ? 0 : Math.atan2(dy, dx);
}

/** Nodes tied to nothing drawn: a column right of the picture. */
function outside(places: Map<string, Point>, sheet: Sheet, ids: readonly string[], reach: number): void {
  const all = [...sheet.positions.values(), ...places.values()];
  const right = Math.max(0, ...all.map((point) => point.x));
  const top = Math.max(0, ...all.map((point) => point.y));
  ids.forEach((id, index) => {
    const [column, row] = [Math.floor(index / 25), index % 25];
    places.set(id, { x: right + reach * (1.5 + column), y: top - reach * row });
  });
}

/** Median length of drawn edges, as the measure for new ones. */
function usualLength(sheet: Sheet): number {
  const lengths: number[] = [];
  for (const { source, target } of sheet.edges.values()) {
    const [a, b] = [sheet.positions.get(source), sheet.positions.get(target)];
    if (a && b && source !== target) lengths.push(Math.hypot(a.x - b.x, a.y - b.y));
  }
  lengths.sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length / 2)] || SPACING * 2;
}

function onSunflower(index: number, spacing: number): Point {
  const radius = spacing * Math.sqrt(index);
  return { x: radius * Math.cos(index * GOLDEN_ANGLE), y: radius * Math.sin(index * GOLDEN_ANGLE) };
}

function order(a: string | undefined, b: string | undefined): number {
  return (a ?? "") < (b ?? "") ? -1 : 1;
}
