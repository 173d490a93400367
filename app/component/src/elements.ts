/** Small makers of DOM nodes. Text goes in by `textContent` only; nothing is ever parsed as markup. */

const SVG = "http://www.w3.org/2000/svg";

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

export function button(label: string, press: () => void, path?: string): HTMLButtonElement {
  const made = element("button", "", { type: "button" });
  if (path) {
    made.setAttribute("aria-label", label);
    made.title = label;
    made.append(drawing("0 0 16 16", path, { fill: "none", stroke: "currentColor", "stroke-width": "1.6", "stroke-linecap": "round" }));
  } else made.textContent = label;
  made.addEventListener("click", (event) => {
    event.stopPropagation();
    press();
  });
  return made;
}

export function drawing(viewBox: string, path: string, attributes: Readonly<Record<string, string>>): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
  svg.append(line);
  return svg;
}
