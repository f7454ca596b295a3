/** The events of a watch as they go over the wire: server-sent events (WHATWG HTML, 9.2). */

import { type Revision } from '@gateway/core';

/** How long clients are asked to wait before they connect again, in ms. */
const RETRY_MS = 2_000;

/** Why a client is cut off: it takes nothing, or what follows its place is no longer kept. */
export type CutOffReason = 'slow' | 'behind';

const DETAILS: Readonly<Record<CutOffReason, string>> = {
  slow: 'you have taken nothing for 30 seconds',
  behind: 'the changes that follow your place are no longer kept',
};

/** Begins every stream. */
export const OPENING = `retry: ${RETRY_MS}\n\n`;

/** Nothing but a sign of life. */
export const COMMENT = ':\n\n';

/** A job as it is now. Without a revision it leaves the client's cursor where it is. */
export function jobEvent(event: 'added' | 'modified', text: string, revision?: Revision): string {
  return `event: ${event}\n${idLine(revision)}${dataLines(text)}\n`;
}

/** A job is gone from what is watched. */
export function removedEvent(id: string, revision: Revision): string {
  return `event: removed\n${idLine(revision)}${dataLines(JSON.stringify({ id }))}\n`;
}

/** Moves the client's cursor: an event without data is not dispatched, but its id is kept (WHATWG HTML, 9.2.6). */
export function bookmark(revision: Revision): string {
  return `event: bookmark\n${idLine(revision)}\n`;
}

/** The last event of a client that is cut off. It may go on after the revision, or begin anew where there is none. */
export function cutOffEvent(reason: CutOffReason, after: Revision | undefined): string {
  const data = JSON.stringify({ reason, detail: DETAILS[reason], after });
  return `event: cut_off\n${idLine(after)}${dataLines(data)}\n`;
}

function idLine(revision: Revision | undefined): string {
  return revision === undefined ? '' : `id: ${revision}\n`;
}

/** In JSON a line break can only be between two tokens, where the one that joins data lines does as well. */
function dataLines(text: string): string {
  return `data: ${text.replaceAll(/\r\n?|\n/g, '\ndata: ')}\n`;
}
