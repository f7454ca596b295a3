import { BackendError, type ListedPage } from '@gateway/core';
import { wholeListing } from '@gateway/testing/whole-listing';

import { type BackendResponse } from '../../http/backend-response.js';
import { PageSize } from '../../listing/page-size.js';
import { jsonResponse } from '../../testing/json-response.js';
import { OntapListing } from './ontap.listing.js';

const NEVER = new AbortController().signal;

/** A listing whose pages are these responses. */
function listingOf(respond: () => Promise<BackendResponse>): OntapListing {
  const ignore = (): void => undefined;
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const pages = { firstPath: () => '/api/cluster/jobs', first: respond, isOwn: () => true, at: respond };
  return new OntapListing(pages, new PageSize(1_000, Infinity), logger);
}

describe('a listing of ONTAP', () => {
  it.each([
    ['1,000 pages', 0, 0, 1_000],
    ['100,000 jobs', 10_000, 0, 10],
    ['256 MiB', 1, 4 * 1024 * 1024, 64],
  ])('is malformed if it does not end within %s; the jobs read so far are kept', async (_most, length, size, pages) => {
    let requests = 0;
    const endless = async (): Promise<BackendResponse> => {
      requests += 1;
      const next = { href: `/api/cluster/jobs?start.uuid=${requests}` };
      const records = Array.from({ length }, (_, at) => ({ uuid: uuid(requests * 10_000 + at) }));
      return { ...jsonResponse({ records, num_records: length, _links: { next } }), ...(size > 0 && { size }) };
    };
    const result = await wholeListing((onPage) => listingOf(endless).read(NEVER, onPage));
    expect(result).toMatchObject({ complete: false, skipped: 0, error: { code: 'malformed' } });
    expect([requests, result.jobs.length]).toEqual([pages, pages * length]);
  });

  it('passes on a page with more jobs than requested in parts, which need not be parsed again either', async () => {
    const records = Array.from({ length: 2_500 }, (_, at) => ({ uuid: uuid(at % 2_400), state: 'running', code: at }));
    let read = 0;
    const page = jsonResponse({ records });
    const counted = {
      ...page,
      page: (...reading: Parameters<typeof page.page>) => ((read += 1), page.page(...reading)),
    };
    const respond = async (): Promise<BackendResponse> => counted;
    const listing = listingOf(respond);
    const sizes: number[] = [];
    const fingerprints = new Set<string | undefined>();
    const readAll = async (part: ListedPage): Promise<void> => {
      fingerprints.add(part.fingerprint);
      sizes.push((await part.jobs()).length);
    };
    expect(await listing.read(NEVER, readAll)).toMatchObject({ complete: true, skipped: 0 });
    expect({ sizes, fingerprints: fingerprints.size, read }).toEqual({
      sizes: [1_000, 1_000, 500],
      fingerprints: 3,
      read: 1,
    });
    await listing.read(NEVER, async ({ fingerprint }) => void fingerprints.add(fingerprint));
    expect({ fingerprints: fingerprints.size, read }).toEqual({ fingerprints: 3, read: 1 });
    const { jobs } = await wholeListing((onPage) => listing.read(NEVER, onPage));
    expect(jobs.find(({ native_id }) => native_id === uuid(7))?.code).toBe(2_407);
  });

  it('is incomplete with a link to the next page that is too long', async () => {
    let requests = 0;
    const respond = async (): Promise<BackendResponse> => {
      requests += 1;
      const next = { href: `/${'a'.repeat(8_000)}` };
      return jsonResponse({ records: [{ uuid: uuid(1) }], _links: { next } });
    };
    const { complete, error, jobs } = await wholeListing((onPage) => listingOf(respond).read(NEVER, onPage));
    expect({ complete, error, jobs: jobs.length, requests }).toEqual({
      complete: false,
      error: new BackendError('malformed', 'the link to the next page is longer than 8000 characters'),
      jobs: 1,
      requests: 1,
    });
  });

  it('counts pages that need not be parsed again', async () => {
    let requests = 0;
    const endless = async (): Promise<BackendResponse> => {
      requests += 1;
      const page = requests % 10;
      const next = { href: `/api/cluster/jobs?start.uuid=${requests}` };
      const records = Array.from({ length: 10_000 }, (_, at) => ({ uuid: uuid(page * 10_000 + at) }));
      return { ...jsonResponse({ records, _links: { next } }), hash: async () => `page ${page}` };
    };
    const listing = listingOf(endless);
    const unread = async (): Promise<void> => undefined;
    for (let poll = 0; poll < 2; poll += 1) await listing.read(NEVER, unread);
    expect(requests).toBe(20);
  });
});

function uuid(number: number): string {
  return `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`;
}
