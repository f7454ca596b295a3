import { isObject, type Logger, parseJson, type SourceCheckpoint } from '@gateway/core';

/** The latest time of a `Date`, in ms since the epoch (ECMA-262, 21.4.1.1). */
const MAX_TIME_MS = 8.64e15;

const IS_VALID: Readonly<Record<keyof SourceCheckpoint, (value: unknown) => boolean>> = {
  cursor: isText,
  backend: isText,
  lastSuccessTime: isNumber,
  lastPollTime: isNumber,
  firstPollTime: isNumber,
  consecutiveFailures: isNumber,
  lastErrorCode: isText,
  lastErrorMessage: isText,
  version: isText,
  clusterUuid: isText,
  clockOffsetMs: isNumber,
  polledBy: isText,
  coveredUntil: isNumber,
  gaps: (value) => Array.isArray(value) && value.every(isSpan),
};

/** Names of fields in the JSON text, as in existing data, where they differ. */
const STORED_NAMES: Readonly<Record<string, string>> = {
  lastErrorCode: 'troubleCode',
  lastErrorMessage: 'troubleMessage',
};

/** Formats a source checkpoint as JSON text. */
export function formatSourceCheckpoint(checkpoint: SourceCheckpoint): string {
  const fields = Object.entries(checkpoint).map(([name, value]) => [STORED_NAMES[name] ?? name, value as unknown]);
  return JSON.stringify(Object.fromEntries(fields));
}

/** Reads the stored checkpoints of all sources; logs one that is unreadable once, until its text changes. */
export class CheckpointReader {
  readonly #unreadable = new Map<string, string>();

  constructor(private readonly logger: Logger) {}

  /**
   * Parses the JSON text of a source checkpoint. Fields of a wrong type are left out. A text that is not a JSON
   * object is treated as no checkpoint: the source starts from the beginning, because an error would keep it from
   * being polled.
   */
  read(source: string, text: string): SourceCheckpoint | undefined {
    const fields = fieldsIn(text);
    if (fields) {
      this.#unreadable.delete(source);
      return validFields(fields);
    }
    if (this.#unreadable.get(source) !== text)
      this.logger.error({ source }, 'source checkpoint is unreadable and was ignored');
    this.#unreadable.set(source, text);
    return undefined;
  }
}

/** When changes of a store were lost, in ms since the epoch. */
export interface LossTimes {
  readonly since: number;
  readonly until: number;
}

/**
 * The checkpoint after the store has lost changes: with a gap, with the age of the data at its beginning, and
 * without the cursor, so that the next poll reads everything. The gap begins earlier if the source was not observed
 * at that time.
 */
export function withLoss(checkpoint: SourceCheckpoint, { since, until }: LossTimes): SourceCheckpoint {
  const { coveredUntil = since, gaps = [], lastSuccessTime, cursor: _cursor, ...others } = checkpoint;
  const before = gaps.filter(([, to]) => to < since);
  const starts = gaps.slice(before.length).map(([from]) => from);
  return {
    ...others,
    ...(lastSuccessTime !== undefined && { lastSuccessTime: Math.min(lastSuccessTime, since) }),
    coveredUntil: until,
    gaps: [...before, [Math.min(since, coveredUntil, ...starts), until]],
  };
}

function fieldsIn(text: string): object | undefined {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
}

function validFields(fields: object): SourceCheckpoint {
  const values = Object.entries(IS_VALID).map(([name, isValid]) => {
    const value = (fields as Record<string, unknown>)[STORED_NAMES[name] ?? name];
    return [name, isValid(value) ? value : undefined];
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as SourceCheckpoint;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= MAX_TIME_MS;
}

function isSpan(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(isNumber);
}
