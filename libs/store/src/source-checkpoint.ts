import { type Logger, type SourceCheckpoint } from '@gateway/core';

/** The last instant a `Date` can hold, in ms (ECMA-262, 21.4.1.1). */
const LATEST_MS = 8.64e15;

const SOUND: Readonly<Record<keyof SourceCheckpoint, (value: unknown) => boolean>> = {
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

/**
 * A source's memory from its JSON text. Fields of a wrong type are left out; a text that is no JSON is logged and taken
 * for no memory, so that the source starts over instead of never being polled again.
 */
export function parseSourceCheckpoint(source: string, text: string, logger: Logger): SourceCheckpoint | undefined {
  try {
    const fields = Object(JSON.parse(text)) as Record<string, unknown>;
    const sound = Object.entries(SOUND).filter(([name, isSound]) => isSound(fields[name]));
    return Object.fromEntries(sound.map(([name]) => [name, fields[name]]));
  } catch (error) {
    logger.error({ source, reason: String(error) }, 'memory of a source is unreadable and dropped');
    return undefined;
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= LATEST_MS;
}

function isSpan(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(isNumber);
}
