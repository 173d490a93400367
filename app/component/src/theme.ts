/** Streamlit's theme variables of an element in, the picture's colours out. */

import { type Theme, channels, mix } from "./style";

const LIGHT = { background: "#ffffff", text: "#1f2430", accent: "#d9480f" };
const DARK = { background: "#0e1117", text: "#f4f5f7", accent: "#ff9f5a" };

/** `wanted` overrules what Streamlit shows. */
export function readTheme(element: HTMLElement, wanted: "light" | "dark" | null): Theme {
  const style = getComputedStyle(element);
  const shown = toHex(style.getPropertyValue("--st-background-color"));
  const dark = wanted ? wanted === "dark" : isDark(shown ?? LIGHT.background);
  const base = dark ? DARK : LIGHT;
  const own = shown !== null && isDark(shown) === dark;
  const background = own ? shown : base.background;
  const text = (own && toHex(style.getPropertyValue("--st-text-color"))) || base.text;
  const family = style.getPropertyValue("--st-font").trim() || "sans-serif";
  return {
    dark,
    background,
    text,
    faint: mix(text, background, 0.62),
    edge: mix(text, background, dark ? 0.42 : 0.38),
    edgeMany: mix(text, background, dark ? 0.26 : 0.2),
    edgeFaint: mix(text, background, 0.1),
    candidate: mix(base.accent, background, 0.42),
    link: mix(base.accent, background, 0.8),
    accent: base.accent,
    card: dark ? mix("#ffffff", background, 0.1) : "#ffffff",
    cardLine: mix(text, background, 0.22),
    font: `${family}, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif`,
  };
}

function isDark(colour: string): boolean {
  const [red, green, blue] = channels(colour);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

/** Any CSS colour as #rrggbb, null when it is none. */
function toHex(colour: string): string | null {
  const value = colour.trim();
  if (!value || !CSS.supports("color", value)) return null;
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
