/** The OpenAPI description of summaries. */

import { MAX_GROUPS } from '@gateway/core';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { REVISION } from '../openapi/list-schema.js';
import { ProblemResponses } from '../problems/problem.openapi.js';
import { ETAG, FILTER_SYNTAX, FILTERS, GAPS, IF_NONE_MATCH, NOT_MODIFIED, STALE_SOURCES } from './jobs.openapi.js';
import { DEFAULT_INTERVAL, PERCENTILES_OF } from './summary-request.js';

const PERCENTILES: SchemaObject = {
  type: 'object',
  properties: { p50: { type: 'number' }, p95: { type: 'number' }, p99: { type: 'number' } },
  required: ['p50', 'p95', 'p99'],
  description: 'Values that half, 95 % and 99 % of the jobs do not exceed, at most 1 % too high.',
};

/** Schema of a summary. */
export const JOB_SUMMARY_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    groups: {
      type: 'array',
      description: 'Groups, sorted by their values. A field without a value is absent.',
      items: {
        type: 'object',
        properties: { count: { type: 'integer', description: 'Exact number of jobs.' } },
        required: ['count'],
        additionalProperties: {
          oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, PERCENTILES],
          description:
            'Value of a field in `group_by`, named by its path; `time`: the begin of the interval; or percentiles.',
        },
        example: { state: 'running', 'source.name': 'east', count: 3 },
      },
    },
    total: { type: 'integer', description: 'Exact number of all matching jobs.' },
    revision: REVISION,
    stale_sources: STALE_SOURCES,
    gaps: GAPS,
  },
  required: ['groups', 'total', 'revision', 'stale_sources', 'gaps'],
};

/** Describes `GET /api/jobs/summary`. */
export function DescribeSummary(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'summarizeJobs',
      summary: 'Count jobs by the values of fields',
      description: `Exact numbers of the matching jobs, served from memory. ${FILTER_SYNTAX}`,
    }),
    ...FILTERS,
    ApiQuery({
      name: 'group_by',
      required: false,
      schema: { type: 'string', default: 'state', example: 'state,source.name' },
      description:
        `Up to 4 scalar fields. More than ${MAX_GROUPS} groups are an error. \`message_pattern\` is the error message, or else ` +
        'the message, with `*` in place of quoted texts, numbers, ids, paths and names with digits.',
    }),
    ApiQuery({
      name: 'interval',
      required: false,
      schema: { type: 'string', default: DEFAULT_INTERVAL, example: '15m' },
      description:
        'Groups also by intervals of a time, from 1s to 366d (s, m, h, d, w), counted from the epoch in UTC. `interval` or ' +
        '`time` alone is sufficient.',
    }),
    ApiQuery({
      name: 'time',
      required: false,
      schema: { type: 'string', default: 'created_time', example: 'created_time' },
      description: 'The field whose times are grouped.',
    }),
    ApiQuery({
      name: 'percentiles',
      required: false,
      schema: { type: 'string', enum: [PERCENTILES_OF], example: PERCENTILES_OF },
      description: 'Adds the percentiles of the durations to each group.',
    }),
    IF_NONE_MATCH,
    ApiResponse({
      status: 200,
      description: 'The groups and their numbers of jobs.',
      headers: ETAG,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/JobSummary' } } },
    }),
    NOT_MODIFIED,
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['malformed-request', 'overloaded'] as const),
    ),
  );
}
