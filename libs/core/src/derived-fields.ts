/** Fields for grouping only, whose values follow from those of other fields. */

import { type JobField, jobField, type Scalar } from './job-fields.js';
import { messagePattern } from './message-pattern.js';

const MESSAGES = ['error.message', 'message'].flatMap((path) => jobField(path) ?? []);

/** The error message of a job, or else its message, as a pattern; see `messagePattern`. */
export const MESSAGE_PATTERN: JobField = derivedField('message_pattern', 'text', MESSAGES, ([error, message]) => {
  const text = error ?? message;
  return typeof text === 'string' ? messagePattern(text) : undefined;
});

/** The begin of the interval of `intervalMs` ms that contains the time of a field; intervals are counted from the epoch. */
export function intervalField(time: JobField, intervalMs: number): JobField {
  return derivedField('time', 'time', [time], ([ms]) =>
    typeof ms === 'number' ? Math.floor(ms / intervalMs) * intervalMs : undefined,
  );
}

function derivedField(
  path: string,
  type: JobField['type'],
  from: readonly JobField[],
  valueFor: (values: readonly (Scalar | undefined)[]) => Scalar | undefined,
): JobField {
  return { path, type, derived: { from, valueFor }, read: (job) => valueFor(from.map(({ read }) => read(job))) };
}
