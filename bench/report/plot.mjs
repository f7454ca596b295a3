/** Plots as SVG, on logarithmic axes. */

const [WIDTH, HEIGHT] = [640, 320];
const EDGE = { left: 70, right: 150, top: 40, bottom: 50 };
const COLOURS = ['#0067c5', '#d1495b', '#2e8b57', '#8a5a00'];

/** A plot of lines `{ name, points: [[x, y], …] }`. Values must be above 0. */
export function plot({ lines, title, x, y }) {
  const xs = lines.flatMap(({ points }) => points.map(([at]) => at));
  const ys = lines.flatMap(({ points }) => points.map(([, at]) => at));
  const toX = scale(xs, EDGE.left, WIDTH - EDGE.right);
  const toY = scale(decades(ys), HEIGHT - EDGE.bottom, EDGE.top);
  const parts = [
    text(EDGE.left, 22, title, 'font-weight="bold"'),
    ...[...new Set(xs)].map((value) =>
      text(toX(value), HEIGHT - EDGE.bottom + 18, label(value), 'text-anchor="middle"'),
    ),
    ...decades(ys).map((value) => gridLine(toY(value), label(value))),
    text((EDGE.left + WIDTH - EDGE.right) / 2, HEIGHT - 10, x, 'text-anchor="middle"'),
    text(EDGE.left - 8, EDGE.top - 6, y, 'text-anchor="end"'),
    ...lines.map((line, at) => drawn(line, COLOURS[at % COLOURS.length], toX, toY)),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">\n` +
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>\n${parts.join('\n')}\n</svg>\n`
  );
}

function drawn({ name, points }, colour, toX, toY) {
  const places = points.map(([x, y]) => [toX(x), toY(y)]);
  const dots = places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`);
  const [lastX, lastY] = places.at(-1);
  return [
    `<polyline points="${places.map((place) => place.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...dots,
    text(lastX + 8, lastY + 4, name, `fill="${colour}"`),
  ].join('\n');
}

function gridLine(y, name) {
  const line = `<line x1="${EDGE.left}" y1="${y}" x2="${WIDTH - EDGE.right}" y2="${y}" stroke="#ddd"/>`;
  return line + text(EDGE.left - 8, y + 4, name, 'text-anchor="end"');
}

function text(x, y, content, attributes = '') {
  return `<text x="${x}" y="${y}" ${attributes}>${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
}

/** The powers of ten around all values. */
function decades(values) {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: to - from + 1 }, (_, at) => 10 ** (from + at));
}

/** Maps values to pixels, logarithmically. */
function scale(values, from, to) {
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  return (value) => Math.round(from + ((Math.log10(value) - low) / (high - low || 1)) * (to - from));
}

function label(value) {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1e3 ? `${value / 1e3}k` : String(Number(value.toPrecision(1)));
}
