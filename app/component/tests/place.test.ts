import { expect, test } from "vitest";
import { Layout } from "../src/layout";
import type { EdgeRow, NodeRow, Point } from "../src/payload";
import { firstPlaces } from "../src/place";
import { separate } from "../src/separate";
import { neighboursOf } from "../src/walk";

function sheet(ids: readonly string[], pairs: readonly (readonly [string, string])[], positions: ReadonlyMap<string, Point>) {
  const nodes = new Map<string, NodeRow>(ids.map((id) => [id, { id, kind: "Account", label: id }]));
  const edges = new Map<string, EdgeRow>(pairs.map(([source, target], index) => [`${index}`, { id: `${index}`, source, target, kind: "X" }]));
  return { nodes, edges, neighbours: neighboursOf(nodes, edges), positions };
}

const star = Array.from({ length: 60 }, (_, index) => `n${index}`);
const spokes = star.slice(1).map((id) => ["n0", id] as const);

test("places are the same each time", () => {
  const empty = sheet(star, spokes, new Map());
  expect([...firstPlaces(empty, star)]).toEqual([...firstPlaces(empty, star)]);
});

test("no two nodes get the same place", () => {
  const places = firstPlaces(sheet(star, spokes, new Map()), star);
  expect(new Set([...places.values()].map(({ x, y }) => `${x},${y}`)).size).toBe(60);
});

test("new nodes stand around their parent, and children of new nodes around those", () => {
  const known = new Map([["a", { x: 100, y: 100 }], ["b", { x: 120, y: 100 }]]);
  const places = firstPlaces(sheet(["a", "b", "c", "d"], [["a", "b"], ["a", "c"], ["c", "d"]], known), ["c", "d"]);
  const from = (id: string, { x, y }: Point) => Math.hypot((places.get(id) as Point).x - x, (places.get(id) as Point).y - y);
  expect(from("c", { x: 100, y: 100 })).toBeLessThan(40);
  expect(from("d", places.get("c") as Point)).toBeLessThan(40);
  expect((places.get("c") as Point).x).toBeLessThan(100);
});

test("a new node without any drawn neighbour stands beside the picture", () => {
  const known = new Map([["a", { x: 0, y: 0 }], ["b", { x: 50, y: 0 }]]);
  const places = firstPlaces(sheet(["a", "b", "c"], [["a", "b"]], known), ["c"]);
  expect((places.get("c") as Point).x).toBeGreaterThan(50);
});

test("a layout after an expansion reports new nodes only", () => {
  const known = new Map(star.slice(0, 50).map((id, index) => [id, { x: index * 3.7, y: index % 7 }]));
  const base = sheet(star, spokes, known);
  const added = firstPlaces(base, star.slice(50));
  const layout = new Layout({ places: new Map([...known, ...added]), edges: base.edges.values(), fixed: new Set(known.keys()), radius: () => 5, aspect: 2 });
  while (!layout.step(50));
  expect([...layout.places().keys()]).toEqual(star.slice(50));
});

test("a fresh layout leaves finite places and no overlap of small nodes", () => {
  const base = sheet(star, spokes, new Map());
  const layout = new Layout({ places: firstPlaces(base, star), edges: base.edges.values(), fixed: new Set(), radius: () => 4, aspect: 2 });
  while (!layout.step(50));
  expect([...layout.places().values()].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
});

test("discs in a heap are pushed apart", () => {
  const rows = Float32Array.from([0, 0, 1, 0, 0, 1, 0.1, 0, 1]);
  let rounds = 0;
  while (!separate(rows, 0.5) && rounds < 200) rounds += 1;
  const [a, b, c] = [0, 3, 6].map((at) => [rows[at] as number, rows[at + 1] as number] as const);
  const far = (p?: readonly [number, number], q?: readonly [number, number]) => Math.hypot((p?.[0] ?? 0) - (q?.[0] ?? 0), (p?.[1] ?? 0) - (q?.[1] ?? 0));
  expect(Math.min(far(a, b), far(a, c), far(b, c))).toBeGreaterThan(2.4);
});
