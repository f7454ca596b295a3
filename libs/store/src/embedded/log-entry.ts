/** The stored form of a change: `<type> <id>`, then a line feed and the text unless the record has it. */

import { type Change, type Revision } from '@gateway/core';

/**
 * Formats the log entry of a change. A change is written without its text as long as the record has the change's
 * revision, and therefore the same text; so the text of a new job is written only once.
 */
export function formatLogEntry(type: Change['type'], id: string, text?: string): string {
  return text === undefined ? `${type} ${id}` : `${type} ${id}\n${text}`;
}

/** A change as its log entry contains it; `text` is absent if the record has it, and for a removal. */
export interface LogEntry {
  readonly type: Change['type'];
  readonly id: string;
  readonly revision: Revision;
  readonly text?: string;
}

/** Parses the log entry of a revision. A damaged entry becomes a `put` of no job and without a text, which views skip. */
export function parseLogEntry(revision: Revision, entry: string): LogEntry {
  const space = entry.indexOf(' ');
  const end = entry.indexOf('\n');
  const type = entry.slice(0, Math.max(0, space));
  if (type !== 'put' && type !== 'remove') return { type: 'put', id: '', revision, text: '' };
  if (end < 0) return { type, id: entry.slice(space + 1), revision };
  return { type, id: entry.slice(space + 1, end), revision, text: entry.slice(end + 1) };
}
