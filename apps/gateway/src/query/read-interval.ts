import { QueryValueError, UNIT_MS } from '@gateway/core';

const INTERVAL = /^(\d{1,6})([smhdw])$/;
const MAX_MS = 366 * 86_400_000;

/** Reads a duration such as `15m`, and returns it in ms. Throws `QueryValueError`. */
export function readInterval(value: string): number {
  const [, count, unit = ''] = INTERVAL.exec(value) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? NaN);
  if (ms > 0 && ms <= MAX_MS) return ms;
  throw new QueryValueError(0, 'a duration from 1s to 366d, such as 15m (s, m, h, d, w)');
}
