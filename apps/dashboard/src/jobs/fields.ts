import { JOB_STATES } from '../api/types';

/** The kind of a field's values, which decides the operators that are offered. */
export type FieldKind = 'text' | 'time' | 'number' | 'choice';

/** A field that a filter may name. */
export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** One line of meaning, in the API's language. */
  readonly meaning: string;
  readonly choices?: readonly string[];
}

const text = (name: string, meaning: string): Field => ({ name, kind: 'text', meaning });
const time = (name: string, meaning: string): Field => ({ name, kind: 'time', meaning });
const number = (name: string, meaning: string): Field => ({ name, kind: 'number', meaning });
const choice = (name: string, choices: readonly string[], meaning: string): Field => ({
  name,
  kind: 'choice',
  meaning,
  choices,
});

/** The fields of jobs, the most used first. */
export const JOB_FIELDS: readonly Field[] = [
  choice('state', JOB_STATES, 'state, the same for all backends'),
  text('source.name', 'name of the source'),
  choice('source.kind', ['ontap', 'service-engine', 'unified-manager'], 'kind of backend'),
  time('created_time', 'submitted, started or first seen'),
  time('end_time', 'ended, according to the backend'),
  text('description', 'what the job does'),
  text('type', 'type of the job'),
  text('message', 'progress or result'),
  text('error.message', 'why the job failed'),
  text('error.code', "the backend's error code"),
  number('duration_seconds', 'end minus start'),
  text('svm.name', 'SVM'),
  text('object.name', 'object that the job works on'),
  text('node.name', 'node that runs the job'),
  text('user.name', 'user who started the job'),
  text('tenant.name', 'tenant'),
  choice('terminal', ['true', 'false'], 'has ended or is gone'),
  choice('gone', ['true', 'false'], 'the backend no longer has it'),
  choice('requested.action', ['pause', 'resume', 'cancel'], 'last action sent through the gateway'),
  choice(
    'requested.outcome',
    ['accepted', 'done', 'finished_first', 'not_honoured', 'failed', 'unknown', 'refused'],
    'outcome of that action',
  ),
  text('requested.by', 'who sent it'),
  time('start_time', 'started'),
  time('submit_time', 'submitted'),
  time('first_seen_time', 'first seen by the gateway'),
  time('updated_time', 'record last changed'),
  number('code', 'result code, 0 is no error'),
  number('attempt', 'run number'),
  text('native_state', "the backend's own word"),
  text('native_id', "the backend's own id"),
  text('id', 'source name, ~, native id'),
  text('parent_id', 'job that started this one'),
  text('error.target', 'object or parameter that caused the error'),
  text('query', 'text in description, message, error or object'),
];
