import { type PagePosition } from '@gateway/core';

import { pageText, type PageTexts } from '../query/list-text.js';
import { type SourceListRequest } from './source-list-request.js';

/** Formats the response of a list. Records are inserted as JSON texts. */
export function sourceListResponse(
  { next, query, self }: SourceListRequest,
  page: PageTexts & { readonly next: PagePosition | undefined },
): string {
  const links = { self: { href: self }, next: page.next && { href: next(page.next) } };
  return `{${pageText(page, query.maxRecords)},"_links":${JSON.stringify(links)}}`;
}
