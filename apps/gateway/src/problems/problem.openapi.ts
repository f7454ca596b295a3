import { applyDecorators } from '@nestjs/common';
import { ApiResponse, type ApiResponseOptions, type SchemaObject } from '@nestjs/swagger';

import { ONTAP_PROBLEM_TYPES, PROBLEM_TYPE } from '../http/problem-type.js';
import { Problem, PROBLEMS, type ProblemSlug, problemText } from './problem.js';

/** Schema of a problem. */
export const PROBLEM_SCHEMA: SchemaObject = {
  type: 'object',
  description: "A problem (RFC 9457), with `error` as in ONTAP's error responses.",
  properties: {
    type: {
      type: 'string',
      enum: Object.keys(PROBLEMS).map((slug) => `/docs/errors#${slug}`),
      description: 'Link to the description of the problem.',
      example: '/docs/errors#job-not-found',
    },
    title: { type: 'string', description: 'Short title; the same for every problem of this type.' },
    status: { type: 'integer', description: 'The HTTP status.' },
    detail: { type: 'string', description: 'Description of this specific case, in one sentence.' },
    instance: { type: 'string', description: 'The path of the request, without the query.' },
    request_id: { type: 'string', description: 'Id of the request; also in the `X-Request-Id` header and in the log.' },
    error: {
      type: 'object',
      properties: {
        code: { type: 'string', description: "ONTAP's error code for this case, or the backend's own error code." },
        message: { type: 'string', description: 'The same as `detail`.' },
        target: { type: 'string', description: 'The invalid parameter or part of the path.' },
        position: {
          type: 'integer',
          minimum: 0,
          description: 'Where the invalid part begins in the decoded value of the parameter, in characters from 0.',
        },
      },
      required: ['code', 'message'],
    },
    candidates: {
      type: 'array',
      items: { type: 'string' },
      description: 'Ids of the jobs with this native id (`ambiguous-id`).',
    },
    num_records: {
      type: 'integer',
      description: 'Number of jobs that accepted a bulk action although another job did not.',
    },
    job: {
      allOf: [{ $ref: '#/components/schemas/Job' }],
      description: 'Last known record of the job (`job-gone`, `job-ended`, `action-conflict`).',
    },
    _links: {
      type: 'object',
      properties: { list: { type: 'object', properties: { href: { type: 'string' } }, required: ['href'] } },
      description: 'Link to a list of the jobs with a newer revision (`revision-gone`).',
    },
  },
  required: ['type', 'title', 'status', 'detail', 'request_id', 'error'],
};

/** Problems that every request can return. */
const GENERAL = [
  'malformed-request',
  'request-timeout',
  'unknown-expectation',
  'url-too-long',
  'too-many-requests',
  'headers-too-large',
  'internal',
] as const;

/** Further problems of requests that need a login. */
const SIGN_IN = [
  'unauthorized',
  'forbidden',
  'cross-site-request',
  'too-many-failed-logins',
  'provider-unavailable',
] as const;

/**
 * Describes the problems that an operation can return, by status. The general ones and those of the sign-in are added.
 */
export function ProblemResponses(...slugs: readonly ProblemSlug[]): MethodDecorator {
  return problemResponses([PROBLEM_TYPE], [...slugs, ...SIGN_IN]);
}

/** As `ProblemResponses`, for an operation that needs no login. */
export function PublicProblemResponses(...slugs: readonly ProblemSlug[]): MethodDecorator {
  return problemResponses([PROBLEM_TYPE], slugs);
}

/** As `ProblemResponses`, in the media types of ONTAP. */
export function OntapProblemResponses(...slugs: readonly ProblemSlug[]): MethodDecorator {
  return problemResponses(ONTAP_PROBLEM_TYPES, [...slugs, ...SIGN_IN]);
}

function problemResponses(types: readonly string[], slugs: readonly ProblemSlug[]): MethodDecorator {
  const byStatus = new Map<number, ProblemSlug[]>();
  for (const slug of new Set([...slugs, ...GENERAL])) {
    const { status } = PROBLEMS[slug];
    byStatus.set(status, [...(byStatus.get(status) ?? []), slug]);
  }
  return applyDecorators(...[...byStatus].map(([status, same]) => ApiResponse(problemResponse(types, status, same))));
}

const HEADERS: Readonly<Record<number, NonNullable<ApiResponseOptions['headers']>>> = {
  401: { 'WWW-Authenticate': { description: 'The ways to sign in.', required: true, schema: { type: 'string' } } },
  405: { Allow: { description: 'Supported methods.', required: true, schema: { type: 'string' } } },
  409: { 'Retry-After': retryAfter(false) },
  429: { 'Retry-After': retryAfter(true) },
  503: { 'Retry-After': retryAfter(true) },
};

function retryAfter(required: boolean) {
  return {
    description: 'Seconds to wait before the next attempt.',
    required,
    schema: { type: 'integer' as const, minimum: 1 },
  };
}

function problemResponse(types: readonly string[], status: number, slugs: readonly ProblemSlug[]) {
  const examples = Object.fromEntries(slugs.map((slug) => [slug, { value: example(slug) }]));
  return {
    status,
    description: slugs.map((slug) => `\`${slug}\`: ${PROBLEMS[slug].meaning}`).join('\n\n'),
    headers: HEADERS[status] ?? {},
    content: Object.fromEntries(
      types.map((type) => [type, { schema: { $ref: '#/components/schemas/Problem' }, examples }]),
    ),
  };
}

function example(slug: ProblemSlug): unknown {
  return JSON.parse(problemText(new Problem(slug, PROBLEMS[slug].meaning), { requestId: 'a6b1c2d3' }));
}
