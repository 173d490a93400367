/** Rows of (x, y, radius) in; the same rows with overlapping discs pushed a step apart. Repeatable: no random numbers. */

/** One round; true when nothing overlapped. Discs are compared within a grid of cells as wide as the largest disc. */
export function separate(rows: Float32Array, gap: number): boolean {
  const count = rows.length / 3;
  const cell = widest(rows) * 2 + gap;
  const cells = new Map<string, number[]>();
  for (let disc = 0; disc < count; disc += 1) {
    const name = cellName(at(rows, disc, 0), at(rows, disc, 1), cell);
    const inside = cells.get(name);
    if (inside) inside.push(disc);
    else cells.set(name, [disc]);
  }
  let apart = true;
  for (let disc = 0; disc < count; disc += 1) {
    for (let across = -1; across <= 1; across += 1) {
      for (let down = -1; down <= 1; down += 1) {
        const name = cellName(at(rows, disc, 0) + across * cell, at(rows, disc, 1) + down * cell, cell);
        for (const other of cells.get(name) ?? []) {
          if (other > disc && push(rows, disc, other, gap)) apart = false;
        }
      }
    }
  }
  return apart;
}

function push(rows: Float32Array, one: number, other: number, gap: number): boolean {
  let dx = at(rows, other, 0) - at(rows, one, 0);
  let dy = at(rows, other, 1) - at(rows, one, 1);
  const distance = Math.hypot(dx, dy);
  const wanted = at(rows, one, 2) + at(rows, other, 2) + gap;
  if (distance >= wanted * 0.999) return false;
  const step = distance > 0 ? (wanted - distance) / 2 / distance : wanted / 2;
  // Two discs on one spot part at an angle of their own, so that a heap does not become a line.
  if (distance === 0) [dx, dy] = [Math.cos(other), Math.sin(other)];
  move(rows, one, -dx * step, -dy * step);
  move(rows, other, dx * step, dy * step);
  return true;
}

function move(rows: Float32Array, disc: number, dx: number, dy: number): void {
  rows[disc * 3] = at(rows, disc, 0) + dx;
  rows[disc * 3 + 1] = at(rows, disc, 1) + dy;
}

function at(rows: Float32Array, disc: number, column: number): number {
  return rows[disc * 3 + column] as number;
}

function widest(rows: Float32Array): number {
  let most = 0;
  for (let index = 2; index < rows.length; index += 3) most = Math.max(most, rows[index] as number);
  return most || 1;
}

function cellName(x: number, y: number, cell: number): string {
  return `${Math.floor(x / cell)},${Math.floor(y / cell)}`;
}
