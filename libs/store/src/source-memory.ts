import { type Logger, type SourceMemory } from '@gateway/core';

/**
 * A source's memory from its JSON text. Fields of a wrong type are left out; a text that is no JSON is logged and taken
 * for no memory, so that the source starts over instead of never being polled again.
 */
export function parseSourceMemory(source: string, text: string, logger: Logger): SourceMemory | undefined {
  try {
    const { cursor, lastSuccessTime } = Object(JSON.parse(text)) as Record<string, unknown>;
    return {
      ...(typeof cursor === 'string' && { cursor }),
      ...(typeof lastSuccessTime === 'number' && { lastSuccessTime }),
    };
  } catch (error) {
    logger.error({ source, reason: String(error) }, 'memory of a source is unreadable and dropped');
    return undefined;
  }
}
