const BYTES = { B: 1, kB: 1_024, MB: 1_024 ** 2 } as const;
const PATTERN = /^(\d{1,9})(B|kB|MB)$/;

/** Bytes of a size such as `512B`, `64kB` (of 1,024 bytes) or `1MB`; `undefined` for anything else. */
export function parseSize(text: string): number | undefined {
  const [, count, unit] = PATTERN.exec(text) ?? [];
  return unit === undefined ? undefined : Number(count) * BYTES[unit as keyof typeof BYTES];
}

/** The bytes of a valid size. */
export function bytesOf(text: string): number {
  return parseSize(text) ?? 0;
}
