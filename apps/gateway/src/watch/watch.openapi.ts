/** The OpenAPI description of the watch. */

import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';

import { FilterParameters, JOB_FIELDS } from '../jobs/jobs.openapi.js';
import { ProblemResponses } from '../problems/problem.openapi.js';
import { LAST_EVENT_ID_PARAMETERS } from './watch-request.js';

const DESCRIPTION = `A stream of server-sent events. \`added\` and \`modified\` contain the job as JSON. \`removed\` contains only
\`{"id":…}\`: retention removed the job, or it does not match any more. \`bookmark\` has no data and reports the current
revision; if there is no other event, it is sent at least every 15 seconds. The \`id\` of an event is its revision. After a
disconnect, resume with the last \`id\` as \`Last-Event-ID\` (which an \`EventSource\` sends by itself) or as \`after\`. This
works on any replica, and no event is missed.

Without either, the stream starts with the matching jobs as \`added\` events without an \`id\`. A client that disconnects
before the first bookmark has to start again and discard what it received. It is better to list the jobs first and to follow
the list's \`_links.watch\`.

Handle \`added\` and \`modified\` the same way, and ignore \`removed\` for jobs you do not have: after a restart, the gateway
does not know whether a job matched before. The filters are those of a list; relative times count from the start of the
stream. \`cut_off\` is the last event of a client that reads too slowly, or that may see other sources than before
(\`{"reason":"slow"|"behind"|"scope","detail":…,"after":…}\`); resume from \`after\` if it is present, else start again.`;

/** Describes `GET /api/jobs/watch`. */
export function DescribeWatch(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'watchJobs', summary: 'Watch changes of jobs', description: DESCRIPTION }),
    FilterParameters(),
    JOB_FIELDS,
    ResumeParameters('The revision of a list or the id of an event. The stream starts with the change after it.'),
    StreamResponse('{"id":"east~1cd8a442-…","state":"success",…}'),
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['revision-gone', 'not-ready', 'too-many-watches', 'overloaded'] as const),
    ),
  );
}

/** Describes the parameters and the header with which a stream is resumed. */
export function ResumeParameters(after: string): MethodDecorator {
  return applyDecorators(
    ApiQuery({
      name: 'after',
      required: false,
      schema: { type: 'string', pattern: '^\\d{1,16}-\\d{1,16}$', example: '1795212000000-7' },
      description: after,
    }),
    ...LAST_EVENT_ID_PARAMETERS.map((name) =>
      ApiQuery({
        name,
        required: false,
        allowEmptyValue: true,
        schema: { type: 'string', example: '1795212000000-7' },
        description: 'The same as the header, for clients that cannot set it. The header takes precedence.',
      }),
    ),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      schema: { type: 'string', example: '1795212000000-7' },
      description: 'The id of the last event received. Takes precedence over `after`.',
    }),
  );
}

/** Describes a stream of server-sent events with records such as the example, which is JSON. */
export function StreamResponse(record: string): MethodDecorator {
  return ApiResponse({
    status: 200,
    description: 'The stream. When the gateway stops, it ends with a bookmark.',
    content: {
      'text/event-stream': {
        schema: { type: 'string' },
        example:
          `retry: 2000\n\nevent: modified\nid: 1795212000000-7\ndata: ${record}\n\n` +
          'event: bookmark\nid: 1795212000000-7\n\n',
      },
    },
  });
}
