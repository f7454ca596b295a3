/** Values of options. An invalid one is an error of the command line. */
import { InvalidArgumentError } from 'commander';

import { parseDuration } from './output/times.js';

/** A number of records or jobs. */
export function readCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a number such as 50.');
  return Number(text);
}

/** A number of records, 1 or more. */
export function readLimit(text: string): number {
  const limit = readCount(text);
  if (limit === 0) throw new InvalidArgumentError('expected a number from 1 on; jobs count has the number alone.');
  return limit;
}

/** A duration in milliseconds. */
export function readDuration(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) throw new InvalidArgumentError('expected a duration such as 30s or 10m.');
  return duration;
}

/** A list with commas. */
export function readList(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim());
}

/** An option that can be given several times. */
export function collect(text: string, texts: readonly string[]): readonly string[] {
  return [...texts, text];
}
