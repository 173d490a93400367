/** One mounted graph: payloads and the reader's hands in, reduced into the model, drawn, and reported to the page. */

import { Frame } from "./frame";
import { pressKey } from "./keyboard";
import { Laying } from "./laying";
import { Layout } from "./layout";
import { remember, remembered } from "./memory";
import { type Channel, Messages } from "./messages";
import { EMPTY, type Model, type ModelEvent, reduce, unplacedIds, visibleIds } from "./model";
import { type Action, type ActionType, type Payload, type Point, isChange } from "./payload";
import { Picture } from "./picture";
import { firstPlaces } from "./place";
import { Pointer } from "./pointer";
import { radiusOf } from "./style";
import { readTheme } from "./theme";

export class App {
  private model: Model = EMPTY;
  private payload: Payload;
  private readonly frame: Frame;
  private readonly picture: Picture;
  private readonly pointer: Pointer;
  private readonly messages: Messages;
  private readonly observer: ResizeObserver;
  private readonly laying = new Laying();
  private readonly probe = document.createElement("span");

  constructor(private readonly host: HTMLElement, payload: Payload, channel: Channel) {
    this.payload = payload;
    this.frame = new Frame(payload.words, {
      act: (type) => this.act(type),
      clear: () => this.apply({ type: "select", ids: [], mode: "replace" }),
      zoom: (factor) => this.picture.zoom(factor),
      fit: () => this.picture.fit(visibleIds(this.model)),
      boxing: (on) => {
        this.pointer.boxing = on;
      },
      showAll: () => this.apply({ type: "showAll" }),
    });
    this.probe.className = "theme-probe";
    this.frame.box.append(this.probe);
    this.frame.box.style.height = `${payload.height}px`;
    host.append(this.frame.box);
    this.picture = new Picture(this.frame.stage, readTheme(host, payload.theme));
    this.messages = new Messages(channel, () => this.picture.camera());
    this.pointer = new Pointer(this.picture, this.frame.stage, this.pointerCalls());
    this.frame.box.addEventListener("keydown", (event) => this.key(event));
    this.frame.box.addEventListener("pointerdown", (event) => this.frame.closeMenuUnder(event));
    this.probe.addEventListener("transitionend", () => this.retheme());
    this.observer = new ResizeObserver(() => this.picture.resize());
    this.observer.observe(this.frame.stage);
    const began = performance.now();
    this.picture.sigma.once("afterRender", () => performance.measure("shoal first drawing", { start: began }));
    this.start(payload);
  }

  update(payload: Payload, channel: Channel): void {
    this.messages.channel = channel;
    const before = this.payload;
    this.payload = payload;
    if (payload.height !== before.height) this.frame.box.style.height = `${payload.height}px`;
    if (JSON.stringify(payload.words) !== JSON.stringify(before.words)) this.frame.say(payload.words);
    if (payload.theme !== before.theme) this.retheme();
    this.take(payload);
  }

  /** Where a node stands (in the picture's own units) and where it is drawn (in pixels from the stage's corner). */
  where(id: string): { readonly place: Point | null; readonly drawn: Point | null } {
    return { place: this.model.positions.get(id) ?? null, drawn: this.picture.onStage(id) };
  }

  destroy(): void {
    this.laying.stop();
    remember(this.payload.key, this.model, this.picture.camera());
    this.messages.stop();
    this.observer.disconnect();
    this.pointer.destroy();
    this.picture.destroy();
    this.frame.box.remove();
  }

  private start(payload: Payload): void {
    const memory = remembered(payload.key);
    const positions = memory?.positions;
    if (positions) this.model = { ...EMPTY, positions };
    this.take(payload);
    const camera = memory?.camera ?? (isChange(payload) ? null : payload.camera);
    if (camera && this.picture.frozen) this.picture.moveCamera(camera, false);
  }

  private take(payload: Payload): void {
    const before = this.model;
    this.model = reduce(before, { type: "data", payload });
    this.picture.describe(payload.words);
    if (this.model.stale && !before.stale) {
      this.messages.act({ type: "resync", ids: [], params: { rev: before.rev } });
      return;
    }
    if (this.model === before) return;
    if (before.rev === "") this.messages.known(this.model);
    else if (this.model.asked !== before.asked) this.messages.knownSelection(this.model);
    if (this.model.nodes === before.nodes) return this.restyle();
    const unplaced = unplacedIds(this.model);
    if (unplaced.length === 0) {
      if (!this.picture.frozen && this.model.nodes.size > 0) this.picture.freezeScale(this.model.positions.values());
      this.picture.show(this.model);
      this.frame.box.dataset["settled"] = this.model.rev;
    } else this.lay(unplaced);
    this.frame.update(this.model, this.picture.theme);
    if (before.rev !== "") this.announceNew(before);
  }

  private announceNew(before: Model): void {
    const added = [...this.model.nodes.keys()].filter((id) => !before.nodes.has(id)).length;
    if (added > 0) this.frame.announce(this.frame.fill("added", { n: added }));
  }

