const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PATTERN = /^(\d{1,9})(ms|s|m|h|d)$/;

/** Milliseconds of a duration such as `500ms`, `5s`, `2m`, `12h` or `7d`; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = PATTERN.exec(text) ?? [];
  return unit === undefined ? undefined : Number(count) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
}

/** The milliseconds of a valid duration. */
export function milliseconds(text: string): number {
  return parseDuration(text) ?? 0;
}
