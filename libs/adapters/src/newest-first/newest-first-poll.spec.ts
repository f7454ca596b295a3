import fc from 'fast-check';
import { BackendError, type ObservedJob, type PollAnswer } from '@gateway/core';
import { type NewestFirstListing, NewestFirstPoll, type PageAnswer } from './newest-first-poll.js';
import { type ListingPage } from './newest-first-walk.js';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const MINUTE = 60_000;

/** A backend's job: when it was created, in ms before `NOW`, and what its listing says of it. */
interface Row {
  readonly id: string;
  readonly created: number;
  readonly state?: ObservedJob['state'];
}

/** A listing in memory that is paged by offset, sorted newest first at each request, and may change between two. */
class Listing implements NewestFirstListing {
  rows: Row[] = [];
  limit = 100;
  /** What the listing claims its length to be. */
  total: (actual: number) => number | undefined = (actual) => actual;
  /** Runs before each answer; may change the listing or throw. */
  beforePage: (request: number, offset: number) => void = () => undefined;
  /** The longest page it gives, whatever it says. */
  cap = Infinity;
  order: (a: Row, b: Row) => number = (a, b) => b.created - a.created || a.id.localeCompare(b.id);
  /** How far its clock is off, where it tells; creation times are by that clock. */
  clockOffsetMs: number | undefined;
  readonly offsets: number[] = [];
  parsed = 0;

  async fetchPage(offset: number, signal: AbortSignal): Promise<PageAnswer> {
    if (signal.aborted) throw new BackendError('unreachable', 'no whole answer in the time allowed');
    this.offsets.push(offset);
    this.beforePage(this.offsets.length, offset);
    const rows = [...this.rows].sort(this.order).slice(offset, offset + Math.min(this.limit, this.cap));
    const text = JSON.stringify({ rows, limit: this.limit, total: this.total(this.rows.length) });
    return {
      text,
      ...(this.clockOffsetMs !== undefined && { clockOffsetMs: this.clockOffsetMs }),
      json: () => {
        this.parsed += 1;
        return JSON.parse(text) as unknown;
      },
    };
  }

  readPage(body: unknown): ListingPage {
    const { rows, limit, total } = body as { rows: Row[]; limit: number; total?: number };
    const good = rows.filter((row) => row.id !== '');
    const jobs = good.map((row) => ({
      native_id: row.id,
      state: row.state ?? 'running',
      native_state: '',
      submit_time: new Date(row.created).toISOString(),
    }));
    return { jobs, skipped: rows.length - good.length, limit, total };
  }
}

