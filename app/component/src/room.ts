/** Which parts of the stage are taken by lettering in this drawing: boxes in, yes or no out. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export class Room {
  private taken: Box[] = [];

  /** A new drawing begins; these boxes are kept free for what must be readable. */
  clear(kept: readonly Box[]): void {
    this.taken = [...kept];
  }

  /** Takes the box when nothing else stands there. */
  take(box: Box): boolean {
    if (this.taken.some((other) => overlap(box, other))) return false;
    this.taken.push(box);
    return true;
  }
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
