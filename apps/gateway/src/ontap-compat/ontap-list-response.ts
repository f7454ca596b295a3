import { type JobPage } from '@gateway/core';

import { type OntapListRequest } from './ontap-list-request.js';

/**
 * Formats the response of a list in ONTAP's format. `num_records` is the number of jobs on the page; with
 * `return_records=false` it is the number of all matches.
 */
export function ontapListResponse({ next, query, self }: OntapListRequest, page: JobPage): string {
  const { records, total } = page;
  const links = { self: { href: self }, next: page.next && { href: next(page.next) } };
  const counted =
    query.maxRecords === 0
      ? `"num_records":${total}`
      : `"records":[${records.join(',')}],"num_records":${records.length}`;
  return `{${counted},"_links":${JSON.stringify(links)}}`;
}
