/** The job record as OpenAPI describes it. The schema is also the list of fields that can be chosen with `fields`. */

import { ACTIONS, type Job, JOB_STATES, REQUEST_OUTCOMES, SOURCE_KINDS } from '@gateway/core';
import { type SchemaObject } from '@nestjs/swagger';

import { partOf } from '../openapi/complete-description.js';

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
    name: text('Its name.'),
    uuid: text('Its UUID.'),
    id: text('Its id, where the backend does not use UUIDs.'),
    type: text('What it is, where that is not plain.'),
  });
const link = (): SchemaObject => record('A link.', { href: text('A path on this server.') }, ['href']);

/** What each state means, for people. */
export const STATE_MEANINGS = [
  '`queued`: accepted, not started',
  '`running`: under way; ONTAP says so while it pauses or cancels, too',
  '`paused`: held, can be resumed',
  '`success`: ended well',
  '`warning`: ended well, with a warning',
  '`partial_failure`: ended, part of the work failed',
  '`failure`: ended badly; `error` and `message` say why',
  '`cancelled`: ended because somebody asked for it',
  '`unknown`: the backend used a word nobody knows, or (with `gone`) the job vanished before its end was seen',
].join('; ');

const state = (description: string): SchemaObject => ({ type: 'string', enum: [...JOB_STATES], description });

const PROPERTIES: Readonly<Record<keyof Job, SchemaObject>> = {
  id: text(
    '`<source name>~<native id>`; safe in a URL path as it stands.',
    'east~1cd8a442-86d1-11e0-ae1c-123478563412',
  ),
  native_id: text("The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager."),
  source: record(
    'The configured backend the job was seen on.',
    {
      name: text('Name of the source.', 'east'),
      kind: { type: 'string', enum: [...SOURCE_KINDS], description: 'Backend family.' },
      labels: { type: 'object', description: 'As configured.', additionalProperties: { type: 'string' } },
    },
    ['name', 'kind', 'labels'],
  ),
  state: state(`The same words for all backends. ${STATE_MEANINGS}.`),
  terminal: flag('The job has ended, or vanished; its state does not change any more.'),
  native_state: text("The backend's own word, or `state/status` where it splits it.", 'running'),
  type: text('What kind of work it is, where the backend says so.'),
  description: text('What the job does.', 'POST /api/storage/volumes'),
  message: text('Progress or outcome in words.'),
  code: integer("The backend's result code; 0 is none."),
  error: record(
    'Why the job failed; on failed jobs only.',
    {
      code: text("The backend's error code."),
      message: text('What went wrong.'),
      target: text('What it went wrong with.'),
      arguments: list(
        'Arguments of the message.',
        record('An argument.', { code: text('Its code.'), message: text('Its value.') }, ['code', 'message']),
      ),
    },
    ['code', 'message', 'arguments'],
  ),
  submit_time: time('When it was submitted, as the backend reports.'),
  start_time: time('When it started, as the backend reports.'),
  end_time: time('When it ended, as the backend reports.'),
  created_time: time('Submit time, else start time, else when first observed; lists are ordered by it, newest first.'),
  first_seen_time: time("When the gateway first observed it, by the gateway's clock."),
  updated_time: time("When this record last changed, by the gateway's clock."),
  duration_seconds: { type: 'number', minimum: 0, description: 'End minus start.' },
  svm: reference('The SVM it belongs to.'),
  node: reference('The node that runs it.'),
  tenant: reference('The tenant it belongs to.'),
  user: reference('Who started it.'),
  object: reference('What it works on.'),
  parent_id: text('Native id of the job that started this one.'),
  spawned: record('How many jobs this one has started, by state.', {
    total: integer('All of them.'),
    running: integer('Still running.'),
    completed: integer('Ended, whatever way.'),
    successful: integer('Ended well.'),
    failed: integer('Ended badly.'),
    aborted: integer('Ended because somebody asked for it.'),
  }),
  tasks: list(
    'The steps of the job.',
    record(
      'A step.',
      {
        native_id: text("The backend's id of the step."),
        name: text('Its name.'),
        state: state('As for jobs.'),
        native_state: text("The backend's own word."),
        message: text('Progress or outcome in words.'),
        start_time: time('When it started.'),
        end_time: time('When it ended.'),
      },
      ['native_id', 'state', 'native_state'],
    ),
  ),
  results: list(
    'What the job brought forth.',
    record('A result.', { name: text('Its name.'), value: text('Its value.') }, ['name', 'value']),
  ),
  attempt: { type: 'integer', minimum: 1, description: 'One higher each time the backend re-runs a finished job.' },
  gone: flag('The backend no longer knows the job.'),
  requested: record(
    'The last action sent through the gateway and what came of it.',
    {
      action: { type: 'string', enum: [...ACTIONS], description: 'What was asked.' },
      by: text('Who asked.'),
      time: time('When.'),
      outcome: {
        type: 'string',
        enum: [...REQUEST_OUTCOMES],
        description: '`accepted`: not seen to take effect yet; `unknown`: the answer was lost.',
      },
    },
    ['action', 'by', 'time', 'outcome'],
  ),
  actions: list(
    'What can be asked of it now, and why not.',
    record(
      'An action.',
      {
        name: { type: 'string', enum: [...ACTIONS], description: 'Its name.' },
        allowed: flag('It can be asked now.'),
        reason: text('Why not.'),
      },
      ['name', 'allowed'],
    ),
  ),
  _links: record('Where to go from here.', { self: link(), source: link() }, ['self', 'source']),
};

/** Schema of a job. */
export const JOB_SCHEMA: SchemaObject = {
  type: 'object',
  description: 'A job, whole.',
  properties: PROPERTIES,
  required: [
    ...['id', 'native_id', 'source', 'state', 'terminal', 'native_state', 'created_time', 'first_seen_time'],
    ...['updated_time', 'attempt', 'gone', 'actions', '_links'],
  ],
};

/** Schema of a job of which a caller chose fields. */
export const JOB_PART_SCHEMA: SchemaObject = {
  ...partOf(JOB_SCHEMA),
  description: 'What `fields` chose of a job; without `fields` it is a whole `Job`.',
  required: ['id'],
};

/** The schema of a field of a job, e.g. `state`, `svm.name`, `tasks.state` or `source.labels.site`; `undefined` for no field. */
export function jobFieldSchema(path: string): SchemaObject | undefined {
  let schema: SchemaObject | undefined = JOB_SCHEMA;
  for (const name of path.split('.')) schema = schema && memberOf(schema, name);
  return schema;
}

/** True for the path of a field of a job. */
export function isJobField(path: string): boolean {
  return jobFieldSchema(path) !== undefined;
}

function memberOf(schema: SchemaObject, name: string): SchemaObject | undefined {
  const holder = (schema.type === 'array' ? schema.items : schema) as SchemaObject;
  const { additionalProperties, properties } = holder;
  if (properties && Object.hasOwn(properties, name)) return properties[name] as SchemaObject;
  return typeof additionalProperties === 'object' && name !== '' ? (additionalProperties as SchemaObject) : undefined;
}
