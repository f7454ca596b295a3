/** OpenAPI schema of a job. It also defines the paths that `fields` accepts. */

import { ACTIONS, type Job, JOB_STATES, REQUEST_OUTCOMES, SOURCE_KINDS } from '@gateway/core';
import { type SchemaObject } from '@nestjs/swagger';

import { partOf } from '../openapi/complete-description.js';
import { schemaAt } from '../openapi/schema-at.js';

const text = (description: string, example?: string): SchemaObject => ({
  type: 'string',
  description,
  ...(example === undefined ? {} : { example }),
});
const time = (description: string): SchemaObject => ({
  type: 'string',
  format: 'date-time',
  description,
  example: '2026-01-02T03:04:05.000Z',
});
const integer = (description: string): SchemaObject => ({ type: 'integer', description });
const flag = (description: string): SchemaObject => ({ type: 'boolean', description });
const record = (description: string, properties: Record<string, SchemaObject>, required?: string[]): SchemaObject => ({
  type: 'object',
  description,
  properties,
  ...(required ? { required } : {}),
});
const list = (description: string, items: SchemaObject): SchemaObject => ({ type: 'array', description, items });
const reference = (description: string): SchemaObject =>
  record(description, {
    name: text('Name.'),
    uuid: text('UUID.'),
    id: text('Id, if the backend does not use UUIDs.'),
    type: text('Type of the object.'),
  });
const link = (): SchemaObject => record('A link.', { href: text('A path on this server.') }, ['href']);

/** Description of all states. */
const STATE_MEANINGS = [
  '`queued`: accepted, not started yet',
  '`running`: in progress; for ONTAP also while the job is being paused or cancelled',
  '`paused`: stopped, can be resumed',
  '`success`: ended successfully',
  '`warning`: ended successfully, with a warning',
  '`partial_failure`: ended, but part of the work failed',
  '`failure`: failed; `error` and `message` have the reason',
  '`cancelled`: ended by a cancellation',
  '`unknown`: the backend reported an unknown state, or (with `gone`) the job is gone and its outcome was not seen',
].join('; ');

const state = (description: string): SchemaObject => ({ type: 'string', enum: [...JOB_STATES], description });

