/** Sigma's settings for this picture: programs, lettering, camera limits. Looks come in as reducers. */

import { createEdgeCurveProgram } from "@sigma/edge-curve";
import { EdgeRectangleProgram, createEdgeArrowProgram } from "sigma/rendering";
import type { Settings } from "sigma/settings";
import type { Appearance } from "./appearance";
import type { Lettering, NodeLettering } from "./lettering";
import { NoHoverProgram, ShapeProgram } from "./shapes";

const ARROW = { lengthToThicknessRatio: 4.5, widenessToThicknessRatio: 3.6 };

export function settingsOf(look: Appearance, lettering: Lettering): Partial<Settings> {
  return {
    ...programs(lettering),
    allowInvalidContainer: true,
    defaultNodeType: "shape",
    defaultDrawNodeLabel: (context, data, settings) => lettering.node(context, data as NodeLettering, settings),
    defaultDrawNodeHover: (context, data, settings) => lettering.hover(context, data as NodeLettering, settings),
    defaultDrawEdgeLabel: lettering.edge,
    labelFont: look.theme.font,
    labelSize: 12.5,
    edgeLabelSize: 11,
    labelDensity: 1.1,
    labelGridCellSize: 80,
    labelRenderedSizeThreshold: 4.5,
    renderEdgeLabels: true,
    zIndex: true,
    stagePadding: 46,
    minEdgeThickness: 1.3,
    minCameraRatio: 0.02,
    maxCameraRatio: 6,
    nodeReducer: (id, data) => look.nodeNow(id, data),
    edgeReducer: (id, data) => look.edgeNow(id, data),
  };
}

function programs(lettering: Lettering): Partial<Settings> {
  const curve = (arrow: boolean) =>
    createEdgeCurveProgram({
      drawLabel: lettering.edge,
      arrowHead: arrow ? { extremity: "target", ...ARROW } : null,
    });
  return {
    nodeProgramClasses: { shape: ShapeProgram },
    nodeHoverProgramClasses: { shape: NoHoverProgram },
    edgeProgramClasses: {
      line: EdgeRectangleProgram,
      arrow: createEdgeArrowProgram(ARROW),
      curve: curve(false),
      curvedArrow: curve(true),
    },
  };
}
