/** A WebGL program that draws every kind's shape in one pass: fill, border, selection halo and verdict mark from node attributes. */

import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { SHAPES } from "./style";

/** What the picture sets on each node beside sigma's own fields. */
export interface ShapeData extends NodeDisplayData {
  readonly shape: number;
  readonly fill: string;
  readonly border: string;
  readonly borderWidth: number;
  readonly halo: string;
  readonly mark: string;
}

export const NONE = "#00000000";

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_fill;
attribute vec4 a_border;
attribute vec4 a_halo;
attribute vec4 a_mark;
attribute vec2 a_position;
attribute float a_size;
attribute vec2 a_shape;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_fill;
varying vec4 v_border;
varying vec4 v_halo;
varying vec4 v_mark;
varying vec2 v_place;
varying float v_pixel;
varying float v_width;
varying float v_shape;
const float bias = 255.0 / 254.0;
const float reach = 1.75;
void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  gl_Position = vec4((u_matrix * vec3(a_position + radius * reach * a_corner, 1)).xy, 0, 1);
  v_place = a_corner * reach;
  v_pixel = u_sizeRatio / a_size;
  v_shape = a_shape.x;
  v_width = a_shape.y * v_pixel;
  #ifdef PICKING_MODE
  v_fill = a_id;
  #else
  v_fill = a_fill;
  #endif
  v_fill.a *= bias;
  v_border = a_border;
  v_halo = a_halo;
  v_mark = a_mark;
}
`;

/** Signed distances after Inigo Quilez's collection of 2D functions (MIT), scaled to about equal area. */
const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_fill;
varying vec4 v_border;
varying vec4 v_halo;
varying vec4 v_mark;
varying vec2 v_place;
varying float v_pixel;
varying float v_width;
varying float v_shape;

float box(vec2 p, vec2 half_size, float round_by) {
  vec2 d = abs(p) - half_size + round_by;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - round_by;
}
float polygon(vec2 p, float sides, float radius) {
  float slice = 6.2831853 / sides;
  float turn = atan(p.x, p.y);
  return cos(floor(0.5 + turn / slice) * slice - turn) * length(p) - radius;
}
float star(vec2 p, float radius) {
  float slice = 3.14159265 / 5.0;
  float turn = mod(atan(p.x, p.y) + slice, slice * 2.0) - slice;
  vec2 q = length(p) * vec2(cos(turn), abs(sin(turn)));
  vec2 tip = vec2(radius, 0.0);
  vec2 notch = radius * 0.5 * vec2(cos(slice), sin(slice));
  vec2 side = notch - tip;
  vec2 away = q - tip;
  float along = clamp(dot(away, side) / dot(side, side), 0.0, 1.0);
  float sign_of = sign(side.x * away.y - side.y * away.x);
  return length(away - side * along) * -sign_of;
}
float distance_to(vec2 p) {
  if (v_shape < 0.5) return length(p) - 0.92;
  if (v_shape < 1.5) return box(p, vec2(0.82), 0.1);
  if (v_shape < 2.5) return (abs(p.x) + abs(p.y) - 1.16) * 0.7071;
  if (v_shape < 3.5) return polygon(vec2(p.x, -p.y - 0.18), 3.0, 0.62);
  if (v_shape < 4.5) return polygon(p.yx, 6.0, 0.86);
  if (v_shape < 5.5) return polygon(vec2(p.x, -p.y), 5.0, 0.82);
  if (v_shape < 6.5) return star(p, 1.22);
  if (v_shape < 7.5) return length(p) - 1.0;
  if (v_shape < 8.5) return min(box(p, vec2(0.98, 0.38), 0.06), box(p, vec2(0.38, 0.98), 0.06));
  if (v_shape < 9.5) return box(p, vec2(1.12, 0.66), 0.22);
  if (v_shape < 10.5) return box(p, vec2(0.6, 0.95), 0.08);
  return polygon(vec2(p.x, p.y - 0.18), 3.0, 0.62) - 0.06;
}
vec4 over(vec4 top, float cover, vec4 below) {
  float alpha = top.a * cover;
  return vec4(top.rgb * alpha + below.rgb * (1.0 - alpha), alpha + below.a * (1.0 - alpha));
}
void main(void) {
  float edge = distance_to(v_place);
  #ifdef PICKING_MODE
  // A little larger than drawn: small nodes are hard to hit.
  gl_FragColor = edge < 2.0 * v_pixel ? v_fill : vec4(0.0);
  #else
  float soft = v_pixel * 0.75;
  vec4 colour = vec4(0.0);
  float ring = abs(length(v_place) - 1.42) - max(0.11, v_pixel);
  colour = over(v_halo, 1.0 - smoothstep(-soft, soft, ring), colour);
  colour = over(v_border, 1.0 - smoothstep(-soft, soft, edge), colour);
  colour = over(v_fill, 1.0 - smoothstep(-soft, soft, edge + v_width), colour);
  float dot_edge = length(v_place - vec2(0.8, 0.8)) - 0.42;
  colour = over(v_mark, 1.0 - smoothstep(-soft, soft, dot_edge), colour);
  gl_FragColor = colour;
  #endif
}
`;

const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix"] as const;
const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;

export class ShapeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  getDefinition() {
    const colour = (name: string) => ({ name, size: 4, type: UNSIGNED_BYTE, normalized: true });
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 2, type: FLOAT },
        colour("a_fill"),
        colour("a_border"),
        colour("a_halo"),
        colour("a_mark"),
        colour("a_id"),
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [[-1, -1], [1, -1], [-1, 1], [-1, 1], [1, -1], [1, 1]],
    };
  }

  processVisibleItem(index: number, start: number, data: NodeDisplayData): void {
    const node = data as ShapeData;
    this.array.set(
      [node.x, node.y, node.size, node.shape, node.borderWidth, floatColor(node.fill), floatColor(node.border)],
      start,
    );
    this.array.set([floatColor(node.halo), floatColor(node.mark), index], start + 7);
  }

  setUniforms({ sizeRatio, correctionRatio, matrix }: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniform1f(uniformLocations["u_sizeRatio"] as WebGLUniformLocation, sizeRatio);
    gl.uniform1f(uniformLocations["u_correctionRatio"] as WebGLUniformLocation, correctionRatio);
    gl.uniformMatrix3fv(uniformLocations["u_matrix"] as WebGLUniformLocation, false, matrix);
  }
}

/** Sigma draws a hovered node once more above all lettering, which would cover the number on a cluster: draw nothing. */
export class NoHoverProgram extends ShapeProgram {
  override processVisibleItem(index: number, start: number, data: NodeDisplayData): void {
    super.processVisibleItem(index, start, { ...data, fill: NONE, border: NONE, halo: NONE, mark: NONE } as ShapeData);
  }
}

export function shapeNumber(shape: (typeof SHAPES)[number]): number {
  return SHAPES.indexOf(shape);
}
