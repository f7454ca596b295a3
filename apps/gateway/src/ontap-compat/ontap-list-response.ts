import { type JobPage } from '@gateway/core';

import { indented, LEVEL } from './indented.js';
import { type OntapListRequest } from './ontap-list-request.js';

/**
 * Formats the response of a list in ONTAP's format. `num_records` is the number of jobs on the page; with
 * `return_records=false` it is the number of all matches. With `pretty`, the records of the page are indented already.
 */
export function ontapListResponse({ next, pretty, query, self }: OntapListRequest, page: JobPage): string {
  const { records, total } = page;
  const isCount = query.maxRecords === 0;
  const rest = {
    num_records: isCount ? total : records.length,
    _links: { self: { href: self }, next: page.next && { href: next(page.next) } },
  };
  const text = pretty ? indented(JSON.stringify(rest)) : JSON.stringify(rest);
  if (isCount) return text;
  return pretty
    ? `{\n${LEVEL}"records": ${indentedList(records)},${text.slice(1)}`
    : `{"records":[${records.join(',')}],${text.slice(1)}`;
}

function indentedList(records: readonly string[]): string {
  const begin = `\n${LEVEL}${LEVEL}`;
  return records.length === 0 ? '[]' : `[${begin}${records.join(`,${begin}`)}\n${LEVEL}]`;
}
