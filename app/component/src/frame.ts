/** The box around the picture: toolbar, actions on the selection, legend, foot line, menu. Commands out, no state of its own. */

import { button, element } from "./elements";
import { fillLegend } from "./legend";
import type { Model } from "./model";
import type { ActionType } from "./payload";
import type { Theme } from "./style";
import { cleanText } from "./text";

export type Words = Readonly<Record<string, string>>;

export interface Commands {
  readonly act: (type: ActionType) => void;
  readonly clear: () => void;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly boxing: (on: boolean) => void;
  readonly showAll: () => void;
}

const ICONS = {
  in: "M8 3v10M3 8h10",
  out: "M3 8h10",
  fit: "M2 6v-4h4M10 2h4v4M14 10v4h-4M6 14h-4v-4",
  box: "M2.5 2.5h2M7 2.5h2M11.5 2.5h2v2M13.5 7v2M13.5 11.5v2h-2M9 13.5h-2M4.5 13.5h-2v-2M2.5 9v-2M2.5 4.5v-2",
};
const ACTIONS: readonly (readonly [ActionType, string, string])[] = [
  ["expand", "expand", "Enter"],
  ["open", "open", "O"],
  ["pin", "pin", "P"],
  ["hide", "hide", "H"],
];

export class Frame {
  readonly box = element("div", "shoal", { tabindex: "0", role: "application" });
  readonly stage = element("div", "stage");
  private readonly tools = element("div", "bar tools", { role: "toolbar" });
  private readonly acts = element("div", "bar acts", { role: "toolbar" });
  private readonly legend = element("ul", "legend");
  private readonly said = element("span", "said", { "aria-live": "polite", role: "status" });
  private readonly notDrawn = element("span", "not-drawn");
  private readonly hidden = element("span", "hidden-nodes");
  private readonly nothing = element("div", "nothing");
  private readonly menu = element("div", "menu", { role: "menu" });
  private boxButton: HTMLButtonElement | null = null;

  constructor(private words: Words, private readonly commands: Commands) {
    const foot = element("div", "foot");
    foot.append(this.said, this.hidden, this.notDrawn);
    this.menu.hidden = true;
    this.box.append(this.stage, this.nothing, this.tools, this.acts, this.legend, foot, this.menu);
    this.say(words);
  }

  say(words: Words): void {
    this.words = words;
    const { commands } = this;
    this.boxButton = button(this.word("box_select"), () => this.pressBox(), ICONS.box);
    this.boxButton.setAttribute("aria-pressed", "false");
    this.tools.setAttribute("aria-label", this.word("view"));
    this.acts.setAttribute("aria-label", this.word("selection"));
    this.tools.replaceChildren(
      button(this.word("zoom_in"), () => commands.zoom(1 / 1.5), ICONS.in),
      button(this.word("zoom_out"), () => commands.zoom(1.5), ICONS.out),
      button(this.word("fit"), commands.fit, ICONS.fit),
      this.boxButton,
    );
  }

  setBoxing(on: boolean): void {
    this.boxButton?.setAttribute("aria-pressed", String(on));
    this.stage.classList.toggle("boxing", on);
  }

  update(model: Model, theme: Theme): void {
    this.paint(theme);
    const summary = this.fill("summary", { nodes: model.nodes.size - model.hidden.size, edges: model.edges.size });
    this.box.setAttribute("aria-label", `${summary} ${this.word("keys")}`);
    this.nothing.hidden = model.nodes.size > 0;
    this.nothing.textContent = this.word("nothing");
    fillLegend(this.legend, model, theme, this.words);
    this.updateActs(model);
    this.notDrawn.hidden = model.notDrawn <= 0;
    this.notDrawn.textContent = this.fill("not_drawn", { n: model.notDrawn });
    this.hidden.hidden = model.hidden.size === 0;
    this.hidden.textContent = `${this.fill("hidden", { n: model.hidden.size })} `;
    this.hidden.append(button(this.word("show_all"), this.commands.showAll));
    if (!this.said.textContent) this.announce(summary);
  }

  announce(text: string): void {
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  /** What a screen reader hears about a node; the same text is the visible foot line. */
  announceNode(model: Model, id: string): void {
    const row = model.nodes.get(id);
    if (!row) return;
    const count = model.neighbours.get(id)?.length ?? 0;
    const state = model.selection.includes(id) ? ` · ${this.word("selected")}` : "";
    const name = cleanText(row.label || id).slice(0, 120);
    this.announce(`${name} · ${this.word(row.kind)} · ${this.fill("neighbours", { n: count })}${state}`);
  }

  openMenu(x: number, y: number, byKeyboard: boolean): void {
    const items = ACTIONS.map(([type, key, shortcut]) => {
      const item = button(this.word(key), () => {
        this.closeMenu();
        this.commands.act(type);
      });
      const hint = element("kbd", "");
      hint.textContent = shortcut;
      item.setAttribute("role", "menuitem");
      item.append(hint);
      return item;
    });
    this.menu.replaceChildren(...items);
    this.menu.hidden = false;
    const { clientWidth, clientHeight } = this.box;
    this.menu.style.left = `${Math.max(4, Math.min(x, clientWidth - this.menu.offsetWidth - 4))}px`;
    this.menu.style.top = `${Math.max(4, Math.min(y, clientHeight - this.menu.offsetHeight - 4))}px`;
    if (byKeyboard) items[0]?.focus();
  }

  closeMenu(): boolean {
    const wasOpen = !this.menu.hidden;
    this.menu.hidden = true;
    return wasOpen;
  }

  /** A press anywhere but on the menu closes it. */
  closeMenuUnder(event: Event): void {
    if (!event.composedPath().includes(this.menu)) this.closeMenu();
  }

  word(key: string): string {
    return this.words[key] ?? key;
  }

  fill(key: string, values: Readonly<Record<string, number>>): string {
    return this.word(key).replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.toLocaleString("en") ?? whole);
  }

  private updateActs(model: Model): void {
    this.acts.hidden = model.selection.length === 0;
    const chosen = element("span", "chosen");
    chosen.textContent = this.fill("chosen", { n: model.selection.length });
    const allPinned = model.selection.every((id) => model.pinned.has(id));
    const made = ACTIONS.map(([type, key, shortcut]) => {
      const made = button(this.word(type === "pin" && allPinned ? "unpin" : key), () => this.commands.act(type));
      made.title = shortcut;
      return made;
    });
    const clear = button(this.word("clear"), this.commands.clear, "M4 4l8 8M12 4l-8 8");
    this.acts.replaceChildren(chosen, ...made, clear);
  }

  private paint(theme: Theme): void {
    const colours = { back: theme.background, text: theme.text, faint: theme.faint, card: theme.card, line: theme.cardLine, accent: theme.accent, font: theme.font, warn: theme.accent };
    for (const [name, value] of Object.entries(colours)) this.box.style.setProperty(`--${name}`, value);
    this.box.dataset["theme"] = theme.dark ? "dark" : "light";
  }

  private pressBox(): void {
    const on = this.boxButton?.getAttribute("aria-pressed") !== "true";
    this.setBoxing(on);
    this.commands.boxing(on);
  }
}
