/** Times as the backends write them. */

/** ISO 8601 with a UTC offset such as `-08:00`, by default in whole seconds. */
export function isoWithOffset(at: number, offset: string, unit: 'seconds' | 'milliseconds' = 'seconds'): string {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d{2}):(\d{2})$/.exec(offset) ?? [];
  const shift = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const local = new Date(at + shift).toISOString();
  return local.slice(0, unit === 'seconds' ? 19 : 23) + offset;
}
