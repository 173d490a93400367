/** Keys pressed in the box, turned into calls. Tab and everything with a modifier stay the browser's. */

import type { ActionType } from "./payload";
import type { Direction } from "./walk";

export interface KeyCalls {
  readonly walk: (direction: Direction) => void;
  readonly toggle: () => void;
  readonly act: (type: ActionType) => void;
  readonly escape: () => void;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly menu: () => void;
}

/** True when the key was taken. */
export function pressKey(key: string, calls: KeyCalls): boolean {
  const command = commandsOf(calls)[key.length === 1 ? key.toLowerCase() : key];
  command?.();
  return command !== undefined;
}

function commandsOf(calls: KeyCalls): Readonly<Record<string, () => void>> {
  return {
    ArrowUp: () => calls.walk("up"),
    ArrowDown: () => calls.walk("down"),
    ArrowLeft: () => calls.walk("left"),
    ArrowRight: () => calls.walk("right"),
    " ": calls.toggle,
    Enter: () => calls.act("expand"),
    o: () => calls.act("open"),
    p: () => calls.act("pin"),
    h: () => calls.act("hide"),
    Escape: calls.escape,
    "+": () => calls.zoom(1 / 1.5),
    "=": () => calls.zoom(1 / 1.5),
    "-": () => calls.zoom(1.5),
    "0": calls.fit,
    ContextMenu: calls.menu,
    m: calls.menu,
  };
}