/** `count` jobs, one a second, the newest created at `newest`. */
function rows(count: number, newest = NOW, prefix = 'job'): Row[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${prefix}-${index}`, created: newest - index * 1000 }));
}

function ids(answer: PollAnswer): string[] {
  return answer.jobs.map((job) => job.native_id).sort();
}

function sortedIds(of: readonly Row[]): string[] {
  return of.map((row) => row.id).sort();
}

function expectAllOf(wanted: readonly Row[], answer: PollAnswer): void {
  const seen = new Set(ids(answer));
  expect(sortedIds(wanted).filter((id) => !seen.has(id))).toEqual([]);
}

function setUp(rowsAtStart: Row[] = [], now = NOW) {
  const listing = new Listing();
  listing.rows = rowsAtStart;
  const debugged: object[] = [];
  const ignore = (): void => undefined;
  const logger = { debug: (fields: object) => void debugged.push(fields), info: ignore, warn: ignore, error: ignore };
  const poll = new NewestFirstPoll(listing, { now: () => now }, logger);
  const signal = new AbortController().signal;
  return { listing, debugged, poll: (cursor?: string) => poll.poll(cursor, signal), pollWith: poll.poll.bind(poll) };
}

describe('polling a listing newest first', () => {
  it('reads the whole listing at the first poll, each job once', async () => {
    const { listing, poll } = setUp(rows(2625));
    const answer = await poll();
    expect(answer).toMatchObject({ form: 'delta', complete: true, skipped: 0 });
    expect(ids(answer)).toEqual(sortedIds(listing.rows));
    expect(listing.offsets.slice(0, 3)).toEqual([0, 95, 190]);
    expect(listing.offsets).toHaveLength(28);
  });

  it('asks for one page once all older jobs are known, and sees every job of the interval', async () => {
    const { listing, poll } = setUp(rows(2000, NOW - 5 * MINUTE));
    const { cursor } = await poll();
    listing.rows.push(...rows(25, NOW, 'new'));
    listing.offsets.length = 0;
    const answer = await poll(cursor);
    expectAllOf(rows(25, NOW, 'new'), answer);
    expect(answer.complete).toBe(true);
    expect(listing.offsets).toEqual([0]);
  });

  it('reads on until the known jobs when more are new than a page holds', async () => {
    const { listing, poll } = setUp(rows(2000, NOW - 60 * MINUTE));
    const { cursor } = await poll();
    listing.rows.push(...rows(1234, NOW, 'new'));
    listing.offsets.length = 0;
    expectAllOf(rows(1234, NOW, 'new'), await poll(cursor));
    expect(listing.offsets.length).toBeLessThan(16);
  });

  it('sees a job that becomes visible up to a minute after a younger one', async () => {
    const { listing, poll } = setUp(rows(300));
    const { cursor } = await poll();
    listing.rows.push({ id: 'late', created: NOW - 59_500 }, ...rows(40, NOW + MINUTE, 'new'));
    expect(ids(await poll(cursor))).toContain('late');
    expect(listing.offsets.slice(-2)).toEqual([0, 95]);
  });

  it('does not parse an unchanged first page again, and still tells its jobs', async () => {
    const { listing, poll } = setUp(rows(80));
    const first = await poll();
    listing.rows = rows(80);
    const second = await poll(first.cursor);
    expect(second).toEqual(first);
    expect(listing.parsed).toBe(1);
    listing.rows[3] = { ...listing.rows[3]!, state: 'success' };
    const third = await poll(second.cursor);
    expect(third.jobs.find((job) => job.native_id === 'job-3')?.state).toBe('success');
  });

  it('takes the later observation of a job that is listed twice', async () => {
    const { listing, poll } = setUp(rows(150));
    listing.beforePage = (request) => {
      if (request === 2) listing.rows[97] = { ...listing.rows[97]!, state: 'success' };
    };
    const answer = await poll();
    expect(answer.jobs.find((job) => job.native_id === 'job-97')?.state).toBe('success');
  });

  it('keeps the later submission of a job that is listed for both its runs', async () => {
    const { poll } = setUp([
      { id: 'again', created: NOW, state: 'running' },
      { id: 'again', created: NOW - 1000, state: 'success' },
    ]);
    expect((await poll()).jobs).toMatchObject([{ native_id: 'again', state: 'running' }]);
  });

  it('counts what is no job and keeps the rest', async () => {
    const { poll } = setUp([...rows(3), { id: '', created: NOW }, { id: '', created: NOW - MINUTE }]);
    expect(await poll()).toMatchObject({ complete: true, skipped: 2, jobs: { length: 3 } });
  });

  it('gets past a page border where nothing is a job', async () => {
    const broken = rows(300).map((row, index) => (index >= 90 && index < 205 ? { ...row, id: '' } : row));
    const { poll } = setUp(broken);
    const answer = await poll();
    expect(answer.complete).toBe(true);
    expect(answer.jobs).toHaveLength(185);
  });

  it('answers an empty listing with no jobs and no cursor', async () => {
    const { listing, poll } = setUp();
    expect(await poll()).toEqual({ form: 'delta', jobs: [], complete: true, skipped: 0 });
    expect(listing.offsets).toEqual([0]);
  });

  it('follows the smaller page the backend gives', async () => {
    const { listing, poll } = setUp(rows(101));
    listing.limit = 20;
    const answer = await poll();
    expect(ids(answer)).toEqual(sortedIds(listing.rows));
    expect(listing.offsets.slice(0, 3)).toEqual([0, 15, 30]);
    listing.limit = 3;
    expect(await poll()).toMatchObject({ complete: true, jobs: { length: 101 } });
  });
});

describe('a listing that changes while it is being read', () => {
  /** Before which requests how many jobs come and which share of the present ones goes. */
  const shifts = fc.array(
    fc.record({
      arrive: fc.oneof(fc.constant(0), fc.nat(40)),
      leave: fc.array(fc.record({ at: fc.nat(999), count: fc.integer({ min: 1, max: 60 }) }), { maxLength: 4 }),
    }),
    { maxLength: 12 },
  );

  it('skips no job that was there the whole time, whatever comes and goes', async () => {
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
        const answer = await poll();
        const left = listing.rows.filter((row) => lasting.has(row));
        if (answer.complete) expectAllOf(left, answer);
        else expect(answer.cursor).toBeUndefined();
      }),
      { numRuns: 10_000 },
    );
  });

  it('sees every job ever created, over a series of polls', async () => {
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
          const answer = await poll(cursor);
          cursor = answer.cursor;
          for (const id of ids(answer)) seen.add(id);
        }
        for (const job of (await poll(cursor)).jobs) seen.add(job.native_id);
        expect([...seen].sort()).toEqual(sortedIds(listing.rows));
      }),
      { numRuns: 100 },
    );
  });

  it('goes back as many pages as it takes when a great many have left', async () => {
    const { listing, poll } = setUp(rows(1000));
    listing.beforePage = (request) => {
      if (request === 6) listing.rows.splice(0, 400);
    };
    expect(await poll()).toMatchObject({ complete: true, jobs: { length: 1000 } });
  });

  it('goes back a page when more jobs have left than two pages share', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.beforePage = (request) => {
      if (request === 2) listing.rows.splice(0, 20);
    };
    const answer = await poll();
    expect(ids(answer)).toEqual(sortedIds(rows(300)));
    expect(listing.offsets.slice(0, 4)).toEqual([0, 95, 0, 95]);
  });
});

describe('a listing that cannot be read to its end', () => {
  const throttled = new BackendError('throttled', 'come back later');

  it('tells what it saw, says so, and leaves the cursor where it was', async () => {
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

  it('has no cursor after a first poll that was cut short, so that the next reads everything', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.beforePage = (request) => {
      if (request === 2) throw throttled;
    };
    expect(await poll()).not.toHaveProperty('cursor');
    expect(await poll()).toMatchObject({ complete: true, jobs: { length: 300 } });
  });

  it('throws when not even the first page can be had', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.beforePage = () => {
      throw throttled;
    };
    await expect(poll()).rejects.toBe(throttled);
  });

  it('stops at its deadline with what it saw', async () => {
    const { listing, pollWith } = setUp(rows(300));
    const deadline = new AbortController();
    listing.beforePage = (request) => {
      if (request === 2) deadline.abort();
    };
    expect(await pollWith(undefined, deadline.signal)).toMatchObject({ complete: false, jobs: { length: 195 } });
    await expect(pollWith(undefined, deadline.signal)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('does not hide a fault of its own as an incomplete poll', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.beforePage = (request) => {
      if (request === 2) throw new TypeError('a bug');
    };
    await expect(poll()).rejects.toThrow('a bug');
  });

  it('gives up on a backend that ignores the offset', async () => {
    const { listing, poll, debugged } = setUp();
    listing.beforePage = (_request, offset) => {
      listing.rows = [...rows(offset, NOW + 3600 * 1000, 'above'), ...rows(200)];
    };
    expect(await poll()).toMatchObject({ complete: false, jobs: { length: 100 } });
    expect(listing.offsets).toHaveLength(4);
    expect(debugged).toMatchObject([{ pages: 4 }]);
  });

  it('gives up on a backend that never ends', async () => {
    const { listing, poll } = setUp();
    listing.limit = 10;
    listing.beforePage = (_request, offset) => {
      listing.rows = rows(offset + 10);
    };
    expect(await poll()).toMatchObject({ complete: false });
    expect(listing.offsets).toHaveLength(1000);
  });
});

describe('a backend that is not to be believed', () => {
  it.each([
    ['nothing', () => undefined],
    ['none', () => 0],
    ['one page', () => 20],
    ['too many', (actual: number) => actual + 1000],
  ])('is read to its end when it claims %s for its length', async (_claim, total) => {
    for (const count of [1, 5, 19, 20, 21, 35, 40, 101]) {
      const { listing, poll } = setUp(rows(count));
      listing.limit = 20;
      listing.total = total;
      expect({ count, ids: ids(await poll()) }).toEqual({ count, ids: sortedIds(listing.rows) });
      expect((await poll()).complete).toBe(true);
    }
  });

  it('is read to its end when its pages are shorter than it says', async () => {
    const { listing, poll } = setUp(rows(101));
    const read = listing.readPage.bind(listing);
    listing.limit = 20;
    listing.readPage = (body) => ({ ...read(body), limit: 100 });
    expect(await poll()).toMatchObject({ complete: true, jobs: { length: 101 } });
  });

  it('is read to its end when it does not list the newest first', async () => {
    const { listing, poll } = setUp(rows(300, NOW - 60 * MINUTE));
    const { cursor } = await poll();
    listing.order = (a, b) => a.created - b.created;
    listing.rows.push(...rows(25, NOW, 'new'));
    expectAllOf(rows(25, NOW, 'new'), await poll(cursor));
  });

  it('hides no job behind one that claims to come from the future', async () => {
    const { listing, poll } = setUp([{ id: 'future', created: NOW + 1e10 }, ...rows(300, NOW - MINUTE)]);
    const { cursor } = await poll();
    const younger = rows(300, NOW + 5 * MINUTE, 'new');
    listing.rows.push(...younger);
    expectAllOf(younger, await poll(cursor));
  });
});

describe('a backend whose clock is wrong', () => {
  const SIX_HOURS = 360 * MINUTE;

  it('that is ahead costs one page a poll, however many jobs there are', async () => {
    const { listing, poll } = setUp(rows(3000, NOW + SIX_HOURS));
    listing.clockOffsetMs = SIX_HOURS;
    const { cursor } = await poll();
    listing.rows.push(...rows(25, NOW + SIX_HOURS, 'new'));
    listing.offsets.length = 0;
    expectAllOf(rows(25, NOW + SIX_HOURS, 'new'), await poll(cursor));
    expect(listing.offsets).toEqual([0]);
  });

  it('that is set back hides no job below those created before', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.clockOffsetMs = 0;
    const { cursor } = await poll();
    listing.clockOffsetMs = -SIX_HOURS;
    const created = rows(25, NOW - SIX_HOURS + MINUTE, 'new');
    listing.rows.push(...created);
    const answer = await poll(cursor);
    expectAllOf(created, answer);
    listing.rows.push(...rows(25, NOW - SIX_HOURS + 2 * MINUTE, 'newer'));
    listing.offsets.length = 0;
    expectAllOf(rows(25, NOW - SIX_HOURS + 2 * MINUTE, 'newer'), await poll(answer.cursor));
  });

  it('that is set right hides no job created while it was wrong', async () => {
    const { listing, poll } = setUp(rows(300));
    listing.clockOffsetMs = -SIX_HOURS;
    const { cursor } = await poll();
    const created = rows(5, NOW - SIX_HOURS + MINUTE, 'new');
    listing.rows.push(...created);
    listing.clockOffsetMs = 0;
    expectAllOf(created, await poll(cursor));
  });
});

describe('cursor of a newest first poll', () => {
  it('holds the creation instant of the newest job and never goes back', async () => {
    const { listing, poll } = setUp(rows(10, NOW - MINUTE));
    const { cursor } = await poll();
    expect(cursor).toBe(JSON.stringify({ newest: new Date(NOW - MINUTE).toISOString() }));
    listing.rows = rows(10, NOW - 5 * MINUTE);
    expect((await poll(cursor)).cursor).toBe(cursor);
    listing.rows = [];
    expect((await poll(cursor)).cursor).toBe(cursor);
  });

  it.each([[''], ['x'], ['null'], ['7'], ['{}'], ['{"newest":7}'], ['{"newest":"soon"}']])(
    'that is not ours (%p) makes the poll read everything',
    async (cursor) => {
      const { poll } = setUp(rows(300, NOW - 60 * MINUTE));
      expect(await poll(cursor)).toMatchObject({ complete: true, jobs: { length: 300 } });
    },
  );
});
