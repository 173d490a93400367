/** Edges as drawn and a spot in; the edge under the spot out. Sigma's own picking misses lines thinner than two pixels. */

import type { Point } from "./payload";

export interface Line {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
  /** How far the line bows, as a share of its length; 0 is straight. */
  readonly bend: number;
}

const PIECES = 12;

/** The nearest line within `reach` of the spot; of two equally near ones the first. */
export function nearestLine(spot: Point, lines: Iterable<Line>, reach: number): string | null {
  let best: string | null = null;
  let nearest = reach;
  for (const line of lines) {
    if (outside(spot, line, reach)) continue;
    const distance = distanceTo(spot, line);
    if (distance < nearest) [best, nearest] = [line.id, distance];
  }
  return best;
}

/** The point on a bowed line at `share` of its way; y grows downwards, as on the screen. */
export function along({ from, to, bend }: Line, share: number): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const bow = 2 * share * (1 - share) * bend;
  return { x: from.x + dx * share + dy * bow, y: from.y + dy * share - dx * bow };
}

function outside(spot: Point, { from, to, bend }: Line, reach: number): boolean {
  const room = reach + (Math.abs(bend) / 2) * Math.hypot(to.x - from.x, to.y - from.y);
  return (
    spot.x < Math.min(from.x, to.x) - room ||
    spot.x > Math.max(from.x, to.x) + room ||
    spot.y < Math.min(from.y, to.y) - room ||
    spot.y > Math.max(from.y, to.y) + room
  );
}

function distanceTo(spot: Point, line: Line): number {
  if (line.bend === 0) return toSegment(spot, line.from, line.to);
  let nearest = Number.POSITIVE_INFINITY;
  for (let piece = 0; piece < PIECES; piece += 1) {
    nearest = Math.min(nearest, toSegment(spot, along(line, piece / PIECES), along(line, (piece + 1) / PIECES)));
  }
  return nearest;
}

function toSegment(spot: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy || 1;
  const share = Math.max(0, Math.min(1, ((spot.x - from.x) * dx + (spot.y - from.y) * dy) / length));
  return Math.hypot(spot.x - from.x - share * dx, spot.y - from.y - share * dy);
}
