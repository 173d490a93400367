/** A layout run beside the reader's work: begun before the first drawing, continued between frames, given up when new data come. */

import type { Layout } from "./layout";
import type { Point } from "./payload";

/** Work this long before the first drawing; small pictures then appear settled. */
const BEFORE_DRAWING_MILLISECONDS = 350;
const STEP_MILLISECONDS = 40;
/** Until the first redrawing; then twice as long each time, for without a GPU a drawing costs more than the layout. */
const REDRAW_MILLISECONDS = 200;

export interface LayingCalls {
  /** Places so far. */
  readonly draw: (places: ReadonlyMap<string, Point>) => void;
  readonly settled: () => void;
}

export class Laying {
  private run = 0;

  start(layout: Layout, calls: LayingCalls): void {
    this.stop();
    const settled = layout.step(BEFORE_DRAWING_MILLISECONDS);
    calls.draw(layout.places());
    if (settled) calls.settled();
    else this.next(layout, calls, this.run, performance.now() + REDRAW_MILLISECONDS, REDRAW_MILLISECONDS);
  }

  stop(): void {
    this.run += 1;
  }

  private next(layout: Layout, calls: LayingCalls, run: number, drawAt: number, pause: number): void {
    requestAnimationFrame(() => {
      if (run !== this.run) return;
      const settled = layout.step(STEP_MILLISECONDS);
      const draw = settled || performance.now() > drawAt;
      if (draw) calls.draw(layout.places());
      if (settled) calls.settled();
      else if (draw) this.next(layout, calls, run, performance.now() + pause * 2, pause * 2);
      else this.next(layout, calls, run, drawAt, pause);
    });
  }
}
