import { type SimulatedBackend } from '../simulator.js';
import { callBackend, simulators, timeAtNoon } from '../testing/simulated.js';

const start = simulators();
const JOBS = '/api/management-server/jobs';
const KEY = 'db409f4c1430246f:e6fd83b:16e69bdf32f:-7fbd';
const DONE = [{ state: 'running/normal', forMs: 1_000 }, { state: 'completed/normal' }];

async function keysOf(backend: SimulatedBackend, query: string): Promise<readonly string[]> {
  const { body } = await callBackend(backend, `${JOBS}?${query}`);
  return body.records.map(({ key }: { key: string }) => key) as string[];
}

describe('a list of Unified Manager jobs', () => {
  it('has the last 20 jobs, newest first, and a link to the rest', async () => {
    const um = (await start({ clock: timeAtNoon(), jobs: 45 })).backend('um1');
    const seen: string[] = [];
    const times: string[] = [];
    let path: string | undefined = JOBS;
    const sizes: number[] = [];
    while (path !== undefined) {
      const { body } = await callBackend(um, path);
      expect(body.total_records).toBe(45);
      sizes.push(body.num_records as number);
      seen.push(...body.records.map(({ key }: { key: string }) => key));
      times.push(...body.records.map(({ submit_time }: { submit_time: string }) => submit_time));
      path = body._links.next?.href as string | undefined;
    }
    expect(sizes).toEqual([20, 20, 5]);
    expect(new Set(seen).size).toBe(45);
    expect(times).toEqual([...times].sort().reverse());
    expect(times[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+05:30$/);
  });

  it('has at most 1,000 jobs on a page', async () => {
    const um = (await start({ clock: timeAtNoon(), jobs: 1_001 })).backend('um1');
    expect((await callBackend(um, `${JOBS}?max_records=5000`)).body.num_records).toBe(1_000);
  });

  it('is the same under /api/v2', async () => {
    const um = (await start({ clock: timeAtNoon(), jobs: 3 })).backend('um1');
    const { body } = await callBackend(um, `/api/v2${JOBS.slice(4)}?max_records=2`);
    expect(body.num_records).toBe(2);
    expect(body._links.next.href).toBe(`/api/v2${JOBS.slice(4)}?offset=2&max_records=2`);
  });

  it('is filtered and sorted', async () => {
    const clock = timeAtNoon();
    const um = (await start({ clock })).backend('um1');
    const first = um.addJob({ steps: DONE, ageMs: 2_000 });
    const second = um.addJob({ steps: DONE, ageMs: 1_500 });
    const third = um.addJob({ steps: [{ state: 'running/warning' }] });
    expect(await keysOf(um, '')).toEqual([third, second, first]);
    expect(await keysOf(um, 'order_by=submit_time')).toEqual([first, second, third]);
    expect(await keysOf(um, 'order_by=submit_time%20desc&max_records=1')).toEqual([third]);
    expect(await keysOf(um, 'state=running')).toEqual([third]);
    expect(await keysOf(um, 'status=warning%7Cerror')).toEqual([third]);
    expect(await keysOf(um, 'state=comp*')).toEqual([second, first]);
    expect(await keysOf(um, `key=${encodeURIComponent(first)}`)).toEqual([first]);
  });

  it.each(['name=a*%7Cb', 'name=a%3Fb', 'fields=key', 'max_records=0', 'order_by=progress', 'offset=-1'])(
    'refuses ?%s with 400',
    async (query) => {
      const um = (await start({ clock: timeAtNoon() })).backend('um1');
      const { status, body } = await callBackend(um, `${JOBS}?${query}`);
      expect([status, typeof body.error.message]).toEqual([400, 'string']);
    },
  );
});

describe('one Unified Manager job', () => {
  it('has the status normal while it runs, and an end time only after its end', async () => {
    const clock = timeAtNoon();
    const um = (await start({ clock })).backend('um1');
    const key = um.addJob({
      nativeId: KEY,
      steps: [DONE[0]!, { state: 'completed/partial_failures', message: 'one' }],
    });
    const running = (await callBackend(um, `${JOBS}/${key}`)).body;
    expect(running).toMatchObject({ key, state: 'running', status: 'normal', job_results: [] });
    expect(running.complete_time).toBeUndefined();
    expect(running.task_reports[0]).toMatchObject({ state: 'running', status: 'normal' });
    clock.pass(1_000);
    const done = (await callBackend(um, `${JOBS}/${key}`)).body;
    expect(done).toMatchObject({ state: 'completed', status: 'partial_failures' });
    expect(done.complete_time).toBe('2026-03-01T17:30:01.000+05:30');
    expect(done.task_reports.at(-1)).toMatchObject({ state: 'completed', status: 'error', failure_reason: 'one' });
    expect(done.job_results[0].name).toMatch(/Key$/);
    expect(um.truth()[0]?.outcome).toBe('completed/partial_failures');
  });

  it('is found by its key, raw and escaped', async () => {
    const um = (await start({ clock: timeAtNoon() })).backend('um1');
    um.addJob({ nativeId: KEY });
    expect((await callBackend(um, `${JOBS}/${KEY}`)).body.key).toBe(KEY);
    expect((await callBackend(um, `${JOBS}/${encodeURIComponent(KEY)}`)).body.key).toBe(KEY);
  });

  it('has a self link with raw or escaped colons, alternately', async () => {
    const um = (await start({ clock: timeAtNoon(), jobs: 10 })).backend('um1');
    const { body } = await callBackend(um, JOBS);
    const hrefs = body.records.map((record: any) => record._links.self.href as string) as string[]; // eslint-disable-line @typescript-eslint/no-explicit-any -- the fake's JSON
    expect(hrefs.filter((href) => href.includes('%3A'))).toHaveLength(5);
    expect(hrefs.filter((href) => href.includes(':'))).toHaveLength(5);
  });

  it('can run again under the same key with a new submit time', async () => {
    const clock = timeAtNoon();
    const um = (await start({ clock })).backend('um1');
    const key = um.addJob({ steps: DONE });
    expect(() => um.rerun(key)).toThrow('has not ended yet');
    clock.pass(5_000);
    um.rerun(key);
    const again = (await callBackend(um, `${JOBS}/${key}`)).body;
    expect(again.state).toMatch(/^(queued|running)$/);
    expect(again.complete_time).toBeUndefined();
    expect(again.submit_time).toBe('2026-03-01T17:30:05.000+05:30');
    clock.pass(3_600_000);
    expect((await callBackend(um, `${JOBS}/${key}`)).body.state).toMatch(/^(completed|aborted)$/);
    const ends = um.truth()[0]?.transitions.filter(({ state }) => /^(completed|aborted)/.test(state));
    expect(ends).toHaveLength(2);
  });

  it('counts the jobs it has started, and they name it as their parent', async () => {
    const clock = timeAtNoon();
    const um = (await start({ clock, jobs: 7 })).backend('um1');
    clock.pass(3_600_000);
    const { records } = (await callBackend(um, JOBS)).body;
    const [child] = records.filter((record: { parent_job_key?: string }) => record.parent_job_key !== undefined);
    const parent = records.find(({ key }: { key: string }) => key === child.parent_job_key);
    expect(parent.spawned_job_summary).toMatchObject({ total_jobs: 1, running_jobs: 0, completed_jobs: 1 });
  });

  it.each([
    ['um2', 'COMPLETED', 'NORMAL'],
    ['um3', 'normal', 'completed'],
  ])('has another format on %s', async (name, state, status) => {
    const um = (await start({ clock: timeAtNoon(), backends: { 'unified-manager': 3 } })).backend(name);
    const key = um.addJob({ steps: DONE, ageMs: 5_000 });
    expect((await callBackend(um, `${JOBS}/${key}`)).body).toMatchObject({ state, status });
  });

  it('is a 404 with an error of three strings if it does not exist', async () => {
    const um = (await start({ clock: timeAtNoon() })).backend('um1');
    const { status, body } = await callBackend(um, `${JOBS}/${KEY}`);
    expect([status, body]).toEqual([404, { error: { code: '4', message: "entry doesn't exist", target: 'key' } }]);
  });

  it('cannot be acted on', async () => {
    const um = (await start({ clock: timeAtNoon() })).backend('um1');
    const key = um.addJob();
    expect((await callBackend(um, `${JOBS}/${key}?action=cancel`, { method: 'PATCH' })).status).toBe(405);
  });

  it('is refused without a login, with an empty body', async () => {
    const um = (await start({ clock: timeAtNoon() })).backend('um1');
    expect(await callBackend(um, JOBS, { login: false })).toMatchObject({ status: 401, text: '' });
  });
});
