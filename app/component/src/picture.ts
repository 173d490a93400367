/** The drawn picture: a model and a theme in, sigma's canvases out. The only module that holds a sigma instance. */

import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { Appearance } from "./appearance";
import { Lettering, type Spot } from "./lettering";
import type { Model } from "./model";
import { type Line, nearestLine } from "./near";
import type { Camera, Point } from "./payload";
import { settingsOf } from "./settings";
import type { Theme } from "./style";

const HIDE_EDGES_ABOVE = 1_000;
const ARROWS_UP_TO = 1_500;
const CLICKABLE_EDGES_UP_TO = 6_000;
const EDGE_REACH_PIXELS = 6;
const MOVE_MILLISECONDS = 220;

export class Picture {
  readonly sigma: Sigma;
  private readonly graph = new MultiDirectedGraph();
  private readonly look: Appearance;

  constructor(container: HTMLElement, theme: Theme) {
    this.look = new Appearance(theme);
    const lettering = new Lettering(() => this.look.theme, () => this.numberedDiscs());
    this.sigma = new Sigma(this.graph, container, settingsOf(this.look, lettering));
    this.sigma.on("beforeRender", () => lettering.begin());
  }

  /** Brings nodes, edges and places in line with the model; what stays is touched in place, so nothing jumps. */
  show(model: Model): void {
    this.look.take(model);
    this.graph.forEachNode((id) => {
      if (!model.nodes.has(id) || !model.positions.has(id)) this.graph.dropNode(id);
    });
    this.graph.forEachEdge((id) => {
      if (!model.edges.has(id)) this.graph.dropEdge(id);
    });
    for (const [id, point] of model.positions) {
      const attributes = { ...this.look.node(id), x: point.x, y: point.y };
      if (this.graph.hasNode(id)) this.graph.replaceNodeAttributes(id, attributes);
      else this.graph.addNode(id, attributes);
    }
    const arrows = model.edges.size <= ARROWS_UP_TO;
    for (const edge of model.edges.values()) {
      if (!this.graph.hasNode(edge.source) || !this.graph.hasNode(edge.target)) continue;
      const attributes = this.look.edge(edge, arrows);
      if (this.graph.hasEdge(edge.id)) this.graph.replaceEdgeAttributes(edge.id, attributes);
      else this.graph.addDirectedEdgeWithKey(edge.id, edge.source, edge.target, attributes);
    }
    this.sigma.setSetting("hideEdgesOnMove", model.edges.size > HIDE_EDGES_ABOVE);
    this.sigma.refresh();
  }

  /** The stage has another size: the same picture, as large as fits. */
  resize(): void {
    const before = this.sigma.getDimensions();
    const after = this.sigma.resize().getDimensions();
    if (before.width !== after.width || before.height !== after.height) this.sigma.refresh();
  }

  /** After a change of selection, focus or hidden nodes: same graph, other looks. */
  restyle(model: Model): void {
    this.look.take(model);
    this.sigma.refresh({ skipIndexation: true });
  }

  /** New places only (a layout step, a dragged node). */
  place(places: ReadonlyMap<string, Point>): void {
    this.graph.updateEachNodeAttributes(
      (id, attributes) => {
        const point = places.get(id);
        if (point) {
          attributes["x"] = point.x;
          attributes["y"] = point.y;
        }
        return attributes;
      },
      { attributes: ["x", "y"] },
    );
  }

  /** Redraws only what the pointer left and what it came upon. */
  hover(node: string | null, edge: string | null): void {
    const { hovered, hoveredEdge } = this.look;
    this.look.hovered = node;
    this.look.hoveredEdge = edge;
    const nodes = [hovered, node].filter((id): id is string => id !== null && this.graph.hasNode(id));
    const edges = [hoveredEdge, edge].filter((id): id is string => id !== null && this.graph.hasEdge(id));
    for (const id of nodes) edges.push(...this.graph.edges(id));
    this.sigma.refresh({ partialGraph: { nodes, edges }, skipIndexation: true });
  }

