/** Where things stood when a picture left the page: positions and camera by the page's key, for as long as the browser tab lives. */

import type { Model } from "./model";
import type { Camera, Point } from "./payload";

interface Memory {
  readonly positions: ReadonlyMap<string, Point>;
  readonly camera: Camera;
}

const KEPT = 12;
const memories = new Map<string, Memory>();

export function remember(key: string, model: Model, camera: Camera): void {
  memories.delete(key);
  memories.set(key, { positions: model.positions, camera });
  for (const oldest of memories.keys()) {
    if (memories.size <= KEPT) break;
    memories.delete(oldest);
  }
}

export function remembered(key: string): Memory | undefined {
  return memories.get(key);
}
