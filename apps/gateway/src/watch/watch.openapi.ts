/** What the OpenAPI description says of the watch. */

import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';

import { ProblemResponses } from '../problems/problem.openapi.js';
import { FilterParameters } from '../jobs/jobs.openapi.js';

const DESCRIPTION = `Server-sent events. \`added\` and \`modified\` carry the job as JSON, \`removed\` only \`{"id":…}\`: the job
was let go by retention, or does not match any more. \`bookmark\` carries nothing and moves the cursor, at least every 15
seconds. The \`id\` of an event is its revision: after a break go on with it as \`Last-Event-ID\` (which an \`EventSource\` does
by itself) or \`after\`, at any replica, and nothing is missed.

Without either the stream opens with the matching jobs as \`added\`, which have no \`id\`: a client that loses the connection
before the first bookmark begins anew, and drops what it had. The better way is to list and follow the list's
\`_links.watch\`.

Treat \`added\` and \`modified\` alike, and take a \`removed\` of a job you do not have for nothing: after the gateway's own
restart it cannot tell what a job was before. Filters are those of a list; relative times count from the moment the stream
is opened. \`cut_off\` is the last event of a client that does not read
(\`{"reason":"slow"|"behind","detail":…,"after":…}\`); \`after\`, where it is there, is where to go on.`;

/** Describes `GET /api/jobs/watch`. */
export function DescribeWatch(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'watchJobs', summary: 'Watch jobs change', description: DESCRIPTION }),
    FilterParameters(),
    ApiQuery({
      name: 'after',
      required: false,
      schema: { type: 'string', pattern: '^\\d{1,16}-\\d{1,16}$', example: '1795212000000-7' },
      description: 'The revision of a list, or the id of an event: the stream begins with the change after it.',
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      schema: { type: 'string', example: '1795212000000-7' },
      description: 'The id of the last event received. Counts before `after`.',
    }),
    ApiResponse({
      status: 200,
      description: 'The stream; it ends when the gateway stops, with a bookmark.',
      content: {
        'text/event-stream': {
          schema: { type: 'string' },
          example:
            'retry: 2000\n\nevent: modified\nid: 1795212000000-7\ndata: {"id":"east~1cd8a442-…","state":"success",…}\n\n' +
            'event: bookmark\nid: 1795212000000-7\n\n',
        },
      },
    }),
    ProblemResponses(
      ...(['unknown-parameter', 'duplicate-parameter', 'empty-parameter', 'invalid-parameter'] as const),
      ...(['revision-gone', 'not-ready'] as const),
    ),
  );
}
