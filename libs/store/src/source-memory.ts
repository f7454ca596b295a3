import { type Logger, type SourceMemory } from '@gateway/core';

const TYPES: Readonly<Record<keyof SourceMemory, 'string' | 'number'>> = {
  cursor: 'string',
  lastSuccessTime: 'number',
  lastPollTime: 'number',
  consecutiveFailures: 'number',
  troubleCode: 'string',
  troubleMessage: 'string',
  version: 'string',
  clockOffsetMs: 'number',
  polledBy: 'string',
};

/**
 * A source's memory from its JSON text. Fields of a wrong type are left out; a text that is no JSON is logged and taken
 * for no memory, so that the source starts over instead of never being polled again.
 */
export function parseSourceMemory(source: string, text: string, logger: Logger): SourceMemory | undefined {
  try {
    const fields = Object(JSON.parse(text)) as Record<string, unknown>;
    const sound = Object.entries(TYPES).filter(([name, type]) => typeof fields[name] === type);
    return Object.fromEntries(sound.map(([name]) => [name, fields[name]]));
  } catch (error) {
    logger.error({ source, reason: String(error) }, 'memory of a source is unreadable and dropped');
    return undefined;
  }
}