  /** Places new nodes; those that stand already do not move by a hair. */
  private lay(unplaced: readonly string[]): void {
    const fresh = this.model.positions.size === 0;
    const fixed = new Set(this.model.positions.keys());
    this.model = reduce(this.model, { type: "move", positions: firstPlaces(this.model, unplaced), pin: false });
    const { clientWidth, clientHeight } = this.frame.stage;
    const drawn = this.model.nodes.size;
    const layout = new Layout({
      places: this.model.positions,
      edges: this.model.edges.values(),
      fixed,
      aspect: clientWidth / (clientHeight || 1),
      radius: (id) => radiusOf(this.model.nodes.get(id) ?? { id, kind: "", label: "" }, drawn),
    });
    let drawings = 0;
    this.laying.start(layout, {
      draw: (positions) => {
        this.model = reduce(this.model, { type: "move", positions, pin: false });
        if (drawings === 0) this.picture.show(this.model);
        else this.picture.place(positions);
        drawings += 1;
      },
      settled: () => {
        if (fresh || !this.picture.frozen) this.picture.freezeScale(this.model.positions.values());
        if (drawings > 1) this.picture.sigma.refresh();
        this.frame.box.dataset["settled"] = this.model.rev;
        this.messages.placed(this.model.positions);
      },
    });
  }

  private apply(event: ModelEvent): void {
    const before = this.model;
    this.model = reduce(before, event);
    if (this.model === before) return;
    this.restyle();
    this.messages.changed(this.model);
  }

  private restyle(): void {
    this.picture.restyle(this.model);
    this.frame.update(this.model, this.picture.theme);
    if (this.model.focus !== null) this.frame.announceNode(this.model, this.model.focus);
  }

  /** Acts on the selection, or on the node in focus when nothing is selected. */
  private act(type: ActionType, ids = this.targets(), params: Action["params"] = {}): void {
    if (ids.length === 0) return;
    if (type === "hide") this.apply({ type: "hide", ids });
    let on = true;
    if (type === "pin") {
      on = !ids.every((id) => this.model.pinned.has(id));
      this.apply({ type: "pin", ids, on });
    }
    this.messages.act({ type, ids, params: type === "pin" ? { on } : params });
  }

  private targets(): readonly string[] {
    if (this.model.selection.length > 0) return this.model.selection;
    return this.model.focus === null ? [] : [this.model.focus];
  }

  private pointerCalls(): ConstructorParameters<typeof Pointer>[2] {
    return {
      click: (id, adding) => {
        this.frame.closeMenu();
        this.frame.box.focus({ preventScroll: true });
        if (id !== null) this.apply({ type: "select", ids: [id], mode: adding ? "toggle" : "replace" });
        else if (!adding) this.apply({ type: "select", ids: [], mode: "replace" });
      },
      expand: (id) => this.act("expand", [id]),
      clickEdge: (id, adding) => {
        const edge = this.model.edges.get(id);
        if (edge) this.apply({ type: "select", ids: [edge.source, edge.target], mode: adding ? "add" : "replace" });
      },
      openEdge: (id) => {
        const edge = this.model.edges.get(id);
        if (edge) this.act("open", [edge.source, edge.target], { edge: id, kind: edge.kind });
      },
      boxed: (ids, adding) => this.apply({ type: "select", ids, mode: adding ? "add" : "replace" }),
      dragged: (id, to, done) => this.drag(id, to, done),
      menu: (id, x, y) => {
        if (!this.model.selection.includes(id)) this.apply({ type: "select", ids: [id], mode: "replace" });
        this.picture.hover(null, null);
        this.frame.openMenu(x, y, false);
      },
      moved: () => this.frame.closeMenu(),
    };
  }

  /** Dragging one of several selected nodes takes the others along. */
  private drag(id: string, to: Point, done: boolean): void {
    const from = this.model.positions.get(id);
    if (!from) return;
    const together = this.model.selection.includes(id) ? this.model.selection : [id];
    const moved = new Map<string, Point>();
    for (const other of together) {
      const point = this.model.positions.get(other);
      if (point) moved.set(other, { x: point.x + to.x - from.x, y: point.y + to.y - from.y });
    }
    this.model = reduce(this.model, { type: "move", positions: moved, pin: done });
    this.picture.place(moved);
    if (done) this.messages.changed(this.model);
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.composedPath()[0];
    if (inside !== this.frame.box && event.key !== "Escape") return;
    const taken = pressKey(event.key, {
      walk: (direction) => {
        this.apply({ type: "walk", direction });
        if (this.model.focus !== null) this.picture.reveal(this.model.focus);
      },
      toggle: () => {
        if (this.model.focus !== null) this.apply({ type: "select", ids: [this.model.focus], mode: "toggle" });
      },
      act: (type) => this.act(type),
      escape: () => {
        if (this.frame.closeMenu()) this.frame.box.focus();
        else this.apply({ type: "select", ids: [], mode: "replace" });
      },
      zoom: (factor) => this.picture.zoom(factor),
      fit: () => this.picture.fit(visibleIds(this.model)),
      menu: () => {
        if (this.targets().length > 0) this.frame.openMenu(12, 48, true);
      },
    });
    if (taken) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  private retheme(): void {
    this.picture.setTheme(readTheme(this.host, this.payload.theme), this.model);
    this.frame.update(this.model, this.picture.theme);
  }
}
