import type uPlot from 'uplot';

const STEP = 6;
/** Narrower spans are drawn with this width in CSS pixels, so that they can be seen. */
const MIN_WIDTH = 3;

/** Draws diagonal lines over time spans of a chart, so that they also show in grey. */
export function hatchSpans(plot: uPlot, spans: readonly (readonly [from: number, to: number])[], colour: string): void {
  const { bbox, ctx } = plot;
  const { max, min } = plot.scales['x'] ?? {};
  if (min == null || max == null) return;
  for (const [from, to] of spans) {
    if (to < min || from > max) continue;
    const left = plot.valToPos(Math.max(from, min), 'x', true);
    const width = Math.max(plot.valToPos(Math.min(to, max), 'x', true) - left, MIN_WIDTH * devicePixelRatio);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, width, bbox.height);
    ctx.clip();
    drawLines(ctx, { left, top: bbox.top, width, height: bbox.height }, colour);
    ctx.restore();
  }
}

function drawLines(ctx: CanvasRenderingContext2D, { height, left, top, width }: uPlot.BBox, colour: string): void {
  ctx.beginPath();
  for (let x = left - height; x < left + width; x += STEP * devicePixelRatio) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.7;
  ctx.lineWidth = devicePixelRatio;
  ctx.stroke();
}
