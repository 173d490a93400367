/** What the page sends in, and what goes back to it. Names equal those of the Python dataclasses. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Camera extends Point {
  readonly ratio: number;
}

export interface NodeRow {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly detail?: string;
  /** 0 to 1: size on the screen. */
  readonly weight?: number;
  /** Members of a super-node, written on it. */
  readonly count?: number;
  readonly group?: string;
  readonly status?: string;
  readonly judgement?: string;
  /** False for a stub that was only referred to in the export. */
  readonly seen?: boolean;
  readonly x?: number;
  readonly y?: number;
}

export interface EdgeRow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly kind: string;
  readonly label?: string;
  /** 0 to 1: thickness. */
  readonly weight?: number;
  readonly status?: string;
  readonly directed?: boolean;
}

export type Places = Readonly<Record<string, readonly [number, number]>>;

interface Frame {
  readonly rev: string;
  /** The page's own key: positions survive a visit to another page under it. */
  readonly key: string;
  readonly height: number;
  readonly theme: "light" | "dark" | null;
  readonly words: Readonly<Record<string, string>>;
}

/** The whole picture. */
export interface FullPayload extends Frame {
  readonly nodes: readonly NodeRow[];
  readonly edges: readonly EdgeRow[];
  readonly selection: readonly string[];
  readonly pinned: Places;
  readonly hidden: readonly string[];
  readonly camera: Camera | null;
  readonly notDrawn: number;
}

/** A difference on top of the picture `base`. */
export interface ChangePayload extends Frame {
  readonly base: string;
  readonly add: { readonly nodes: readonly NodeRow[]; readonly edges: readonly EdgeRow[] };
  readonly remove: { readonly nodes: readonly string[]; readonly edges: readonly string[] };
}

export type Payload = FullPayload | ChangePayload;

export type ActionType = "expand" | "open" | "hide" | "pin" | "resync";

export interface Action {
  readonly type: ActionType;
  readonly ids: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
}

export function isChange(payload: Payload): payload is ChangePayload {
  return "base" in payload;
}
