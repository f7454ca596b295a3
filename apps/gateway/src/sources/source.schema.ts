/** The OpenAPI schema of a source. It also defines the paths that `fields` accepts. */

import { JOB_STATES, SOURCE_KINDS, type SourceOrigin, type SourceStatus } from '@gateway/core';
import { type SchemaObject } from '@nestjs/swagger';

import { partOf } from '../openapi/complete-description.js';
import { schemaAt } from '../openapi/schema-at.js';
import { type SourceRecord } from './source-record.js';

/** The kinds of `SourceOrigin`. */
export const ORIGIN_KINDS = ['config', 'file', 'discovery'] as const satisfies readonly SourceOrigin['kind'][];
/** All statuses, and what they mean. */
export const STATUSES: Readonly<Record<SourceStatus, string>> = {
  starting: 'not polled yet',
  ok: 'the last poll succeeded',
  degraded: 'the last poll failed or was incomplete, but the data is not older than twice the interval',
  failing: 'the data is older than twice the interval',
  unauthorized: 'the backend refuses the login',
};
/** Schema of a link. */
export const LINK: SchemaObject = { type: 'object', properties: { href: { type: 'string' } }, required: ['href'] };
const time = (description: string): SchemaObject => ({ type: 'string', format: 'date-time', description });

const PROPERTIES: Readonly<Record<keyof SourceRecord, SchemaObject>> = {
  name: { type: 'string', description: 'Name in the configuration.', example: 'east' },
  kind: { type: 'string', enum: [...SOURCE_KINDS], description: 'Kind of backend.' },
  url: { type: 'string', description: 'Origin of the backend.', example: 'https://cluster.example' },
  origin: {
    type: 'object',
    description:
      'Where the gateway knows the source from. `config`: the configuration file; `file`: the file of ' +
      '`sources_files` in `file`; `discovery`: the cluster `cluster_uuid` that the source `source` reported.',
    properties: {
      kind: { type: 'string', enum: [...ORIGIN_KINDS], description: 'Kind of origin.' },
      file: {
        type: 'string',
        description: "Path of the file, relative to the configuration file's folder if it is below it.",
        example: 'sources.d/lab.yaml',
      },
      source: {
        type: 'string',
        description: 'Name of the source that reported the cluster; absent if the caller may not see it.',
      },
      cluster_uuid: { type: 'string', description: 'UUID of the cluster.' },
    },
    required: ['kind'],
  },
  labels: { type: 'object', additionalProperties: { type: 'string' }, description: 'Labels from the configuration.' },
  status: {
    type: 'string',
    enum: Object.keys(STATUSES),
    description: Object.entries(STATUSES)
      .map(([status, meaning]) => `\`${status}\`: ${meaning}`)
      .join('; '),
  },
  reason: {
    type: 'string',
    description: "Reason for the status, starting with the error's stable code; absent if the status is `ok`.",
  },
  version: { type: 'string', description: 'Version of the backend; absent if unknown.', example: '9.13.1' },
  interval_seconds: { type: 'number', description: 'Time between polls.' },
  first_poll_time: time('Start of the first poll that listed jobs: jobs that had ended before can be missing.'),
  last_poll_time: time('Start of the last poll.'),
  last_success_time: time('Start of the last complete poll.'),
  age_seconds: { type: 'number', description: 'Age of the data; absent before the first successful poll.' },
  next_poll_time: time('Start of the next poll.'),
  consecutive_failures: { type: 'integer', description: 'Number of failed polls in a row.' },
  clock_offset_seconds: { type: 'number', description: "The backend's clock minus the gateway's clock." },
  polled_by: { type: 'string', description: 'Name of the replica that polls the source; absent if unknown.' },
  jobs: {
    type: 'object',
    description: 'Number of jobs by state; states without jobs are omitted.',
    properties: Object.fromEntries(
      JOB_STATES.map((state) => [state, { type: 'integer', description: `Number of jobs in the state \`${state}\`.` }]),
    ),
  },
  gaps: {
    type: 'array',
    description: 'Periods in which jobs may have started and ended without being observed, oldest first.',
    items: {
      type: 'object',
      properties: { from: time('Start of the gap.'), to: time('End of the gap; absent while it lasts.') },
      required: ['from'],
    },
  },
  _links: { type: 'object', properties: { self: LINK, jobs: LINK }, required: ['self', 'jobs'] },
};

/** Schema of a source. */
export const SOURCE_SCHEMA: SchemaObject = {
  type: 'object',
  properties: PROPERTIES,
  required: [
    'name',
    'kind',
    'url',
    'origin',
    'labels',
    'status',
    'interval_seconds',
    'consecutive_failures',
    'jobs',
    'gaps',
    '_links',
  ],
};

/** Schema of a source with selected fields. */
export const SOURCE_PART_SCHEMA: SchemaObject = {
  ...partOf(SOURCE_SCHEMA),
  description: 'The fields of a source that `fields` selects; a complete `Source` if `fields` is missing.',
  required: ['name'],
};

/** The schema of a field such as `status`, `origin.file` or `labels.site`; `undefined` if there is no such field. */
export function sourceFieldSchema(path: string): SchemaObject | undefined {
  return schemaAt(SOURCE_SCHEMA, path);
}

/** True if a source has a field with this path. */
export function isSourceField(path: string): boolean {
  return sourceFieldSchema(path) !== undefined;
}