const PROPERTIES: Readonly<Record<keyof Job, SchemaObject>> = {
  id: text(
    '`<source name>~<native id>`; needs no encoding in a URL path.',
    'east~1cd8a442-86d1-11e0-ae1c-123478563412',
  ),
  native_id: text("The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager."),
  source: record(
    'The source of the job.',
    {
      name: text('Name of the source.', 'east'),
      kind: { type: 'string', enum: [...SOURCE_KINDS], description: 'Kind of backend.' },
      labels: {
        type: 'object',
        description: 'Labels from the configuration.',
        additionalProperties: { type: 'string' },
      },
    },
    ['name', 'kind', 'labels'],
  ),
  state: state(`State of the job; the same values for all backends. ${STATE_MEANINGS}.`),
  terminal: flag('The job has ended or is gone.'),
  native_state: text("The backend's own state; `state/status` if it has two values.", 'running'),
  type: text('Type of the job, if the backend reports one.'),
  description: text('What the job does.', 'POST /api/storage/volumes'),
  message: text('Progress or result, as text.'),
  code: integer("The backend's result code; 0 means no error."),
  error: record(
    'Why the job failed; only for failed jobs.',
    {
      code: text("The backend's error code."),
      message: text('Error message.'),
      target: text('The object or parameter that caused the error.'),
      arguments: list(
        'Arguments of the message.',
        record('An argument.', { code: text('Code of the argument.'), message: text('Value of the argument.') }, [
          'code',
          'message',
        ]),
      ),
    },
    ['code', 'message', 'arguments'],
  ),
  submit_time: time('When the job was submitted, according to the backend.'),
  start_time: time('When the job started, according to the backend.'),
  end_time: time('When the job ended, according to the backend.'),
  created_time: time(
    'Submit time, or else start time, or else first observation. Lists are sorted by it, newest first.',
  ),
  first_seen_time: time("When the gateway first observed the job, by the gateway's clock."),
  updated_time: time("When this record last changed, by the gateway's clock."),
  duration_seconds: { type: 'number', minimum: 0, description: 'End time minus start time.' },
  svm: reference('The SVM of the job.'),
  node: reference('The node that runs the job.'),
  tenant: reference('The tenant of the job.'),
  user: reference('The user who started the job.'),
  object: reference('The object that the job works on.'),
  parent_id: text('Native id of the job that started this job.'),
  spawned: record('Number of jobs that this job started, by state.', {
    total: integer('All jobs.'),
    running: integer('Still running.'),
    completed: integer('Ended, with any result.'),
    successful: integer('Ended successfully.'),
    failed: integer('Failed.'),
    aborted: integer('Cancelled.'),
  }),
  tasks: list(
    'The steps of the job.',
    record(
      'A step.',
      {
        native_id: text("The backend's id of the step."),
        name: text('Name of the step.'),
        state: state('State of the step; the same values as for jobs.'),
        native_state: text("The backend's own state."),
        message: text('Progress or result, as text.'),
        start_time: time('When the step started.'),
        end_time: time('When the step ended.'),
      },
      ['native_id', 'state', 'native_state'],
    ),
  ),
  results: list(
    'Results of the job.',
    record('A result.', { name: text('Name of the result.'), value: text('Value of the result.') }, ['name', 'value']),
  ),
  truncated: list(
    'The fields that are not complete, because the backend sent more than a job may have: a text of more than 4,096 ' +
      'characters, or more than 16 kB together. Of a list, the last items are missing.',
    text('Path of a field.', 'error.arguments'),
  ),
  attempt: {
    type: 'integer',
    minimum: 1,
    description: 'Run number; increases each time the backend reruns a finished job.',
  },
  gone: flag('The backend no longer has the job.'),
  states: list(
    'The last 20 states, oldest first, of all runs; absent while the state has not changed.',
    record(
      'A state.',
      { state: state('The state.'), time: time('When the gateway first saw the job in this state.') },
      ['state', 'time'],
    ),
  ),
  requested: record(
    'The last action that was sent through the gateway, and its result.',
    {
      id: text('Id of the record in `/api/actions`.', '1795908686327-a653edaea280'),
      action: { type: 'string', enum: [...ACTIONS], description: 'The action.' },
      by: text('The client that requested the action.'),
      time: time('When the action was requested.'),
      outcome: {
        type: 'string',
        enum: [...REQUEST_OUTCOMES],
        description:
          '`accepted`: the job does not show the action yet; `done`: the job is paused, runs again, or ended after a cancel; ' +
          '`finished_first`: the job ended by itself first; `not_honoured`: the job did not show the action for ten minutes; ' +
          '`failed`: the backend refused it (`refused` in records of former versions); `unknown`: the response was lost.',
      },
    },
    ['action', 'by', 'time', 'outcome'],
  ),
  actions: list(
    'Which actions are possible now, and why others are not.',
    record(
      'An action.',
      {
        name: { type: 'string', enum: [...ACTIONS], description: 'Name of the action.' },
        allowed: flag('The action is possible now.'),
        reason: text('Why it is not possible.'),
        code: text("The backend's own code, if it has refused the action for this job for good.", '458783'),
      },
      ['name', 'allowed'],
    ),
  ),
  _links: record('Links to the job and its source.', { self: link(), source: link() }, ['self', 'source']),
};

/** Schema of a job. */
export const JOB_SCHEMA: SchemaObject = {
  type: 'object',
  description: 'A job with all fields.',
  properties: PROPERTIES,
  required: [
    ...['id', 'native_id', 'source', 'state', 'terminal', 'native_state', 'created_time', 'first_seen_time'],
    ...['updated_time', 'attempt', 'gone', 'actions', '_links'],
  ],
};

/** Schema of a job with selected fields. */
export const JOB_PART_SCHEMA: SchemaObject = {
  ...partOf(JOB_SCHEMA),
  description: 'The fields of a job that `fields` selects; a complete `Job` if `fields` is missing.',
  required: ['id'],
};

/**
 * The schema of a field such as `state`, `svm.name`, `tasks.state` or `source.labels.site`; `undefined` if there is
 * no such field.
 */
export function jobFieldSchema(path: string): SchemaObject | undefined {
  return schemaAt(JOB_SCHEMA, path);
}

/** True if a job has a field with this path. */
export function isJobField(path: string): boolean {
  return jobFieldSchema(path) !== undefined;
}
