import { expect, test } from "vitest";
import { along, nearestLine } from "../src/near";

const straight = { id: "straight", from: { x: 0, y: 0 }, to: { x: 100, y: 0 }, bend: 0 };
const bowed = { id: "bowed", from: { x: 0, y: 0 }, to: { x: 100, y: 0 }, bend: 0.4 };

test.each([
  [{ x: 50, y: 3 }, "straight"],
  [{ x: 50, y: 7 }, null],
  [{ x: 104, y: 0 }, "straight"],
  [{ x: 108, y: 0 }, null],
  [{ x: 50, y: -19 }, "bowed"],
])("at %j lies %j", (spot, id) => {
  expect(nearestLine(spot, [straight, bowed], 6)).toBe(id);
});

test("the middle of a bowed line stands half its bend off the straight one", () => {
  expect(along(bowed, 0.5)).toEqual({ x: 50, y: -20 });
});
