import { connect, type Socket } from 'node:net';

import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { readUntil, until } from '@gateway/testing/until';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const JOBS = 3_000;
const REQUESTS = 40;
/** Patterns that no text matches: each text is searched 90 times, and a test adds one more. */
const SLOW_PATTERNS = Array.from({ length: 90 }, (_, at) => `*x${at}*y*`).join('|');
const PATHS = {
  lists: `/api/jobs?description=${SLOW_PATTERNS}`,
  orders: `/api/jobs?order_by=code&description=${SLOW_PATTERNS}`,
  counts: `/api/jobs?return_records=false&description=${SLOW_PATTERNS}`,
  summaries: `/api/jobs/summary?description=${SLOW_PATTERNS}`,
  'lists for ONTAP clients': `/api/cluster/jobs?description=${SLOW_PATTERNS}`,
};
const METRICS = ['waiting', 'abandoned_total', 'refused_total'] as const;

describe('requests whose clients leave', () => {
  let gateway: TestGateway;
  const east = new FakeAdapter();
  const sockets: Socket[] = [];

  beforeAll(async () => {
    const text = 'x y '.repeat(300);
    for (let at = 0; at < JOBS; at += 1) east.add(`job-${at}`, { description: `${at} ${text}` });
    east.add('unique', { description: `unique ${text}` });
    gateway = await startGateway({ east });
    await gateway.poll('east');
    await until('all jobs are listed', async () => (await gateway.get('/api/jobs')).body.total_records > JOBS);
  });
  afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));
  afterAll(() => gateway.close());

  /** Sends requests, all on one connection or each on its own. */
  function send(requests: readonly string[], onOneConnection = false): void {
    const texts = requests.map((request) => `${request} HTTP/1.1\r\nHost: x\r\n\r\n`);
    for (const text of onOneConnection ? [texts.join('')] : texts) {
      const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => undefined);
      socket.write(text);
      sockets.push(socket);
    }
  }

  async function metrics(): Promise<Readonly<Record<(typeof METRICS)[number], number>>> {
    const { text } = await gateway.get('/metrics');
    const values = METRICS.map((name) => [name, Number(new RegExp(`_requests_${name} (\\d+)$`, 'm').exec(text)?.[1])]);
    return Object.fromEntries(values);
  }

  it.each(Object.entries(PATHS))('no longer work for them: %s', async (_what, path) => {
    const before = await metrics();
    send(Array.from({ length: REQUESTS }, (_, at) => `GET ${path}|${at}`));
    await readUntil(metrics, ({ waiting }) => waiting > REQUESTS / 2);
    sockets.forEach((socket) => socket.destroy());
    const after = await readUntil(metrics, ({ waiting }) => waiting === 0);
    expect(after.abandoned_total - before.abandoned_total).toBeGreaterThan(REQUESTS / 2);
  });

  it('no longer work for a client that sent them all on one connection', async () => {
    const before = await metrics();
    send(
      Array.from({ length: REQUESTS }, (_, at) => `GET ${PATHS.lists}|${at}`),
      true,
    );
    await readUntil(metrics, ({ waiting }) => waiting > 0);
    sockets.forEach((socket) => socket.destroy());
    const after = await readUntil(metrics, ({ waiting }) => waiting === 0);
    expect(after.abandoned_total).toBeGreaterThan(before.abandoned_total);
  });

  it('send nothing to a backend if they are bulk actions whose jobs are not selected yet', async () => {
    const before = await metrics();
    send([`PATCH /api/cluster/jobs?action=cancel&description=${SLOW_PATTERNS}|*unique*`]);
    await readUntil(metrics, ({ waiting }) => waiting === 1);
    sockets.forEach((socket) => socket.destroy());
    const after = await readUntil(metrics, ({ waiting }) => waiting === 0);
    expect(after.abandoned_total - before.abandoned_total).toBe(1);
    expect(east.calls.filter((call) => call.startsWith('cancel'))).toEqual([]);
  });

  it('do not end the work for another client that has sent the same', async () => {
    const path = `${PATHS.lists}|shared`;
    send(Array.from({ length: REQUESTS }, (_, at) => `GET ${PATHS.lists}|other${at}`));
    send([`GET ${path}`]);
    await readUntil(metrics, ({ waiting }) => waiting > REQUESTS / 2);
    const stays = gateway.get(path);
    await readUntil(metrics, ({ waiting }) => waiting > REQUESTS / 2);
    sockets.forEach((socket) => socket.destroy());
    const { body, status } = await stays;
    expect([status, body.total_records]).toEqual([200, 0]);
  });

  it('log nothing', () => {
    expect(gateway.lines.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});
