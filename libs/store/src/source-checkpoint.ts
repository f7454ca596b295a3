import { type Logger, type SourceCheckpoint } from '@gateway/core';

/** The latest time of a `Date`, in ms since the epoch (ECMA-262, 21.4.1.1). */
const MAX_TIME_MS = 8.64e15;

const IS_VALID: Readonly<Record<keyof SourceCheckpoint, (value: unknown) => boolean>> = {
  cursor: isText,
  backend: isText,
  lastSuccessTime: isNumber,
  lastPollTime: isNumber,
  consecutiveFailures: isNumber,
  lastErrorCode: isText,
  lastErrorMessage: isText,
  version: isText,
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

/**
 * Parses the JSON text of a source checkpoint. Fields of a wrong type are left out. A text that is not JSON is logged
 * and treated as no checkpoint: the source starts from the beginning, because an error would keep it from being polled.
 */
export function parseSourceCheckpoint(source: string, text: string, logger: Logger): SourceCheckpoint | undefined {
  try {
    const fields = Object(JSON.parse(text)) as Record<string, unknown>;
    const values = Object.entries(IS_VALID).map(([name, isValid]) => {
      const value = fields[STORED_NAMES[name] ?? name];
      return [name, isValid(value) ? value : undefined];
    });
    return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as SourceCheckpoint;
  } catch (error) {
    logger.error({ source, reason: String(error) }, 'source checkpoint is unreadable and was ignored');
    return undefined;
  }
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