  /** Where a node is on the stage, in pixels from its upper left corner. */
  onStage(id: string): Point | null {
    const data = this.sigma.getNodeDisplayData(id);
    return data && !data.hidden ? this.sigma.framedGraphToViewport(data) : null;
  }

  /** The edge under a spot of the stage; none in a picture with too many to look through at every move. */
  edgeAt(spot: Point): string | null {
    if (this.graph.size > CLICKABLE_EDGES_UP_TO) return null;
    return nearestLine(spot, this.lines(), EDGE_REACH_PIXELS);
  }

  setTheme(theme: Theme, model: Model): void {
    this.look.theme = theme;
    this.sigma.setSettings({ labelFont: theme.font, edgeLabelFont: theme.font });
    this.show(model);
  }

  get theme(): Theme {
    return this.look.theme;
  }

  describe(words: Readonly<Record<string, string>>): void {
    this.look.words = words;
  }

  /** From the next drawing on the scale stays as these places ask for, whatever comes or goes. */
  freezeScale(places: Iterable<Point>): void {
    const points = [...places];
    const range = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
    this.sigma.setCustomBBox({ x: range(points.map((point) => point.x)), y: range(points.map((point) => point.y)) });
  }

  get frozen(): boolean {
    return this.sigma.getCustomBBox() !== null;
  }

  /** Moves the camera so that all these nodes are in view, with room for their labels. */
  fit(ids: readonly string[], animate = true): void {
    const points = ids.map((id) => this.sigma.getNodeDisplayData(id)).filter((data) => data !== undefined);
    if (points.length === 0) return;
    const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const { width, height } = this.sigma.getDimensions();
    const corner = this.sigma.viewportToFramedGraph({ x: 0, y: 0 });
    const opposite = this.sigma.viewportToFramedGraph({ x: width, y: height });
    const share = (span: number, seen: number): number => span / (Math.abs(seen) || 1);
    const shares = Math.max(share(right - left, opposite.x - corner.x), share(high - low, opposite.y - corner.y));
    const ratio = Math.max(shares * this.camera().ratio * 1.15, 0.15);
    this.moveCamera({ x: (left + right) / 2, y: (low + high) / 2, ratio }, animate);
  }

  moveCamera(camera: Camera, animate: boolean): void {
    const state = { ...camera, angle: 0 };
    if (animate) void this.sigma.getCamera().animate(state, { duration: MOVE_MILLISECONDS });
    else this.sigma.getCamera().setState(state);
  }

  camera(): Camera {
    const { x, y, ratio } = this.sigma.getCamera().getState();
    return { x, y, ratio };
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: camera.getBoundedRatio(camera.ratio * factor) }, { duration: MOVE_MILLISECONDS });
  }

  /** Pans just enough that a node is seen, for walking by keyboard. */
  reveal(id: string): void {
    const data = this.sigma.getNodeDisplayData(id);
    if (!data) return;
    const { x, y } = this.sigma.framedGraphToViewport(data);
    const { width, height } = this.sigma.getDimensions();
    if (x > 30 && y > 30 && x < width - 30 && y < height - 30) return;
    this.moveCamera({ ...this.camera(), x: data.x, y: data.y }, true);
  }

  destroy(): void {
    this.sigma.kill();
  }

  private numberedDiscs(): Spot[] {
    const discs: Spot[] = [];
    this.graph.forEachNode((id, { countText }) => {
      const spot = countText ? this.onStage(id) : null;
      if (spot) discs.push({ ...spot, size: this.sigma.scaleSize(this.sigma.getNodeDisplayData(id)?.size ?? 0) });
    });
    return discs;
  }

  private *lines(): Iterable<Line> {
    const spots = new Map<string, Point | null>();
    const spotOf = (id: string): Point | null => {
      const known = spots.get(id);
      if (known !== undefined) return known;
      const spot = this.onStage(id);
      spots.set(id, spot);
      return spot;
    };
    for (const { edge, source, target, attributes } of this.graph.edgeEntries()) {
      const [from, to] = [spotOf(source), spotOf(target)];
      if (from && to) yield { id: edge, from, to, bend: attributes["curvature"] };
    }
  }
}
