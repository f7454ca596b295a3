import { BackendError, type ListedPage, type ObservedJob } from '@gateway/core';
import { type WholeListing, wholeListing } from '@gateway/testing/whole-listing';
import fc from 'fast-check';

import { BodyTooLongError } from '../http/read-body.js';
import { PageSize } from '../listing/page-size.js';
import { formatCursor } from './newest-first-cursor.js';
import { type NewestFirstListing, NewestFirstPoll, type PageResponse } from './newest-first-poll.js';
import { type ListingPage } from './newest-first-walk.js';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const MINUTE = 60_000;

/** A job of the backend. `created` is its creation time in ms since the epoch. */
interface Row {
  readonly id: string;
  readonly created: number;
  readonly state?: ObservedJob['state'];
}

interface Body {
  readonly rows: readonly Row[];
  readonly limit: number;
  readonly total: number | undefined;
}

/** The longest page of the listing. */
const MOST_BYTES = 4 * 1024 * 1024;
/** The page size that a poll requests at first; the backend may use another one. */
const USUAL_SIZE = 100;

/** A listing in memory. It is paged by offset, sorted newest first, and can change between two requests. */
class Listing implements NewestFirstListing {
  readonly pageSize = new PageSize(USUAL_SIZE, MOST_BYTES);
  readonly idField = 'id';
  rows: Row[] = [];
  limit = 100;
  /** The number of bytes that a row adds to its page, if rows have different ones. */
  rowBytes: ((row: Row) => number) | undefined;
  /** The total that the listing reports. */
  total: (actual: number) => number | undefined = (actual) => actual;
  /** Runs before each response; can change the listing or throw. */
  beforePage: (request: number, offset: number) => void = () => undefined;
  /** The real page size, if it is less than the reported `limit`. */
  cap = Infinity;
  order: (a: Row, b: Row) => number = (a, b) => b.created - a.created || (a.id < b.id ? -1 : 1);
  /** The clock offset, if the backend sends a date; creation times are by the backend's clock. */
  clockOffsetMs: number | undefined;
  /** The size that each response reports. */
  pageBytes = 1_000;
  /** The rows of a page. */
  rowsAt = (offset: number, length: number): Row[] => [...this.rows].sort(this.order).slice(offset, offset + length);
  readonly offsets: number[] = [];
  parsed = 0;

  async fetchPage(offset: number, size: number, signal: AbortSignal): Promise<PageResponse> {
    if (signal.aborted) throw new BackendError('unreachable', 'no complete response before the deadline');
    this.offsets.push(offset);
    this.beforePage(this.offsets.length, offset);
    const limit = size < USUAL_SIZE ? Math.min(this.limit, size) : this.limit;
    const rows = this.rowsAt(offset, Math.min(limit, this.cap));
    const body: Body = { rows, limit, total: this.total(this.rows.length) };
    const { rowBytes } = this;
    const bytes = rowBytes ? rows.reduce((sum, row) => sum + rowBytes(row), 0) : this.pageBytes;
    if (bytes > MOST_BYTES) {
      throw new BodyTooLongError(MOST_BYTES, [Buffer.from(JSON.stringify({ records: rows }))]);
    }
    return {
      size: bytes,
      // Serialised on demand, because only the first page is hashed.
      hash: async () => JSON.stringify(body),
      ...(this.clockOffsetMs !== undefined && { clockOffsetMs: this.clockOffsetMs }),
      read: async () => {
        this.parsed += 1;
        return this.readPage(body);
      },
    };
  }

  readPage({ limit, rows, total }: Body): ListingPage {
    const good = rows.filter((row) => row.id !== '');
    return { jobs: good.map(observed), skipped: rows.length - good.length, limit, total };
  }
}

function observed({ id, created, state = 'running' }: Row): ObservedJob {
  return { native_id: id, state, native_state: '', submit_time: isoTime(created) };
}

