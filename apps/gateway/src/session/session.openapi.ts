/** The OpenAPI description of the session routes. */

import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';

import { PublicProblemResponses } from '../problems/problem.openapi.js';

const CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/Session' } } };

function setCookie(description: string, required: boolean): NonNullable<ApiResponseOptions['headers']> {
  return { 'Set-Cookie': { description, required, schema: { type: 'string' } } };
}

/** Describes `POST /api/session`. */
export function DescribeStart(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'startSession',
      summary: 'Sign a browser in with a bearer token',
      description:
        'Needs `Authorization: Bearer`. The cookie of the response is the login of further requests for 8 hours, and is ' +
        'renewed in the second half of them; it ends with the token.',
    }),
    ApiResponse({
      status: 200,
      description: 'The session that was started.',
      headers: setCookie('The session: `HttpOnly`, `SameSite=Strict`, and over HTTPS `Secure`.', true),
      content: CONTENT,
    }),
    PublicProblemResponses(
      ...(['unknown-parameter', 'malformed-body', 'body-too-large', 'unsupported-media-type'] as const),
      ...([
        'unauthorized',
        'forbidden',
        'cross-site-request',
        'too-many-failed-logins',
        'provider-unavailable',
      ] as const),
    ),
  );
}

/** Describes `GET /api/session`. */
export function DescribeSession(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'getSession',
      summary: 'Get the session of a browser',
      description: 'Needs no login: without a valid session, `signed_in` is false.',
    }),
    ApiResponse({
      status: 200,
      description: 'The session, if there is one.',
      headers: setCookie('The renewed session, or one that removes an invalid session.', false),
      content: CONTENT,
    }),
    PublicProblemResponses('unknown-parameter'),
  );
}

/** Describes `DELETE /api/session`. */
export function DescribeEnd(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'endSession',
      summary: 'Sign a browser out',
      description: 'Ends the open watches of the session. Needs no login: without a session, nothing changes.',
    }),
    ApiResponse({
      status: 200,
      description: 'There is no session any more.',
      headers: setCookie('A cookie that removes the session.', false),
      content: CONTENT,
    }),
    PublicProblemResponses(
      ...(['unknown-parameter', 'malformed-body', 'body-too-large', 'unsupported-media-type'] as const),
      'cross-site-request',
    ),
  );
}

const LOCATION = { description: 'Where to go on.', required: true, schema: { type: 'string' as const } };

/** Describes `GET /api/session/login`. */
export function DescribeLogin(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'startProviderSignIn',
      summary: 'Sign a browser in through the OpenID provider',
      description: 'For navigation by a browser. There is none unless `access.jwt.client_id` is configured.',
    }),
    ApiQuery({
      name: 'next',
      required: false,
      schema: { type: 'string', default: '/', example: '/jobs' },
      description: 'The path of this server to go to afterwards.',
    }),
    ApiResponse({
      status: 303,
      description: 'The sign-in page of the provider.',
      headers: { Location: LOCATION, ...setCookie('The sign-in, for ten minutes: `SameSite=Lax`.', true) },
    }),
    PublicProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['unknown-route', 'provider-unavailable'] as const),
    ),
  );
}

/** Describes `GET /api/session/callback`. */
export function DescribeCallback(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'completeProviderSignIn',
      summary: 'Complete the sign-in through the OpenID provider',
      description: 'The redirect URI to register at the provider, which adds its parameters (RFC 6749, 4.1.2).',
    }),
    ApiResponse({
      status: 303,
      description: 'The browser is signed in; `Location` is the path that was given as `next`.',
      headers: { Location: LOCATION, ...setCookie('The session, as that of `POST /api/session`.', true) },
    }),
    PublicProblemResponses(
      ...(['sign-in-failed', 'unauthorized', 'forbidden', 'unknown-route'] as const),
      ...(['too-many-failed-logins', 'provider-unavailable'] as const),
    ),
  );
}
