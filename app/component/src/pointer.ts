/** Mouse and touch on the picture: clicks, double clicks, drags, the selection box and the menu, turned into calls. */

import type { MouseCoords, SigmaNodeEventPayload } from "sigma/types";
import { element } from "./elements";
import type { Point } from "./payload";
import type { Picture } from "./picture";

export interface PointerCalls {
  readonly click: (id: string | null, adding: boolean) => void;
  readonly expand: (id: string) => void;
  readonly clickEdge: (id: string, adding: boolean) => void;
  readonly openEdge: (id: string) => void;
  readonly boxed: (ids: readonly string[], adding: boolean) => void;
  readonly dragged: (id: string, to: Point, done: boolean) => void;
  readonly menu: (id: string, x: number, y: number) => void;
  readonly moved: () => void;
}

const DRAG_PIXELS = 4;

export class Pointer {
  boxing = false;
  private last = "";
  private hovering = false;
  private seeking = false;
  private hoveredEdge: string | null = null;
  private held: { readonly id: string; readonly x: number; readonly y: number; moving: boolean } | null = null;
  private corner: Point | null = null;
  private readonly band = element("div", "box");
  private readonly stop = new AbortController();

  constructor(private readonly picture: Picture, private readonly stage: HTMLElement, private readonly calls: PointerCalls) {
    this.band.hidden = true;
    stage.append(this.band);
    this.listenToNodes();
    this.listenToDrags();
    this.listenToBoxes();
  }

  destroy(): void {
    this.stop.abort();
  }

  private listenToNodes(): void {
    const { sigma } = this.picture;
    sigma.on("enterNode", ({ node }) => this.over(node, null));
    sigma.on("leaveNode", () => this.over(null, null));
    sigma.on("clickNode", ({ node, event }) => this.click(`node ${node}`, node, event));
    sigma.on("clickStage", ({ event }) => this.clickGround(event));
    sigma.on("doubleClickNode", ({ node, event, preventSigmaDefault }) => {
      preventSigmaDefault();
      if (this.last === `node ${node}` && !isAdding(event)) this.calls.expand(node);
      else this.click(`node ${node}`, node, event);
    });
    sigma.on("doubleClickStage", ({ event, preventSigmaDefault }) => {
      const edge = this.picture.edgeAt(event);
      if (edge === null && this.last === "stage") return;
      preventSigmaDefault();
      if (edge !== null && this.last === `edge ${edge}`) this.calls.openEdge(edge);
      else this.clickGround(event);
    });
    sigma.on("moveBody", ({ event }) => this.seekEdge(event));
    sigma.on("rightClickNode", (payload: SigmaNodeEventPayload) => {
      payload.preventSigmaDefault();
      payload.event.original.preventDefault();
      this.calls.menu(payload.node, payload.event.x, payload.event.y);
    });
    this.stage.addEventListener("contextmenu", (event) => event.preventDefault(), { signal: this.stop.signal });
  }

  /** Sigma takes two quick clicks anywhere for a double click; two nodes clicked in a row are two clicks. */
  private click(what: string, node: string | null, event: MouseCoords): void {
    this.last = what;
    this.calls.click(node, isAdding(event));
  }

  private clickGround(event: MouseCoords): void {
    const edge = this.picture.edgeAt(event);
    if (edge === null) return this.click("stage", null, event);
    this.last = `edge ${edge}`;
    this.calls.clickEdge(edge, isAdding(event));
  }

  /** Once a frame at most, and never while something is dragged. */
  private seekEdge(event: MouseCoords): void {
    if (this.seeking || this.hovering || this.held || this.corner || this.picture.sigma.getMouseCaptor().isMoving) return;
    this.seeking = true;
    requestAnimationFrame(() => {
      this.seeking = false;
      if (this.hovering || this.stop.signal.aborted) return;
      const edge = this.picture.edgeAt(event);
      if (edge !== this.hoveredEdge) this.over(null, edge);
    });
  }

