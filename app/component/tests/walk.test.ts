import { expect, test } from "vitest";
import { EMPTY, type Model, reduce } from "../src/model";

const places: Record<string, [number, number]> = { middle: [0, 0], right: [10, 1], far: [40, 0], up: [1, 10], left: [-10, 0], alone: [5, 5] };
const model: Model = reduce(EMPTY, {
  type: "data",
  payload: {
    rev: "1", key: "k", height: 1, theme: null, words: {}, selection: [], pinned: {}, hidden: [], camera: null, notDrawn: 0,
    nodes: Object.entries(places).map(([id, [x, y]]) => ({ id, kind: "Account", label: id, x, y })),
    edges: ["right", "far", "up", "left"].map((target) => ({ id: target, source: "middle", target, kind: "POSTED" })),
  },
});
const walk = (from: Model, direction: "up" | "down" | "left" | "right"): Model => reduce(from, { type: "walk", direction });

test("walking starts at the node with most neighbours", () => {
  expect(walk(model, "up").focus).toBe("middle");
});

test("walking starts at the selection when there is one", () => {
  const selected = { ...reduce(model, { type: "select", ids: ["left"], mode: "replace" }), focus: null };
  expect(walk(selected, "up").focus).toBe("left");
});

test("an arrow goes to the nearest neighbour that way", () => {
  const middle = walk(model, "up");
  expect(walk(middle, "right").focus).toBe("right");
  expect(walk(middle, "up").focus).toBe("up");
  expect(walk(middle, "left").focus).toBe("left");
});

test("an arrow into the empty side stays, and a node without an edge is never reached", () => {
  const middle = walk(model, "up");
  expect(walk(middle, "down").focus).toBe("middle");
  expect(walk(walk(middle, "right"), "up").focus).toBe("right");
});

test("hidden neighbours are stepped over", () => {
  const middle = walk(reduce(model, { type: "hide", ids: ["right"] }), "up");
  expect(walk(middle, "right").focus).toBe("far");
});
