const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: MINUTE, h: HOUR, d: DAY };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/gy;

/** An age in one unit: `41s`, `5m`, `3h`, `2d`. */
export function formatAge(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return `${whole}s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)}m`;
  if (whole < DAY) return `${Math.floor(whole / HOUR)}h`;
  return `${Math.floor(whole / DAY)}d`;
}

/** A duration in two units: `41s`, `5m02s`, `1h`, `2d07h`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole}s`;
  if (whole < HOUR) return twoUnits(whole, MINUTE, 'm', 1, 's');
  if (whole < DAY) return twoUnits(whole, HOUR, 'h', MINUTE, 'm');
  return twoUnits(whole, DAY, 'd', HOUR, 'h');
}

/** A date and time to the second: of this computer's time zone, or of UTC with a `Z`. */
export function formatTime(iso: string, utc: boolean): string {
  const date = new Date(iso);
  if (utc) return `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
  return `${day} ${formatClock(iso, utc)}`;
}

/** The time of day to the second. */
export function formatClock(iso: string, utc: boolean): string {
  const date = new Date(iso);
  if (utc) return `${date.toISOString().slice(11, 19)}Z`;
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** Milliseconds of a text such as `30s`, `10m` or `1h30m`; a plain number means seconds. `undefined` for another text. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  PART.lastIndex = 0;
  let seconds = 0;
  let end = 0;
  for (let part = PART.exec(text); part !== null; part = PART.exec(text)) {
    seconds += Number(part[1]) * (UNITS[part[2] as string] as number);
    end = PART.lastIndex;
  }
  return text !== '' && end === text.length ? Math.round(seconds * 1_000) : undefined;
}

function twoUnits(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${largeName}${rest === 0 ? '' : `${twoDigits(rest)}${smallName}`}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
