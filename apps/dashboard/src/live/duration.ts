const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** The units of short durations, in the words of a language. */
export interface DurationUnits {
  readonly now: string;
  readonly second: string;
  readonly minute: string;
  readonly hour: string;
  readonly day: string;
}

/** An age with one unit: `now`, `41 s`, `2 m`, `5 h`, `3 d`; undefined from 30 days on, where a date says more. */
export function shortAge(seconds: number, units: DurationUnits): string | undefined {
  if (seconds < 1) return units.now;
  if (seconds < MINUTE) return `${Math.floor(seconds)} ${units.second}`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} ${units.minute}`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} ${units.hour}`;
  return seconds < 30 * DAY ? `${Math.floor(seconds / DAY)} ${units.day}` : undefined;
}

/** A length of time: `0.4 s`, `41 s`, `5:02`, `1:05:02`, `3 d 4 h`. */
export function lengthOf(seconds: number, units: DurationUnits): string {
  if (seconds < 10 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} ${units.second}`;
  const whole = Math.floor(seconds);
  if (whole < MINUTE) return `${whole} ${units.second}`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / HOUR), Math.floor((whole % HOUR) / MINUTE), whole % MINUTE];
  if (whole < HOUR) return `${m}:${two(s)}`;
  if (whole < DAY) return `${h}:${two(m)}:${two(s)}`;
  return `${Math.floor(whole / DAY)} ${units.day} ${Math.floor((whole % DAY) / HOUR)} ${units.hour}`;
}