  private over(node: string | null, edge: string | null): void {
    this.hovering = node !== null;
    this.hoveredEdge = edge;
    this.picture.hover(node, edge);
    this.stage.classList.toggle("over", node !== null || edge !== null);
  }

  private listenToDrags(): void {
    const { sigma } = this.picture;
    sigma.on("downNode", ({ node, event }) => {
      if (!isAdding(event)) this.held = { id: node, x: event.x, y: event.y, moving: false };
    });
    sigma.getMouseCaptor().on("mousemovebody", (event: MouseCoords) => {
      const { held } = this;
      if (!held) return;
      if (!held.moving && Math.hypot(event.x - held.x, event.y - held.y) < DRAG_PIXELS) return;
      held.moving = true;
      event.preventSigmaDefault();
      event.original.preventDefault();
      event.original.stopPropagation();
      this.calls.dragged(held.id, sigma.viewportToGraph(event), false);
    });
    sigma.getMouseCaptor().on("mouseup", (event: MouseCoords) => {
      if (this.held?.moving) this.calls.dragged(this.held.id, sigma.viewportToGraph(event), true);
      this.held = null;
    });
    sigma.getCamera().on("updated", this.calls.moved);
  }

  /** Shift and drag on free ground, or any drag after pressing the box button. Before sigma sees the event. */
  private listenToBoxes(): void {
    const options = { capture: true, signal: this.stop.signal };
    this.stage.addEventListener("mousedown", (event) => {
      if (event.button !== 0 || !(event.shiftKey || this.boxing)) return;
      const at = this.local(event);
      if (!this.boxing && this.nodeAt(at)) return;
      event.stopPropagation();
      event.preventDefault();
      this.corner = at;
      (this.stage.getRootNode() as ShadowRoot | Document).querySelector<HTMLElement>(".shoal")?.focus();
    }, options);
    window.addEventListener("mousemove", (event) => {
      if (this.corner) this.drawBand(this.corner, this.local(event));
    }, options);
    window.addEventListener("mouseup", (event) => {
      if (!this.corner) return;
      const ids = this.within(this.corner, this.local(event));
      const clicked = Math.hypot(this.local(event).x - this.corner.x, this.local(event).y - this.corner.y) < DRAG_PIXELS;
      this.corner = null;
      this.band.hidden = true;
      if (!clicked) this.calls.boxed(ids, event.shiftKey || event.ctrlKey || event.metaKey);
    }, options);
  }

  private drawBand(from: Point, to: Point): void {
    Object.assign(this.band.style, {
      left: `${Math.min(from.x, to.x)}px`,
      top: `${Math.min(from.y, to.y)}px`,
      width: `${Math.abs(from.x - to.x)}px`,
      height: `${Math.abs(from.y - to.y)}px`,
    });
    this.band.hidden = false;
  }

  private within(from: Point, to: Point): string[] {
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
    return this.spots()
      .filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom)
      .map(({ id }) => id);
  }

  private nodeAt(at: Point): boolean {
    const { sigma } = this.picture;
    return this.spots().some(({ id, x, y }) => {
      const radius = sigma.scaleSize(sigma.getNodeDisplayData(id)?.size ?? 0);
      return Math.hypot(at.x - x, at.y - y) <= radius + 2;
    });
  }

  private spots(): { id: string; x: number; y: number }[] {
    const { sigma } = this.picture;
    const spots: { id: string; x: number; y: number }[] = [];
    sigma.getGraph().forEachNode((id) => {
      const data = sigma.getNodeDisplayData(id);
      if (data && !data.hidden) spots.push({ id, ...sigma.framedGraphToViewport(data) });
    });
    return spots;
  }

  private local(event: MouseEvent): Point {
    const { left, top } = this.stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}

function isAdding({ original }: MouseCoords): boolean {
  return original.shiftKey || original.ctrlKey || original.metaKey;
}
