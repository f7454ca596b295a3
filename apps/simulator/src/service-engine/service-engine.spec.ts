import { type SimulatedBackend } from '../simulator.js';
import { callBackend, type Reply, simulators, timeAtNoon } from '../testing/simulated.js';
import { TENANT_IDS } from './seeded-job.js';

const start = simulators();
const JOBS = '/api/v2.1/jobs';
const SIGN_IN = '/api/v2.1/auth/signin';
const REFRESH = '/api/v2.1/auth/refresh';

function signIn(engine: SimulatedBackend, password = 'simulator'): Promise<Reply> {
  return callBackend(engine, SIGN_IN, { method: 'POST', login: false, body: { username: 'admin', password } });
}

function withToken(engine: SimulatedBackend, path: string, token: string, method = 'GET'): Promise<Reply> {
  return callBackend(engine, path, { method, login: false, headers: { authorization: `Bearer ${token}` } });
}

describe('signing in to a Service Engine', () => {
  it('returns an HS256 token with the user and the expiry time', async () => {
    const clock = timeAtNoon();
    const engine = (await start({ clock, settings: { engine1: { tokenLifeMs: 60_000 } } })).backend('engine1');
    const { status, body } = await signIn(engine);
    const [head, claims] = body.result.records[0].token
      .split('.')
      .slice(0, 2)
      .map((part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
    expect(status).toBe(200);
    expect(head).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(claims).toEqual({ username: 'admin', exp: clock.now() / 1000 + 60 });
  });

  it('is refused with a wrong password, and with no credentials at all', async () => {
    const engine = (await start({ clock: timeAtNoon() })).backend('engine1');
    expect((await signIn(engine, 'wrong')).status).toBe(401);
    expect((await callBackend(engine, SIGN_IN, { method: 'POST', login: false, body: 'no JSON' })).status).toBe(401);
    expect((await callBackend(engine, SIGN_IN, { method: 'POST', login: false, body: null })).status).toBe(401);
  });

  it('returns a token that is valid for jobs and can be renewed until it expires', async () => {
    const clock = timeAtNoon();
    const engine = (await start({ clock })).backend('engine1');
    const token = (await signIn(engine)).body.result.records[0].token as string;
    clock.pass(599_000);
    expect((await withToken(engine, JOBS, token)).status).toBe(200);
    const renewed = (await withToken(engine, REFRESH, token, 'POST')).body.result.records[0].token as string;
    clock.pass(1_000);
    expect((await withToken(engine, JOBS, token)).status).toBe(401);
    expect((await withToken(engine, REFRESH, token, 'POST')).status).toBe(401);
    expect((await withToken(engine, JOBS, renewed)).status).toBe(200);
  });

  it('is not needed with Basic; jobs need Basic or a token with a valid signature', async () => {
    const engine = (await start({ clock: timeAtNoon() })).backend('engine1');
    const [head, , signature] = ((await signIn(engine)).body.result.records[0].token as string).split('.');
    const claims = Buffer.from(JSON.stringify({ username: 'admin', exp: 9_999_999_999 })).toString('base64url');
    expect((await callBackend(engine, JOBS)).status).toBe(200);
    expect((await callBackend(engine, JOBS, { login: false })).status).toBe(401);
    expect((await withToken(engine, JOBS, `${head}.${claims}.${signature}`)).status).toBe(401);
    expect((await withToken(engine, JOBS, 'nonsense')).status).toBe(401);
  });
});

describe('Service Engine jobs', () => {
  it('are listed newest first, 20 to a page, in the documented envelope', async () => {
    const engine = (await start({ clock: timeAtNoon(), jobs: 30 })).backend('engine1');
    const { body } = await callBackend(engine, JOBS);
    expect(body.status).toEqual({ user_message: 'Okay. Returned 20 records.', verbose_message: '', code: 200 });
    const { records, ...rest } = body.result;
    expect(rest).toEqual({
      returned_records: 20,
      total_records: 30,
      sort_by: 'created',
      order_by: 'desc',
      offset: 0,
      limit: 20,
    });
    const created = records.map((record: { created: string }) => record.created) as string[];
    expect(created).toEqual([...created].sort().reverse());
    expect(created[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('are paged by offset and limit without losing or repeating a job', async () => {
    const engine = (await start({ clock: timeAtNoon(), jobs: 25 })).backend('engine1');
    const pages = await Promise.all(
      [0, 10, 20].map((offset) => callBackend(engine, `${JOBS}?offset=${offset}&limit=10&sort_by=id&order_by=asc`)),
    );
    const ids = pages.flatMap(({ body }) => body.result.records.map(({ id }: { id: string }) => id)) as string[];
    expect(ids).toHaveLength(25);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('are listed in pages of at most 1,000', async () => {
    const engine = (await start({ clock: timeAtNoon(), jobs: 1_001 })).backend('engine1');
    const { result } = (await callBackend(engine, `${JOBS}?limit=5000`)).body;
    expect([result.limit, result.returned_records, result.total_records]).toEqual([1_000, 1_000, 1_001]);
  });

  it('can be filtered by tenant', async () => {
    const engine = (await start({ clock: timeAtNoon(), jobs: 40 })).backend('engine1');
    const totals = await Promise.all(
      [...TENANT_IDS, 'nobody'].map(
        async (id) => (await callBackend(engine, `${JOBS}?tenant_id=${id}`)).body.result.total_records,
      ),
    );
    expect(totals[0] + totals[1]).toBe(40);
    expect(Math.min(totals[0], totals[1])).toBeGreaterThan(0);
    expect(totals[2]).toBe(0);
  });

  it.each(['offset=-1', 'limit=0', 'limit=x', 'sort_by=surprise', 'order_by=up', 'status=running'])(
    'refuse ?%s with 400',
    async (query) => {
      const engine = (await start({ clock: timeAtNoon() })).backend('engine1');
      const { status, body } = await callBackend(engine, `${JOBS}?${query}`);
      expect([status, body.status.code]).toEqual([400, 400]);
    },
  );

  it('have no tasks while pending, a constant summary, and a password in clear text once running', async () => {
    const clock = timeAtNoon();
    const engine = (await start({ clock })).backend('engine1');
    const steps = [
      { state: 'pending', forMs: 1_000 },
      { state: 'running', forMs: 1_000 },
      { state: 'failed', message: 'no', error: { code: '', message: 'The grid is full.', arguments: [] } },
    ];
    const id = engine.addJob({ steps });
    const look = async (): Promise<any> => (await callBackend(engine, `${JOBS}/${id}`)).body.result.records[0]; // eslint-disable-line @typescript-eslint/no-explicit-any -- the fake's JSON
    const pending = await look();
    expect(pending).toMatchObject({ id, status: 'pending', job_tasks: null, created: '2026-03-01T12:00:00.000Z' });
    expect(pending.job_summary).toMatch(/^(Create|Update|Delete) request is successfully submitted$/);
    clock.pass(1_000);
    const running = await look();
    expect(running.job_tasks[0]).toMatchObject({
      job_id: id,
      status: 'running',
      request_payload: { org_password: 'planted-org-password' },
    });
    clock.pass(1_000);
    const failed = await look();
    expect(failed).toMatchObject({
      status: 'failed',
      status_detail: 'no',
      last_error: 'The grid is full.',
      updated: '2026-03-01T12:00:02.000Z',
      job_summary: pending.job_summary,
    });
    expect(engine.truth()[0]?.outcome).toBe('failed');
  });

  it('are never deleted', async () => {
    const clock = timeAtNoon();
    const engine = (await start({ clock, jobs: 10, retentionMs: 1_000 })).backend('engine1');
    clock.pass(30 * 24 * 3_600_000);
    expect((await callBackend(engine, JOBS)).body.result.total_records).toBe(10);
  });

  it('return 404 for an unknown id and 405 for an unknown method', async () => {
    const engine = (await start({ clock: timeAtNoon() })).backend('engine1');
    expect((await callBackend(engine, `${JOBS}/5ed72c8c6342e90001439d54`)).status).toBe(404);
    expect((await callBackend(engine, `${JOBS}/5ed72c8c6342e90001439d54`, { method: 'DELETE' })).status).toBe(405);
    expect((await callBackend(engine, '/api/v2.1/tenants')).status).toBe(404);
  });
});
