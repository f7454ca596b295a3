/** The value below which `share` of the values are; `undefined` without values. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** The median; the mean of the two values in the middle if their number is even. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** A figure of several rounds: their median is the value. */
export function figure(rounds) {
  return { value: median(rounds), rounds };
}

/** The ratio of two measurements of the same rounds, as the median of the ratios of each round. */
export function ratioOf(measured, peer) {
  return figure(measured.map((value, round) => value / peer[round]));
}

/** A figure of which no round may exceed the goal: the value is the largest. */
export function largest(rounds) {
  return { value: Math.max(...rounds), rounds };
}
