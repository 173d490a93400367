/** Canvas lettering in the theme's colours: node labels, the hover card, edge labels. Text is drawn, never parsed. */

import type { Settings } from "sigma/settings";
import type { EdgeDisplayData, NodeDisplayData } from "sigma/types";
import { along } from "./near";
import { type Box, Room } from "./room";
import type { Theme } from "./style";

export type Spot = { readonly x: number; readonly y: number; readonly size: number };
export type NodeLettering = Partial<NodeDisplayData> & Spot & {
  readonly label: string | null;
  readonly lines?: readonly string[];
  readonly countText?: string;
  readonly strong?: boolean;
  readonly back?: boolean;
};

const CARD_PADDING = 9;
const LINE_HEIGHT = 1.45;

export class Lettering {
  private readonly room = new Room();
  private begun = false;

  /** `discs`: where numbers stand on nodes in the present drawing; no label may cover them. */
  constructor(
    private readonly theme: () => Theme,
    private readonly discs: () => readonly Spot[],
  ) {}

  /** A new drawing begins. Where the discs are is known only when the first label is drawn. */
  begin(): void {
    this.begun = false;
  }

  readonly node = (context: CanvasRenderingContext2D, data: NodeLettering, settings: Settings): void => {
    const theme = this.theme();
    if (!this.begun) this.room.clear(this.discs().map(boxOf));
    this.begun = true;
    context.direction = "ltr";
    if (data.countText) this.count(context, data, theme);
    if (!data.label) return;
    context.font = `${data.strong ? 600 : 450} ${settings.labelSize}px ${theme.font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    const left = data.x + data.size * 1.15 + 4;
    const half = settings.labelSize * 0.6;
    const right = left + context.measureText(data.label).width;
    const free = this.room.take({ left, right, top: data.y - half, bottom: data.y + half });
    if (!free && !data.forceLabel) return;
    this.outlined(context, data.label, left, data.y, data.strong ? theme.text : theme.faint);
  };

  /** A card beside the node: the name, then what is known in a line or two. Stays inside the picture. */
  readonly hover = (context: CanvasRenderingContext2D, data: NodeLettering, settings: Settings): void => {
    const lines = data.lines ?? [];
    if (lines.length === 0) return;
    const theme = this.theme();
    const size = settings.labelSize;
    const font = (index: number): string => `${index === 0 ? 600 : 400} ${index === 0 ? size + 1 : size}px ${theme.font}`;
    let width = 0;
    lines.forEach((line, index) => {
      context.font = font(index);
      width = Math.max(width, context.measureText(line).width);
    });
    const high = lines.length * size * LINE_HEIGHT + CARD_PADDING * 2 - 4;
    const wide = width + CARD_PADDING * 2;
    const { left, top } = this.cornerOf(context, data, wide, high);
    this.card(context, theme, left, top, wide, high);
    context.direction = "ltr";
    context.textAlign = "left";
    context.textBaseline = "middle";
    lines.forEach((line, index) => {
      context.font = font(index);
      context.fillStyle = index === 0 ? theme.text : theme.faint;
      context.fillText(line, left + CARD_PADDING, top + CARD_PADDING - 2 + (index + 0.5) * size * LINE_HEIGHT);
    });
  };

  readonly edge = (
    context: CanvasRenderingContext2D,
    edge: Partial<EdgeDisplayData> & { readonly curvature?: number },
    source: Spot,
    target: Spot,
    settings: Settings,
  ): void => {
    if (!edge.label) return;
    const theme = this.theme();
    const [dx, dy] = [target.x - source.x, target.y - source.y];
    const free = Math.hypot(dx, dy) - source.size - target.size - 12;
    context.font = `450 ${settings.edgeLabelSize}px ${theme.font}`;
    if (context.measureText(edge.label).width * 1.2 > free) return;
    const turn = Math.atan2(dy, dx);
    context.save();
    context.direction = "ltr";
    context.textAlign = "center";
    context.textBaseline = "middle";
    const middle = along({ id: "", from: source, to: target, bend: edge.curvature ?? 0 }, 0.5);
    context.translate(middle.x, middle.y);
    context.rotate(Math.abs(turn) > Math.PI / 2 ? turn + Math.PI : turn);
    this.outlined(context, edge.label, 0, 0, theme.text);
    context.restore();
  };

  private count(context: CanvasRenderingContext2D, data: NodeLettering, theme: Theme): void {
    const text = data.countText as string;
    const size = Math.min(data.size * 0.78, (data.size * 2.6) / text.length);
    if (size < 7) return;
    context.font = `650 ${size}px ${theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = data.back ? theme.faint : theme.text;
    context.fillText(text, data.x, data.y + size * 0.04);
  }

  /** Lines cross labels; a rim in the background's colour keeps them readable. */
  private outlined(context: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string): void {
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = this.theme().background;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  private cornerOf(context: CanvasRenderingContext2D, data: Spot, wide: number, high: number): { left: number; top: number } {
    const scale = context.getTransform().a || 1;
    const [across, down] = [context.canvas.width / scale, context.canvas.height / scale];
    const right = data.x + data.size * 1.5 + 6;
    const left = right + wide > across - 4 ? Math.max(4, data.x - data.size * 1.5 - 6 - wide) : right;
    return { left, top: Math.max(4, Math.min(data.y - high / 2, down - high - 4)) };
  }

  private card(context: CanvasRenderingContext2D, theme: Theme, left: number, top: number, wide: number, high: number): void {
    context.save();
    context.shadowColor = theme.dark ? "rgba(0, 0, 0, 0.6)" : "rgba(15, 23, 42, 0.18)";
    context.shadowBlur = 12;
    context.shadowOffsetY = 3;
    context.fillStyle = theme.card;
    context.beginPath();
    context.roundRect(left, top, wide, high, 7);
    context.fill();
    context.restore();
    context.strokeStyle = theme.cardLine;
    context.lineWidth = 1;
    context.stroke();
  }
}

function boxOf({ x, y, size }: Spot): Box {
  return { left: x - size, right: x + size, top: y - size, bottom: y + size };
}
