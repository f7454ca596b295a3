import { type JobPage, type Revision } from '@gateway/core';

import { pageText } from '../query/list-text.js';
import { type FreshnessParts } from './freshness.js';
import { type JobListRequest } from './list-request.js';

/**
 * Formats the response of a list. Records are inserted as their stored JSON texts, without parsing or serialising
 * them.
 */
export function listResponse(
  { next, query, self, watch }: JobListRequest,
  page: JobPage,
  revision: Revision,
  fresh: FreshnessParts,
): string {
  const links = {
    self: { href: self },
    next: page.next && { href: next(page.next) },
    watch: { href: watch(revision) },
  };
  return (
    `{${pageText(page, query.maxRecords)},"revision":"${revision}",${fresh.text},` +
    `"_links":${JSON.stringify(links)}}`
  );
}
