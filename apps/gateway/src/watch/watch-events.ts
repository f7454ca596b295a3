/** The events of a watch in wire format: server-sent events (WHATWG HTML, 9.2). */

import { type Revision } from '@gateway/core';

/** The reconnection time for clients. */
const RETRY_MS = 2_000;

/**
 * Why a client is cut off: it reads too slowly, its next changes have left the history, or the sources that it may see
 * have changed.
 */
export type CutOffReason = 'slow' | 'behind' | 'scope';

const DETAILS: Readonly<Record<CutOffReason, string>> = {
  slow: 'the client has read nothing for 30 seconds',
  behind: 'the changes after the last event are no longer in the history',
  scope: 'the sources that the client may see have changed; discard all jobs and start again',
};

/** The start of every stream: it sets the client's reconnection time. */
export const OPENING = `retry: ${RETRY_MS}\n\n`;

/** A comment, which only keeps the connection alive. */
export const COMMENT = ':\n\n';

/** The current version of a job. Without a revision, the client's last event id stays as it is. */
export function jobEvent(event: 'added' | 'modified', text: string, revision?: Revision): string {
  return `event: ${event}\n${idLine(revision)}${dataLines(text)}\n`;
}

/** Reports that a job was removed or no longer matches the filters. */
export function removedEvent(id: string, revision: Revision): string {
  return `event: removed\n${idLine(revision)}${dataLines(JSON.stringify({ id }))}\n`;
}

/**
 * Sets the client's last event id: clients do not dispatch an event without data but keep its id (WHATWG HTML, 9.2.6).
 */
export function bookmark(revision: Revision): string {
  return `event: bookmark\n${idLine(revision)}\n`;
}

/**
 * The last event of a client that is cut off. It can resume after the revision; without one it starts from the
 * beginning. If its scope has changed, an empty id clears its last event id (WHATWG HTML, 9.2.6).
 */
export function cutOffEvent(reason: CutOffReason, after: Revision | undefined): string {
  const data = JSON.stringify({ reason, detail: DETAILS[reason], after });
  return `event: cut_off\n${reason === 'scope' ? 'id:\n' : idLine(after)}${dataLines(data)}\n`;
}

function idLine(revision: Revision | undefined): string {
  return revision === undefined ? '' : `id: ${revision}\n`;
}

/**
 * Splits JSON into data lines. Line breaks in JSON are always between tokens, so the client's `\n` between lines is
 * harmless.
 */
function dataLines(text: string): string {
  return `data: ${text.replaceAll(/\r\n?|\n/g, '\ndata: ')}\n`;
}
