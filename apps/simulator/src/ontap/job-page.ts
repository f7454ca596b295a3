/** Filtering, sorting and paging of ONTAP jobs. */
import { type JobRecord, valuesAt } from './job-record.js';
import { type JobOrder, type JobRequest } from './job-request.js';
import { compareValues } from './query-value.js';

/** One page. `next` is the link to the next page, which may be empty because ONTAP does not look ahead. */
export interface JobPage {
  readonly records: readonly JobRecord[];
  readonly next?: string;
}

const POSITION_ARGUMENTS = ['start.uuid', 'start.index', 'offset'];

/**
 * The requested page, sorted by uuid by default. Pages by uuid continue after the last uuid and are therefore stable when
 * jobs appear or disappear. Pages in another order continue at an index.
 */
export function readPage(
  records: readonly JobRecord[],
  request: JobRequest,
  cap: number,
  query: readonly (readonly [string, string])[],
): JobPage {
  const limit = Math.min(request.maxRecords ?? cap, cap);
  const sorted = request.orderBy.length > 0;
  const matching = records.filter((record) => matches(record, request)).sort(ordering(request.orderBy));
  const rest = sorted ? matching.slice(request.startIndex) : matching.filter((record) => isAfter(record, request));
  const page = rest.slice(request.offset, request.offset + limit);
  if (page.length < limit) return { records: page };
  const position = sorted
    ? ['start.index', String(request.startIndex + request.offset + limit)]
    : ['start.uuid', String(page.at(-1)?.['uuid'])];
  const kept = query.filter(([name]) => !POSITION_ARGUMENTS.includes(name));
  const next = [position, ...kept].map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`).join('&');
  return { records: page, next: `/api/cluster/jobs?${next}` };
}

function matches(record: JobRecord, { filters }: JobRequest): boolean {
  return filters.every(({ field, test }) => test(valuesAt(record, field.path)));
}

function isAfter(record: JobRecord, { startUuid }: JobRequest): boolean {
  return startUuid === undefined || String(record['uuid']) > startUuid;
}

/** Sorts records without a value after all others in ascending order. */
function ordering(keys: readonly JobOrder[]): (a: JobRecord, b: JobRecord) => number {
  return (a, b) => {
    for (const { field, descending } of keys) {
      const [left] = valuesAt(a, field.path);
      const [right] = valuesAt(b, field.path);
      const order =
        left === undefined || right === undefined
          ? Number(left === undefined) - Number(right === undefined)
          : compareValues(field, left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return String(a['uuid']) < String(b['uuid']) ? -1 : 1;
  };
}
