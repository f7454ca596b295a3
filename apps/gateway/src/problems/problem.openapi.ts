import { applyDecorators } from '@nestjs/common';
import { ApiResponse, type ApiResponseOptions, type SchemaObject } from '@nestjs/swagger';

import { Problem, PROBLEMS, problemText, type ProblemSlug } from './problem.js';

/** Schema of a problem body. */
export const PROBLEM_SCHEMA: SchemaObject = {
  type: 'object',
  description: "A problem (RFC 9457) that also carries ONTAP's error envelope.",
  properties: {
    type: {
      type: 'string',
      enum: Object.keys(PROBLEMS).map((slug) => `/docs/errors#${slug}`),
      description: 'Link to what the problem means.',
      example: '/docs/errors#job-not-found',
    },
    title: { type: 'string', description: 'The same for every problem of the type.' },
    status: { type: 'integer', description: 'The HTTP status.' },
    detail: { type: 'string', description: 'What happened this time, in one sentence.' },
    instance: { type: 'string', description: 'The path that was asked for, without its query.' },
    request_id: { type: 'string', description: 'The same as in the `X-Request-Id` header and in the log.' },
    error: {
      type: 'object',
      properties: {
        code: { type: 'string', description: "ONTAP's error code for the case, or the backend's own." },
        message: { type: 'string', description: 'The same as `detail`.' },
        target: { type: 'string', description: 'The parameter or path part at fault.' },
      },
      required: ['code', 'message'],
    },
    candidates: { type: 'array', items: { type: 'string' }, description: 'Ids to choose from (`ambiguous-id`).' },
    num_records: {
      type: 'integer',
      description: 'How many jobs took the action all the same, where it was meant for every match of a query.',
    },
    job: { allOf: [{ $ref: '#/components/schemas/Job' }], description: 'Last known record (`job-gone`).' },
    _links: {
      type: 'object',
      properties: { list: { type: 'object', properties: { href: { type: 'string' } }, required: ['href'] } },
      description: 'Where to list the jobs and begin anew (`revision-gone`).',
    },
  },
  required: ['type', 'title', 'status', 'detail', 'request_id', 'error'],
};

/** What any request can come to, whatever it asks for. */
const ALWAYS = ['malformed-request', 'request-timeout', 'headers-too-large', 'internal'] as const;

/** Describes the problems an operation can answer with, by status; those that any request can come to go without saying. */
export function ProblemResponses(...slugs: readonly ProblemSlug[]): MethodDecorator {
  const byStatus = new Map<number, ProblemSlug[]>();
  for (const slug of new Set([...slugs, ...ALWAYS])) {
    const { status } = PROBLEMS[slug];
    byStatus.set(status, [...(byStatus.get(status) ?? []), slug]);
  }
  return applyDecorators(...[...byStatus].map(([status, same]) => ApiResponse(problemResponse(status, same))));
}

const HEADERS: Readonly<Record<number, NonNullable<ApiResponseOptions['headers']>>> = {
  405: { Allow: { description: 'Methods that are offered.', required: true, schema: { type: 'string' } } },
  503: { 'Retry-After': { description: 'Seconds to wait.', required: true, schema: { type: 'integer', minimum: 1 } } },
};

function problemResponse(status: number, slugs: readonly ProblemSlug[]) {
  const examples = Object.fromEntries(slugs.map((slug) => [slug, { value: example(slug) }]));
  return {
    status,
    description: slugs.map((slug) => `\`${slug}\`: ${PROBLEMS[slug].meaning}`).join('\n\n'),
    headers: HEADERS[status] ?? {},
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples } },
  };
}

function example(slug: ProblemSlug): unknown {
  return JSON.parse(problemText(new Problem(slug, PROBLEMS[slug].meaning), { requestId: 'a6b1c2d3' }));
}
