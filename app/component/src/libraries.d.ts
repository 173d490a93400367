/** The inner steps of the layout package, which ships types only for its outer functions. */

declare module "graphology-layout-forceatlas2/iterate.js" {
  /** One iteration over rows of (x, y, dx, dy, old dx, old dy, mass, convergence, size, fixed) and (source, target, weight). */
  export default function iterate(
    options: Readonly<Record<string, number | boolean>>,
    nodes: Float32Array,
    edges: Float32Array,
  ): unknown;
}

declare module "*.css" {
  const text: string;
  export default text;
}