const isoTimes = new Map<number, string>();

/** The time as text, cached because the property tests need the same times very often. */
function isoTime(ms: number): string {
  const known = isoTimes.get(ms);
  if (known !== undefined) return known;
  const text = new Date(ms).toISOString();
  isoTimes.set(ms, text);
  return text;
}

/** `count` jobs, one per second, the newest created at `newest`. */
function rows(count: number, newest = NOW, prefix = 'job'): Row[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${prefix}-${index}`, created: newest - index * 1000 }));
}

function ids(result: WholeListing): string[] {
  return result.jobs.map((job) => job.native_id).sort();
}

function sortedIds(of: readonly Row[]): string[] {
  return of.map((row) => row.id).sort();
}

function expectAllOf(expected: readonly Row[], result: WholeListing): void {
  const seen = new Set(ids(result));
  expect(sortedIds(expected).filter((id) => !seen.has(id))).toEqual([]);
}

function setUp(rowsAtStart: Row[] = [], now = NOW) {
  const listing = new Listing();
  listing.rows = rowsAtStart;
  const debugged: object[] = [];
  const ignore = (): void => undefined;
  const logger = { debug: (fields: object) => void debugged.push(fields), info: ignore, warn: ignore, error: ignore };
  const poll = new NewestFirstPoll(listing, { now: () => now }, logger);
  const pollWith = (cursor: string | undefined, signal: AbortSignal): Promise<WholeListing> =>
    wholeListing((onPage) => poll.poll(cursor, signal, onPage));
  const never = new AbortController().signal;
  return { listing, debugged, pollWith, poll: (cursor?: string) => pollWith(cursor, never), poller: poll };
}

describe('a newest-first poll', () => {
  it('reads the whole listing at the first poll, each job once', async () => {
    const { listing, poll } = setUp(rows(2625));
    const result = await poll();
    expect(result).toMatchObject({ form: 'delta', complete: true, skipped: 0 });
    expect(ids(result)).toEqual(sortedIds(listing.rows));
    expect(listing.offsets.slice(0, 3)).toEqual([0, 95, 190]);
    expect(listing.offsets).toHaveLength(28);
  });

  it('reads one page if all older jobs are known, and finds every new job', async () => {
    const { listing, poll } = setUp(rows(2000, NOW - 5 * MINUTE));
    const { cursor } = await poll();
    listing.rows.push(...rows(25, NOW, 'new'));
    listing.offsets.length = 0;
    const result = await poll(cursor);
    expectAllOf(rows(25, NOW, 'new'), result);
    expect(result.complete).toBe(true);
    expect(listing.offsets).toEqual([0]);
  });

  it('reads up to the known jobs if there are more new jobs than on a page', async () => {
    const { listing, poll } = setUp(rows(2000, NOW - 60 * MINUTE));
    const { cursor } = await poll();
    listing.rows.push(...rows(1234, NOW, 'new'));
    listing.offsets.length = 0;
    expectAllOf(rows(1234, NOW, 'new'), await poll(cursor));
    expect(listing.offsets.length).toBeLessThan(16);
  });

  it('finds a job that becomes visible up to a minute after a younger one', async () => {
    const { listing, poll } = setUp(rows(300));
    const { cursor } = await poll();
    listing.rows.push({ id: 'late', created: NOW - 59_500 }, ...rows(40, NOW + MINUTE, 'new'));
    expect(ids(await poll(cursor))).toContain('late');
    expect(listing.offsets.slice(-2)).toEqual([0, 95]);
  });

  it('does not parse an unchanged first page again, unless its jobs are read', async () => {
    const { listing, poll, poller } = setUp(rows(80));
    const first = await poll();
    listing.rows = rows(80);
    const fingerprints: unknown[] = [];
    const unread = async ({ fingerprint }: ListedPage): Promise<void> => void fingerprints.push(fingerprint);
    const { jobs, ...result } = first;
    expect(await poller.poll(first.cursor, new AbortController().signal, unread)).toEqual(result);
    expect(fingerprints).toEqual([expect.any(String)]);
    expect(listing.parsed).toBe(1);
    const second = await poll(first.cursor);
    expect(second.jobs).toEqual(jobs);
    listing.rows[3] = { ...listing.rows[3]!, state: 'success' };
    const third = await poll(second.cursor);
    expect(third.jobs.find((job) => job.native_id === 'job-3')?.state).toBe('success');
  });

  it('returns the later observation of a job that is listed twice', async () => {
    const { listing, poll } = setUp(rows(150));
    listing.beforePage = (request) => {
      if (request === 2) listing.rows[97] = { ...listing.rows[97]!, state: 'success' };
    };
    const result = await poll();
    expect(result.jobs.find((job) => job.native_id === 'job-97')?.state).toBe('success');
  });

  it('returns the later run of a job that is listed with two runs', async () => {
    const { poll } = setUp([
      { id: 'again', created: NOW, state: 'running' },
      { id: 'again', created: NOW - 1000, state: 'success' },
    ]);
    expect((await poll()).jobs).toMatchObject([{ native_id: 'again', state: 'running' }]);
  });

  it('counts invalid items and returns the valid ones', async () => {
    const { poll } = setUp([...rows(3), { id: '', created: NOW }, { id: '', created: NOW - MINUTE }]);
    expect(await poll()).toMatchObject({ complete: true, skipped: 2, jobs: { length: 3 } });
  });

  it('reads past pages that have only invalid items where they overlap', async () => {
    const broken = rows(300).map((row, index) => (index >= 90 && index < 205 ? { ...row, id: '' } : row));
    const { poll } = setUp(broken);
    const result = await poll();
    expect(result.complete).toBe(true);
    expect(result.jobs).toHaveLength(185);
  });

  it('returns no jobs and no cursor for an empty listing', async () => {
    const { listing, poll } = setUp();
    expect(await poll()).toEqual({ form: 'delta', jobs: [], complete: true, skipped: 0 });
    expect(listing.offsets).toEqual([0]);
  });

  it('adapts to a smaller page size of the backend', async () => {
    const { listing, poll } = setUp(rows(101));
    listing.limit = 20;
    const result = await poll();
    expect(ids(result)).toEqual(sortedIds(listing.rows));
    expect(listing.offsets.slice(0, 3)).toEqual([0, 15, 30]);
    listing.limit = 3;
    expect(await poll()).toMatchObject({ complete: true, jobs: { length: 101 } });
  });
});

describe('a listing that changes while it is being read', () => {
  /** For each request after the first: how many jobs are added before it, and which jobs are removed. */
  const shifts = fc.array(
    fc.record({
      arrive: fc.oneof(fc.constant(0), fc.nat(40)),
      leave: fc.array(fc.record({ at: fc.nat(999), count: fc.integer({ min: 1, max: 60 }) }), { maxLength: 4 }),
    }),
    { maxLength: 12 },
  );

  it('returns every job that was listed the whole time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(160), fc.constantFrom(7, 20, 100), shifts, async (count, limit, plan) => {
        const { listing, poll } = setUp(rows(count));
        [listing.limit, listing.cap] = [limit, limit === 100 ? 8 : Infinity];
        const lasting = new Set(listing.rows);
        listing.beforePage = (request) => {
          const shift = plan[request - 2];
          if (!shift) return;
          listing.rows.push(...rows(shift.arrive, NOW + request * 1000 * 100, `new-${request}`));
          for (const { at, count } of shift.leave) listing.rows.splice(at % (listing.rows.length || 1), count);
        };
        const result = await poll();
        const left = listing.rows.filter((row) => lasting.has(row));
        if (result.complete) expectAllOf(left, result);
        else expect(result.cursor).toBeUndefined();
      }),
      { numRuns: 10_000 },
    );
  });

  it('finds every job that was ever created, over a series of polls', async () => {
    const arrivals = fc.array(fc.nat(25), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(arrivals, async (plan) => {
        const { listing, poll } = setUp(rows(60), NOW + 3600 * 1000);
        listing.limit = 20;
        let clock = NOW;
        listing.beforePage = (request) => {
          clock += 20_000;
          listing.rows.push(...rows(plan[request - 1] ?? 0, clock, `new-${request}`));
        };
        const seen = new Set<string>();
        let cursor: string | undefined;
        for (let cycle = 0; cycle < 40 && (cycle < 2 || listing.offsets.length <= plan.length); cycle += 1) {
          const result = await poll(cursor);
          cursor = result.cursor;
          for (const id of ids(result)) seen.add(id);
        }
        for (const job of (await poll(cursor)).jobs) seen.add(job.native_id);
        expect([...seen].sort()).toEqual(sortedIds(listing.rows));
      }),
      { numRuns: 100 },
    );
  });

  it('goes back several pages if many jobs were removed', async () => {
    const { listing, poll } = setUp(rows(1000));
    listing.beforePage = (request) => {
      if (request === 6) listing.rows.splice(0, 400);
    };
    expect(await poll()).toMatchObject({ complete: true, jobs: { length: 1000 } });
  });

  it('goes back a page if more jobs were removed than two pages share', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.beforePage = (request) => {
      if (request === 2) listing.rows.splice(0, 20);
    };
    const result = await poll();
    expect(ids(result)).toEqual(sortedIds(rows(300)));
    expect(listing.offsets.slice(0, 4)).toEqual([0, 95, 0, 95]);
  });
});

describe('a listing that cannot be read completely', () => {
  const throttled = new BackendError('throttled', 'come back later');

  it('gives an incomplete result with the jobs read so far and the cursor unchanged', async () => {
    const { listing, poll, debugged } = setUp(rows(300, NOW - 10 * MINUTE));
    const { cursor } = await poll();
    listing.rows.push(...rows(300, NOW, 'new'));
    const failing = listing.offsets.length + 3;
    listing.beforePage = (request) => {
      if (request === failing) throw throttled;
    };
    const partial = await poll(cursor);
    expect(partial).toMatchObject({ complete: false, cursor, jobs: { length: 195 } });
    expect(debugged).toEqual([{ reason: 'throttled: come back later', pages: 2 }]);
    const whole = await poll(partial.cursor);
    expect(whole.complete).toBe(true);
    expectAllOf(rows(300, NOW, 'new'), whole);
  });

  it('gives no cursor after an incomplete first poll, so that the next one reads everything', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.beforePage = (request) => {
      if (request === 2) throw throttled;
    };
    expect(await poll()).not.toHaveProperty('cursor');
    expect(await poll()).toMatchObject({ complete: true, jobs: { length: 300 } });
  });

  it('throws if the first page fails', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.beforePage = () => {
      throw throttled;
    };
    await expect(poll()).rejects.toBe(throttled);
  });

  it('stops at the deadline with the jobs read so far', async () => {
    const { listing, pollWith } = setUp(rows(300));
    const deadline = new AbortController();
    listing.beforePage = (request) => {
      if (request === 2) deadline.abort();
    };
    expect(await pollWith(undefined, deadline.signal)).toMatchObject({ complete: false, jobs: { length: 195 } });
    await expect(pollWith(undefined, deadline.signal)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('does not hide an internal error as an incomplete poll', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.beforePage = (request) => {
      if (request === 2) throw new TypeError('a bug');
    };
    await expect(poll()).rejects.toThrow('a bug');
  });

  it('stops if the backend ignores the offset', async () => {
    const { listing, poll, debugged } = setUp();
    listing.beforePage = (_request, offset) => {
      listing.rows = [...rows(offset, NOW + 3600 * 1000, 'above'), ...rows(200)];
    };
    expect(await poll()).toMatchObject({ complete: false, jobs: { length: 100 } });
    expect(listing.offsets).toHaveLength(4);
    expect(debugged).toMatchObject([{ pages: 4 }]);
  });

  it.each([
    ['1,000 pages', 10, 1_000, 1_000],
    ['100,000 jobs', 10_000, 1_000, 10],
    ['256 MiB', 10, 4 * 1024 * 1024, 64],
  ])('stops after %s', async (_most, limit, pageBytes, requests) => {
    const { listing, poll } = setUp();
    Object.assign(listing, { limit, pageBytes });
    listing.rowsAt = (offset, length) =>
      Array.from({ length }, (_, at) => ({ id: `job-${offset + at}`, created: NOW }));
    expect(await poll()).toMatchObject({
      complete: false,
      error: { code: 'malformed', message: expect.stringMatching(/^the listing does not end after .* MiB$/) },
    });
    expect(listing.offsets).toHaveLength(requests);
  });
});

describe('a listing that is longer than what a poll reads', () => {
  /** A listing without an end: pages of 10,000 jobs, one per second. */
  function setUpLong(secondsPerJob = 1) {
    const made = setUp();
    made.listing.limit = 10_000;
    made.listing.total = () => undefined;
    made.listing.rowsAt = (offset, length) =>
      Array.from({ length }, (_, at) => ({
        id: `job-${offset + at}`,
        created: NOW - (offset + at) * 1000 * secondsPerJob,
      }));
    return made;
  }

  it('gives up its oldest jobs and says which; the next poll reads the new ones only', async () => {
    const { debugged, listing, poll } = setUpLong();
    const first = await poll();
    const oldest = new Date(NOW - (first.jobs.length - 1) * 1000).toISOString();
    const read = '10 pages, 100000 jobs and 0 MiB';
    const message = `the listing does not end after ${read}, so jobs created before ${oldest} are left out`;
    expect(first).toMatchObject({ complete: true, error: { code: 'malformed', message } });
    expect(debugged).toMatchObject([{ reason: `malformed: ${message}` }]);
    listing.offsets.length = 0;
    const second = await poll(first.cursor);
    expect(second).toMatchObject({ complete: true, cursor: first.cursor });
    expect(second).not.toHaveProperty('error');
    expect(listing.offsets).toEqual([0]);
  });

  it('gives up the oldest jobs since the last poll, if there are too many', async () => {
    const { listing, poll } = setUpLong();
    const before = formatCursor({ newestMs: NOW - 1e9, offsetMs: undefined });
    const first = await poll(before);
    expect(first).toMatchObject({ complete: true, error: { code: 'malformed' } });
    expect(first.cursor).not.toBe(before);
    listing.offsets.length = 0;
    await poll(first.cursor);
    expect(listing.offsets).toEqual([0]);
  });

  it.each([
    ['all its jobs were created within a minute', 0.0001],
    ['it lists the oldest jobs first', -1],
  ])('is incomplete if %s, since the next poll would not read less', async (_what, secondsPerJob) => {
    const { poll } = setUpLong(secondsPerJob);
    const result = await poll();
    expect(result).toMatchObject({ complete: false, error: { code: 'malformed' } });
    expect(result).not.toHaveProperty('cursor');
  });

  it('is incomplete for a list of the jobs since a time', async () => {
    const { poller } = setUpLong();
    const { signal } = new AbortController();
    const list = (since: number): Promise<WholeListing> => wholeListing((onPage) => poller.list(since, signal, onPage));
    expect(await list(NOW - 1e9)).toMatchObject({ complete: false, error: { code: 'malformed' } });
    expect(await list(NOW - 1e6)).toMatchObject({ complete: true });
  });
});

describe('a backend with false metadata', () => {
  it.each([
    ['nothing', () => undefined],
    ['none', () => 0],
    ['one page', () => 20],
    ['too many', (actual: number) => actual + 1000],
  ])('is read to the end if its total is %s', async (_claim, total) => {
    for (const count of [1, 5, 19, 20, 21, 35, 40, 101]) {
      const { listing, poll } = setUp(rows(count));
      listing.limit = 20;
      listing.total = total;
      expect({ count, ids: ids(await poll()) }).toEqual({ count, ids: sortedIds(listing.rows) });
      expect((await poll()).complete).toBe(true);
    }
  });

  it('is read to the end if its pages are shorter than its limit', async () => {
    const { listing, poll } = setUp(rows(101));
    const read = listing.readPage.bind(listing);
    listing.limit = 20;
    listing.readPage = (body) => ({ ...read(body), limit: 100 });
    expect(await poll()).toMatchObject({ complete: true, jobs: { length: 101 } });
  });

  it('is read to the end if it does not list the newest jobs first', async () => {
    const { listing, poll } = setUp(rows(300, NOW - 60 * MINUTE));
    const { cursor } = await poll();
    listing.order = (a, b) => a.created - b.created;
    listing.rows.push(...rows(25, NOW, 'new'));
    expectAllOf(rows(25, NOW, 'new'), await poll(cursor));
  });

  it('hides no job after one with a creation time in the future', async () => {
    const { listing, poll } = setUp([{ id: 'future', created: NOW + 1e10 }, ...rows(300, NOW - MINUTE)]);
    const { cursor } = await poll();
    const younger = rows(300, NOW + 5 * MINUTE, 'new');
    listing.rows.push(...younger);
    expectAllOf(younger, await poll(cursor));
  });
});

describe('a backend with a wrong clock', () => {
  const SIX_HOURS = 360 * MINUTE;

  it('that is ahead needs one page per poll, with any number of jobs', async () => {
    const { listing, poll } = setUp(rows(3000, NOW + SIX_HOURS));
    listing.clockOffsetMs = SIX_HOURS;
    const { cursor } = await poll();
    listing.rows.push(...rows(25, NOW + SIX_HOURS, 'new'));
    listing.offsets.length = 0;
    expectAllOf(rows(25, NOW + SIX_HOURS, 'new'), await poll(cursor));
    expect(listing.offsets).toEqual([0]);
  });

  it('that is set back hides no new job', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.clockOffsetMs = 0;
    const { cursor } = await poll();
    listing.clockOffsetMs = -SIX_HOURS;
    const created = rows(25, NOW - SIX_HOURS + MINUTE, 'new');
    listing.rows.push(...created);
    const result = await poll(cursor);
    expectAllOf(created, result);
    listing.rows.push(...rows(25, NOW - SIX_HOURS + 2 * MINUTE, 'newer'));
    listing.offsets.length = 0;
    expectAllOf(rows(25, NOW - SIX_HOURS + 2 * MINUTE, 'newer'), await poll(result.cursor));
  });

  it('that is corrected hides no job created while it was wrong', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.clockOffsetMs = -SIX_HOURS;
    const { cursor } = await poll();
    const created = rows(5, NOW - SIX_HOURS + MINUTE, 'new');
    listing.rows.push(...created);
    listing.clockOffsetMs = 0;
    expectAllOf(created, await poll(cursor));
  });
});

describe('the cursor of a newest-first poll', () => {
  it('contains the creation time of the newest job and never decreases', async () => {
    const { listing, poll } = setUp(rows(10, NOW - MINUTE));
    const { cursor } = await poll();
    expect(cursor).toBe(JSON.stringify({ newest: new Date(NOW - MINUTE).toISOString() }));
    listing.rows = rows(10, NOW - 5 * MINUTE);
    expect((await poll(cursor)).cursor).toBe(cursor);
    listing.rows = [];
    expect((await poll(cursor)).cursor).toBe(cursor);
  });

  it('does not change with the noise of the clock offset', async () => {
    const { listing, poll } = setUp(rows(10, NOW - MINUTE));
    listing.clockOffsetMs = 0;
    const { cursor } = await poll();
    for (const offset of [400, -450, 480]) {
      listing.clockOffsetMs = offset;
      expect((await poll(cursor)).cursor).toBe(cursor);
    }
    listing.clockOffsetMs = 5_000;
    expect((await poll(cursor)).cursor).not.toBe(cursor);
  });

  it.each([[''], ['x'], ['null'], ['7'], ['{}'], ['{"newest":7}'], ['{"newest":"soon"}']])(
    'that is invalid (%p) makes the poll read everything',
    async (cursor) => {
      const { poll } = setUp(rows(300, NOW - 60 * MINUTE));
      expect(await poll(cursor)).toMatchObject({ complete: true, jobs: { length: 300 } });
    },
  );
});

describe('a listing of large jobs', () => {
  it('is read in smaller pages, which the next poll requests at once', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.rowBytes = () => 90_000;
    expectAllOf(listing.rows, await poll());
    listing.offsets.length = 0;
    expectAllOf(listing.rows, await poll());
    expect(listing.offsets.filter((offset) => offset === 0)).toHaveLength(1);
    expect(listing.pageSize.current).toBe(25);
  });

  it('is read without a job that is too large by itself, wherever it is', async () => {
    for (const large of [0, 1, 150, 299]) {
      const { listing, poll } = setUp(rows(300));
      listing.rowBytes = ({ id }) => (id === `job-${large}` ? 5_000_000 : 10_000);
      const result = await poll();
      expect(result).toMatchObject({ complete: true, skipped: 1, skippedIds: [`"job-${large}"`] });
      expectAllOf(
        listing.rows.filter(({ id }) => id !== `job-${large}`),
        result,
      );
      expect(listing.offsets.length).toBeLessThan(60);
    }
  });

  it('is read although several jobs in a row are too large', async () => {
    const { listing, poll } = setUp(rows(120));
    const isLarge = ({ id }: Row): boolean => Number(id.split('-')[1]) % 50 < 3;
    listing.rowBytes = (row) => (isLarge(row) ? 5_000_000 : 10_000);
    const result = await poll();
    expect([result.complete, result.skipped]).toEqual([true, 9]);
    expectAllOf(
      listing.rows.filter((row) => !isLarge(row)),
      result,
    );
  });

  it('is incomplete with many jobs that are too large, and fails if it has no others', async () => {
    const { listing, poll } = setUp(rows(120));
    listing.rowBytes = ({ id }) => (Number(id.split('-')[1]) % 10 === 9 ? 5_000_000 : 10_000);
    const result = await poll();
    expect(result).toMatchObject({ complete: false, error: { code: 'malformed' } });
    expect(result.jobs.length).toBeGreaterThan(70);
    listing.rowBytes = () => 5_000_000;
    listing.offsets.length = 0;
    await expect(poll()).rejects.toThrow('too large to be read');
    expect(listing.offsets.length).toBeLessThan(20);
  });

  it('gets the usual pages again when its jobs are small again', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.rowBytes = () => 90_000;
    await poll();
    listing.rowBytes = () => 1_000;
    await poll();
    expect(listing.pageSize.current).toBe(100);
  });
});

describe('a listing that is empty', () => {
  it('fails if the backend counts jobs', async () => {
    const { listing, poll } = setUp(rows(20));
    const { cursor } = await poll();
    listing.rowsAt = () => [];
    await expect(poll(cursor)).rejects.toThrow('the listing is empty although it reports jobs');
  });

  it('is complete if the backend counts none, or does not count', async () => {
    for (const total of [() => 0, () => undefined]) {
      const { listing, poll } = setUp();
      listing.total = total;
      expect(await poll()).toMatchObject({ complete: true });
    }
  });
});
