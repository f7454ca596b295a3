import { type Action } from '../api/types';
import { type Offer, valueText } from '../jobs/completion';
import { type Field } from '../jobs/fields';

const OUTCOMES = ['pending', 'accepted', 'done', 'finished_first', 'not_honoured', 'failed', 'unknown', 'refused'];
const METHODS = ['none', 'anonymous', 'token', 'jwt', 'certificate', 'session'];

/** The fields of the audit, the most used first. */
export const ACTION_FIELDS: readonly Field[] = [
  { name: 'outcome', kind: 'choice', choices: OUTCOMES, meaning: 'what came of it' },
  { name: 'by.name', kind: 'text', meaning: 'who asked for it' },
  { name: 'time', kind: 'time', meaning: 'when it was requested' },
  { name: 'action', kind: 'choice', choices: ['pause', 'resume', 'cancel'], meaning: 'the action' },
  { name: 'source.name', kind: 'text', meaning: 'name of the source' },
  { name: 'job.id', kind: 'text', meaning: 'id of the job' },
  { name: 'job.description', kind: 'text', meaning: 'description of the job at that time' },
  { name: 'status', kind: 'number', meaning: 'HTTP status of the response' },
  { name: 'detail', kind: 'text', meaning: 'why it was refused or failed' },
  { name: 'bulk_id', kind: 'text', meaning: 'the bulk action' },
  { name: 'request_id', kind: 'text', meaning: 'id of the request' },
  { name: 'by.method', kind: 'choice', choices: METHODS, meaning: 'how the caller signed in' },
  { name: 'by.address', kind: 'text', meaning: 'IP address of the caller' },
  { name: 'backend.code', kind: 'text', meaning: "the backend's error code" },
  { name: 'backend.message', kind: 'text', meaning: "the backend's error" },
  { name: 'ended_time', kind: 'time', meaning: 'when the outcome became final' },
  { name: 'id', kind: 'text', meaning: 'id of the record' },
];

/** The values of a field among records, the most frequent first, with their counts. */
export function valueOffers(records: readonly Action[], field: string): readonly Offer[] {
  const counts = new Map<string, number>();
  for (const record of records) {
    const value = valueAt(record, field);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([value, count]) => ({ insert: valueText(value), note: String(count), isComplete: true }));
}

function valueAt(record: Action, path: string): string | undefined {
  const value = path
    .split('.')
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], record);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
