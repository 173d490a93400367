import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Messages } from "../src/messages";
import { EMPTY, type Model, reduce } from "../src/model";

const model: Model = reduce(EMPTY, {
  type: "data",
  payload: {
    rev: "1", key: "k", height: 1, theme: null, words: {}, selection: [], pinned: {}, hidden: [], camera: null, notDrawn: 0,
    nodes: ["a", "b"].map((id, x) => ({ id, kind: "Account", label: id, x, y: 0 })),
    edges: [],
  },
});
const chosen = reduce(model, { type: "select", ids: ["a"], mode: "replace" });

function started() {
  const sent: [string, unknown][] = [];
  const keep = (name: string, value: unknown) => void sent.push([name, value]);
  const messages = new Messages({ setStateValue: keep, setTriggerValue: keep }, () => ({ x: 0.5, y: 0.5, ratio: 1 }));
  messages.known(model);
  return { messages, sent };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a selection goes out once, with the camera, after the hand has rested", () => {
  const { messages, sent } = started();
  messages.changed(chosen);
  messages.changed(chosen);
  expect(sent).toEqual([]);
  vi.runAllTimers();
  expect(sent.map(([name]) => name)).toEqual(["selection", "camera", "turn"]);
});

test("a change that was taken back is not sent", () => {
  const { messages, sent } = started();
  messages.changed(chosen);
  messages.changed(model);
  vi.runAllTimers();
  expect(sent).toEqual([]);
});

test("an action takes a waiting selection with it, before it", () => {
  const { messages, sent } = started();
  messages.changed(chosen);
  messages.act({ type: "expand", ids: ["a"], params: {} });
  expect(sent.map(([name]) => name)).toEqual(["selection", "camera", "turn", "action"]);
});

test("walking by keyboard sends nothing", () => {
  const { messages, sent } = started();
  messages.changed(reduce(model, { type: "walk", direction: "up" }));
  vi.runAllTimers();
  expect(sent).toEqual([]);
});
