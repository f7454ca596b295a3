import { type JobPage, type Revision } from '@gateway/core';

import { type Freshness, freshnessText } from './freshness.js';
import { type ListRequest } from './list-query.js';

/** The answer to a list. Records go out as the texts they are held as; nothing of them is parsed or serialised here. */
export function listText(
  { next, query, self, watch }: ListRequest,
  page: JobPage,
  revision: Revision,
  fresh: Freshness,
): string {
  const { records, total } = page;
  const counted =
    query.maxRecords === 0
      ? `"num_records":${total}`
      : `"records":[${records.join(',')}],"num_records":${records.length}`;
  const links = {
    self: { href: self },
    next: page.next && { href: next(page.next) },
    watch: { href: watch(revision) },
  };
  return (
    `{${counted},"total_records":${total},"revision":"${revision}",${freshnessText(fresh)},` +
    `"_links":${JSON.stringify(links)}}`
  );
}
