/** The legend: which kinds are drawn, each with its shape, colour and number. */

import { drawing, element } from "./elements";
import type { Model } from "./model";
import { type Shape, type Theme, colourOf, lookOf, mix } from "./style";

/** The same outlines as the WebGL shapes, in a box of 20 by 20. */
const OUTLINES: Readonly<Record<Shape, string>> = {
  circle: "M10 2a8 8 0 1 0 .01 0z",
  square: "M3 3h14v14h-14z",
  diamond: "M10 1l9 9l-9 9l-9-9z",
  triangle: "M10 1.5l9 16h-18z",
  hexagon: "M10 1l8 4.5v9l-8 4.5l-8-4.5v-9z",
  pentagon: "M10 1l9 6.6l-3.4 10.9h-11.2l-3.4-10.9z",
  star: "M10 .5l2.8 6.4l6.9.7l-5.2 4.6l1.5 6.8l-6-3.5l-6 3.5l1.5-6.8l-5.2-4.6l6.9-.7z",
  ring: "M10 2.5a7.5 7.5 0 1 0 .01 0z",
  plus: "M7 2h6v5h5v6h-5v5h-6v-5h-5v-6h5z",
  slip: "M4 4h12a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3h-12a3 3 0 0 1-3-3v-6a3 3 0 0 1 3-3z",
  bar: "M5 1.5h10v17h-10z",
  drop: "M1 3h18l-9 16z",
};

export function fillLegend(list: HTMLElement, model: Model, theme: Theme, words: Readonly<Record<string, string>>): void {
  const counts = new Map<string, number>();
  for (const [id, { kind }] of model.nodes) if (!model.hidden.has(id)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  list.hidden = kinds.length === 0;
  list.replaceChildren(...kinds.map(([kind, count]) => line(kind, count, theme, words)));
}

function line(kind: string, count: number, theme: Theme, words: Readonly<Record<string, string>>): HTMLElement {
  const item = element("li", "");
  const { shape } = lookOf(kind);
  const colour = colourOf(kind, theme);
  const paint =
    shape === "ring"
      ? { fill: mix(colour, theme.background, 0.2), stroke: colour, "stroke-width": "4" }
      : { fill: colour };
  const name = element("span", "");
  name.textContent = words[kind] ?? kind;
  const number = element("span", "number");
  number.textContent = count.toLocaleString("en");
  item.append(drawing("-1 -1 22 22", OUTLINES[shape], paint), name, number);
  return item;
}
