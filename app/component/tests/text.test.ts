import { expect, test } from "vitest";
import { cleanText, clipText } from "../src/text";

test.each([
  ["plain", "plain"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
  ["two\nlines\tand\u2028more", "two lines and more"],
  ["photo\u202egpj.exe", "photo\ufffdgpj.exe"],
  ["a\u200bdmin", "a\ufffddmin"],
  ["a\u0000\u0007b", "a\ufffdb"],
  ["tag\u{e0041}\u{e0042}", "tag\ufffd"],
  ["z\u0300\u0301\u0302\u0303\u0304", "z\u0300\u0301"],
  ["half \ud800 pair", "half \ufffd pair"],
  ["👩‍👩‍👧 family", "👩‍👩‍👧 family"],
])("%j is drawn as %j", (raw, shown) => {
  expect(cleanText(raw)).toBe(shown);
});

test("a name with a hidden character never looks like the one without", () => {
  expect(cleanText("ad\u2060min")).not.toBe(cleanText("admin"));
});

test("a long label ends in an ellipsis, Chinese counting double", () => {
  expect(clipText("x".repeat(100_000), 10)).toBe("xxxxxxxxxx…");
  expect(clipText("新车上市发布会", 10)).toBe("新车上市发…");
  expect(clipText("新车上市", 10)).toBe("新车上市");
});

test("clipping does not cut a character in two", () => {
  expect(clipText("👩‍👩‍👧👩‍👩‍👧", 2)).toBe("👩‍👩‍👧…");
});

test.each([null, undefined, 5, {}])("%j is no reason to fail", (raw) => {
  expect(typeof cleanText(raw)).toBe("string");
});
