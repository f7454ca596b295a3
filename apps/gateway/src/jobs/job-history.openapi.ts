/** The OpenAPI description of the history of a job. */

import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse, type SchemaObject } from '@nestjs/swagger';

import { ProblemResponses } from '../problems/problem.openapi.js';
import { LINK } from '../sources/source.schema.js';
import { jobFieldSchema } from './job.schema.js';
import { JOB_ID, LOOKUP_PROBLEMS } from './jobs.openapi.js';

const field = (path: string): SchemaObject => jobFieldSchema(path) ?? {};

const ENTRY: SchemaObject = {
  type: 'object',
  properties: {
    time: {
      type: 'string',
      format: 'date-time',
      description: "When the gateway saw the change, by the gateway's clock.",
    },
    state: field('state'),
    message: field('message'),
    requested: {
      type: 'object',
      description: 'The last action that was sent through the gateway, and its result at that time.',
      properties: {
        action: field('requested.action'),
        by: field('requested.by'),
        outcome: field('requested.outcome'),
      },
      required: ['action', 'by', 'outcome'],
    },
  },
  required: ['time', 'state'],
};

/** Schema of the history of a job. */
export const JOB_HISTORY_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    records: {
      type: 'array',
      items: ENTRY,
      description: 'What the job showed from each time on, oldest first; at most 1,000 entries, the last ones.',
    },
    num_records: { type: 'integer', description: 'Number of entries.' },
    complete: {
      type: 'boolean',
      description:
        'False if the change log no longer has the first changes: their states are known, but not their messages.',
    },
    _links: { type: 'object', properties: { self: LINK, job: LINK }, required: ['self', 'job'] },
  },
  required: ['records', 'num_records', 'complete', '_links'],
};

/** Describes `GET /api/jobs/{id}/history`. */
export function DescribeHistory(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'getJobHistory',
      summary: 'List the changes of one job',
      description:
        'Changes of the state are known for as long as the gateway keeps the job (the last 20), those of the message and of ' +
        'the requested action as far as the change log goes back.',
    }),
    JOB_ID,
    ApiResponse({
      status: 200,
      description: 'The changes.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/JobHistory' } } },
    }),
    ProblemResponses(...(['unknown-parameter', 'overloaded'] as const), ...LOOKUP_PROBLEMS),
  );
}
