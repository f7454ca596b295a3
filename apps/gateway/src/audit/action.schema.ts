/** The OpenAPI schema of an action's record. It also defines the paths that `fields` accepts. */

import { ACTIONS, SESSION_LOGIN_METHODS, SIGN_IN_METHODS } from '@gateway/core';
import { type SchemaObject } from '@nestjs/swagger';

import { ACTION_OUTCOMES, type ActionOutcome, type ActionRecord } from '../actions/ledger/action-record.js';
import { partOf } from '../openapi/complete-description.js';
import { schemaAt } from '../openapi/schema-at.js';

const OUTCOMES: Readonly<Record<ActionOutcome, string>> = {
  pending: 'the backend has not answered yet',
  accepted: 'the backend accepted it, but the job does not show it yet',
  done: 'the job is paused, runs again, or ended after a cancel',
  finished_first: 'the job ended by itself before the action took effect',
  not_honoured: 'the job did not show the action for ten minutes',
  failed: 'the backend refused it or could not be reached',
  unknown: 'the answer of the backend was lost',
  refused: 'the gateway did not send it',
};

const text = (description: string, example?: string): SchemaObject => ({
  type: 'string',
  description,
  ...(example !== undefined && { example }),
});
const time = (description: string): SchemaObject => ({ type: 'string', format: 'date-time', description });

/** Schema of an `ActionAuthor`. */
export function authorSchema(description: string): SchemaObject {
  return {
    type: 'object',
    description,
    properties: {
      name: text('Name of the caller.', 'portal'),
      method: { type: 'string', enum: [...SIGN_IN_METHODS], description: 'How the caller signed in.' },
      login: {
        type: 'string',
        enum: [...SESSION_LOGIN_METHODS],
        description: 'How the session was started; only with the method `session`.',
      },
      address: text('IP address of the caller.', '192.0.2.7'),
    },
    required: ['name', 'method', 'address'],
  };
}

const PROPERTIES: Readonly<Record<keyof ActionRecord, SchemaObject>> = {
  id: text('Id of the record; it sorts by time.', '1795908686327-a653edaea280'),
  time: time('When the action was requested.'),
  action: { type: 'string', enum: [...ACTIONS], description: 'The action.' },
  outcome: {
    type: 'string',
    enum: [...ACTION_OUTCOMES],
    description: ACTION_OUTCOMES.map((outcome) => `\`${outcome}\`: ${OUTCOMES[outcome]}`).join('; '),
  },
  status: { type: 'integer', description: 'The HTTP status of the response; absent while the outcome is pending.' },
  detail: text('Why it was refused or failed.'),
  by: authorSchema('Who requested the action.'),
  job: {
    type: 'object',
    description: 'The job.',
    properties: { id: text('Id of the job.'), description: text('Its description at that time.') },
    required: ['id'],
  },
  source: {
    type: 'object',
    description: 'The source of the job.',
    properties: { name: text('Name of the source.', 'east') },
    required: ['name'],
  },
  request_id: text('Id of the request, as in the log.'),
  bulk_id: text('Id that the actions of one request share: that of the bulk action; absent for an action on one job.'),
  backend: {
    type: 'object',
    description: "The backend's own error; absent if it sent none.",
    properties: { code: text('Its code.', '458784'), message: text('Its text.') },
  },
  ended_time: time('When the outcome became final; absent until then.'),
};

/** Schema of the record of an action. */
export const ACTION_SCHEMA: SchemaObject = {
  type: 'object',
  properties: PROPERTIES,
  required: ['id', 'time', 'action', 'outcome', 'by', 'job', 'source', 'request_id'],
};

/** Schema of a record with selected fields. */
export const ACTION_PART_SCHEMA: SchemaObject = {
  ...partOf(ACTION_SCHEMA),
  description: 'The fields of a record that `fields` selects; a complete `Action` if `fields` is missing.',
  required: ['id'],
};

/** The schema of a field such as `outcome` or `by.name`; `undefined` if there is no such field. */
export function actionFieldSchema(path: string): SchemaObject | undefined {
  return schemaAt(ACTION_SCHEMA, path);
}

/** True if a record has a field with this path. */
export function isActionField(path: string): boolean {
  return actionFieldSchema(path) !== undefined;
}
