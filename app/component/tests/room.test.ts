import { expect, test } from "vitest";
import { Room } from "../src/room";

const box = (left: number, top: number) => ({ left, top, right: left + 40, bottom: top + 12 });

test("a label gives way to one that is there, and to what is kept free", () => {
  const room = new Room();
  room.clear([box(0, 100)]);
  expect(room.take(box(0, 0))).toBe(true);
  expect(room.take(box(30, 6))).toBe(false);
  expect(room.take(box(40, 0))).toBe(true);
  expect(room.take(box(10, 105))).toBe(false);
});

test("every drawing starts with free room", () => {
  const room = new Room();
  room.take(box(0, 0));
  room.clear([]);
  expect(room.take(box(0, 0))).toBe(true);
});
