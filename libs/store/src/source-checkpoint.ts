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

/** Fields under the names that an earlier release wrote: replicas of both run side by side during an upgrade. */
const FORMER_NAMES: Readonly<Record<string, string>> = {
  lastErrorCode: 'troubleCode',
  lastErrorMessage: 'troubleMessage',
};

/**
 * Parses the JSON text of a source checkpoint. Fields of a wrong type are left out. A text that is not JSON is logged
 * and treated as no checkpoint: the source starts from the beginning, because an error would keep it from being polled.
 */
export function parseSourceCheckpoint(source: string, text: string, logger: Logger): SourceCheckpoint | undefined {
  try {
    const fields = Object(JSON.parse(text)) as Record<string, unknown>;
    const values = Object.entries(IS_VALID).map(([name, isValid]) => {
      const value = fields[name] ?? fields[FORMER_NAMES[name] ?? name];
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
