import { type JobPart, type JobState } from '../api/types.js';
import { type Style } from './colours.js';
import { type Cell } from './table.js';

/** The mark and the style of each state. The mark tells states apart without colour. */
export const STATE_LOOKS: Readonly<Record<JobState, { readonly mark: string; readonly style: Style }>> = {
  queued: { mark: '.', style: 'dim' },
  running: { mark: '>', style: 'blue' },
  paused: { mark: '=', style: 'magenta' },
  success: { mark: '+', style: 'green' },
  warning: { mark: '!', style: 'yellow' },
  partial_failure: { mark: '%', style: 'red' },
  failure: { mark: 'x', style: ['bold', 'red'] },
  cancelled: { mark: '/', style: 'dim' },
  unknown: { mark: '?', style: 'magenta' },
};

/** The state with its mark, and what is to know about it: a pending action, a rerun, a job that is gone. */
export function stateCell(job: Pick<JobPart, 'state' | 'requested' | 'attempt' | 'gone'>): Cell {
  const { attempt = 1, gone = false, requested, state } = job;
  if (state === undefined) return { text: '' };
  const { mark, style } = STATE_LOOKS[state];
  const notes = [
    requested && pendingAction(requested),
    attempt > 1 ? `×${attempt}` : undefined,
    gone ? 'gone' : undefined,
  ].filter((note) => note !== undefined);
  return { text: `${mark} ${state}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`, style };
}

function pendingAction({ action, outcome }: NonNullable<JobPart['requested']>): string | undefined {
  if (outcome === 'accepted') return action;
  if (outcome === 'not_honoured') return `${action} not honoured`;
  return outcome === 'unknown' ? `${action}?` : undefined;
}
