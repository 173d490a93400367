/** What goes back to the page: state when it changed, actions at once. Each message makes the page run again, so they are gathered. */

import { type Model, sameIds } from "./model";
import type { Action, Camera, Places, Point } from "./payload";

export interface Channel {
  readonly setStateValue: (name: string, value: unknown) => void;
  readonly setTriggerValue: (name: string, value: unknown) => void;
}

/** A double click is two clicks first: its selection waits this long, and then goes with the action. */
const GATHER_MILLISECONDS = 220;

interface Sent {
  readonly selection: readonly string[];
  readonly hidden: readonly string[];
  readonly pinned: string;
}

export class Messages {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sent: Sent = { selection: [], hidden: [], pinned: "{}" };
  private now: Model | null = null;
  private turn = 0;

  constructor(public channel: Channel, private readonly camera: () => Camera) {}

  /** The page knows what it asked for itself; saying it back would make two pages chase each other. */
  known(model: Model): void {
    this.sent = { selection: model.selection, hidden: [...model.hidden], pinned: pinnedOf(model) };
  }

  knownSelection(model: Model): void {
    this.sent = { ...this.sent, selection: model.selection };
  }

  changed(model: Model): void {
    this.now = model;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), GATHER_MILLISECONDS);
  }

  act(action: Action): void {
    this.flush();
    this.channel.setTriggerValue("action", action);
  }

  placed(positions: ReadonlyMap<string, Point>): void {
    this.channel.setStateValue("positions", rounded(positions));
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private flush(): void {
    clearTimeout(this.timer);
    const model = this.now;
    if (!model) return;
    this.now = null;
    const hidden = [...model.hidden];
    const pinned = pinnedOf(model);
    const changes: [string, unknown][] = [];
    if (!sameIds(model.selection, this.sent.selection)) changes.push(["selection", model.selection]);
    if (!sameIds(hidden, this.sent.hidden)) changes.push(["hidden", hidden]);
    if (pinned !== this.sent.pinned) changes.push(["pinned", JSON.parse(pinned)]);
    if (changes.length === 0) return;
    this.known(model);
    // The turn tells the page a reader's choice from an old one with the same ids.
    this.turn += 1;
    changes.push(["camera", this.camera()], ["turn", this.turn]);
    for (const [name, value] of changes) this.channel.setStateValue(name, value);
  }
}

function pinnedOf(model: Model): string {
  const places = new Map<string, Point>();
  for (const id of [...model.pinned].sort()) {
    const point = model.positions.get(id);
    if (point) places.set(id, point);
  }
  return JSON.stringify(rounded(places));
}

function rounded(positions: ReadonlyMap<string, Point>): Places {
  const round = (value: number): number => Math.round(value * 100) / 100;
  return Object.fromEntries([...positions].map(([id, { x, y }]) => [id, [round(x), round(y)] as const]));
}
