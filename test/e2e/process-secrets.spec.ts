/** Secrets that reach the gateway do not leave it: neither through its log, nor its API, its store, or its end. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { readUntil, until } from '@gateway/testing/until';
import { ClassicLevel } from 'classic-level';
import { Redis } from 'ioredis';

import {
  type LocalBackend,
  type ReceivedRequest,
  startLocalBackend,
} from '../../libs/adapters/src/testing/local-backend.js';
import { type GatewayProcess, startProcess } from '../support/gateway-process.js';

/** Every secret contains this word. */
const MARK = 'pl4nted';
const PASSWORD = `${MARK}-pass/"word`;
const TOKEN = `${MARK}.token`;
const FILE_PASSWORD = `${MARK}-from-a-file`;
const REDIS_PASSWORD = `${MARK}-redis`;
/** What is sent in place of a secret. */
const ENCODED = [`gateway:${PASSWORD}`, `gateway:${FILE_PASSWORD}`].map((text) => Buffer.from(text).toString('base64'));
const CALLER = { authorization: `Bearer ${MARK}-caller`, cookie: `session=${MARK}-cookie`, 'x-api-key': `${MARK}-key` };
const UUID = 'b5145e1d-b53b-11e8-8252-005056bb0001';

describe.each(['embedded', 'redis'] as const)('secrets of a gateway with the store %s', (kind) => {
  let folder: string;
  let backend: LocalBackend;
  let redis: RedisServer | undefined;
  let gateway: GatewayProcess;
  let url: string;
  const texts = new Map<string, string>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-secrets-'));
    backend = await startLocalBackend(respond);
    if (kind === 'redis') redis = await startRedisServer({ requirepass: REDIS_PASSWORD });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    await writeFile(join(folder, 'password'), FILE_PASSWORD);
    const store = redis
      ? { kind, url: `redis://:${REDIS_PASSWORD}@127.0.0.1:${redis.port}` }
      : { kind, path: join(folder, 'data') };
    const source = (name: string, of: string, auth: object) => ({
      name,
      kind: of,
      url: backend.origin,
      auth,
      poll: { interval: '1s' },
    });
    const sources = [
      source('east', 'ontap', { basic: { username: 'gateway', password: '${PLANTED}' } }),
      source('broken', 'ontap', { basic: { username: 'gateway', password_file: './password' } }),
      source('engine', 'service-engine', { bearer: { token: TOKEN } }),
      source('manager', 'unified-manager', { basic: { username: 'gateway', password: PASSWORD } }),
    ];
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, JSON.stringify({ server: { port }, store, sources }));
    gateway = startProcess(file, { PLANTED: PASSWORD, NODE_OPTIONS: onSignal }, { level: 'debug' });
    await readUntil(
      () =>
        fetch(`${url}/api/jobs`).then(
          (response) => response.json(),
          () => undefined,
        ) as Promise<{ total_records: number } | undefined>,
      (list) => list !== undefined && list.total_records >= 3,
    );
    for (const [method, path, body] of REQUESTS) texts.set(`${method} ${path}`, await answerTo(method, path, body));
    texts.set('store', redis ? await everythingInRedis(redis) : '');
    gateway.kill('SIGUSR2');
    const { stderr, stdout } = await gateway.ended;
    texts.set('log', stdout).set('stderr', stderr);
    if (kind === 'embedded') texts.set('store', await everythingInFolder(join(folder, 'data')));
  });

  afterAll(async () => {
    gateway.kill('SIGKILL');
    await gateway.ended;
    await backend.close();
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('were sent to the backend, and came back in its texts, headers and errors', () => {
    const sent = backend.requests.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(expect.arrayContaining([...ENCODED.map((text) => `Basic ${text}`), `Bearer ${TOKEN}`]));
    expect(texts.get('log')).toContain('request completed');
    expect(texts.get('store')).toContain(UUID);
    expect(texts.get(`GET /api/jobs/east~${UUID}`)).toContain('started with');
    expect(texts.get('log')).toContain('gateway ends because of an internal error');
  });

  it('are in no answer, log line, store or output of the end', () => {
    const found = [...texts].flatMap(([where, text]) =>
      [MARK, ...ENCODED].filter((secret) => text.includes(secret)).map((secret) => `${where}: ${around(text, secret)}`),
    );
    expect(found).toEqual([]);
  });

  async function answerTo(method: string, path: string, body?: string): Promise<string> {
    const headers = { ...CALLER, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) });
    return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
  }
});

/** A module that ends the gateway by an error on SIGUSR2. */
const onSignal = `--import data:text/javascript,${encodeURIComponent("process.on('SIGUSR2', () => { throw new Error('end') })")}`;

const REQUESTS: readonly (readonly [method: string, path: string, body?: string])[] = [
  ...[
    '/api/jobs',
    '/api/jobs?query=started',
    '/api/jobs/summary?group_by=state',
    '/api/sources',
    '/api/sources/broken',
    '/api/cluster/jobs?fields=*',
  ].map((path) => ['GET', path] as const),
  ...[
    `/api/jobs/east~${UUID}`,
    `/api/jobs/east~${UUID}/history`,
    '/api/jobs/broken~x',
    '/metrics',
    '/docs/errors',
    '/openapi.json',
    '/health/ready',
  ].map((path) => ['GET', path] as const),
  ...[`/api/jobs?token=${MARK}-query`, `/api/sources?api_key=${MARK}`, `/nothing?password=${MARK}`].map(
    (path) => ['GET', path] as const,
  ),
  ['POST', '/api/sources/broken/poll'],
  ['POST', `/api/sources/east/poll?token=${MARK}`],
  ['PATCH', `/api/jobs/east~${UUID}?action=cancel`, JSON.stringify({ password: `${MARK}-body` })],
  ['PATCH', `/api/jobs/east~${UUID}?action=cancel`, `{"password": ${MARK}`],
  ['PATCH', `/api/cluster/jobs/${UUID}?action=pause`],
];

/** Retention would remove jobs that ended long ago. */
const RECENTLY = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, '');

/** Each backend repeats the login that it receives, in every place that it can. */
function respond({ headers: { authorization = '' }, method, path }: ReceivedRequest, response: ServerResponse): void {
  const secret = authorization.split(' ')[1] ?? '';
  const password = Buffer.from(secret, 'base64').toString().split(':').slice(1).join(':');
  const echo = `started with ${authorization}, ${secret}, ${password}`;
  const send = (status: number, body: unknown): void => {
    const headers = {
      'content-type': 'application/json',
      'set-cookie': `id=${MARK}-set`,
      'x-token': `${MARK}-header`,
      server: MARK,
    };
    response.writeHead(status, headers).end(JSON.stringify(body));
  };
  if (password === FILE_PASSWORD || method === 'PATCH')
    return send(400, { error: { code: '7', message: `refused: ${echo}`, target: 'x' } });
  if (path.includes('/v2.1/jobs')) {
    const task = {
      id: 't',
      action: 'create',
      status: 'failed',
      status_detail: echo,
      request_payload: { password: MARK },
    };
    const job = {
      id: '5ed72c8c6342e90001439d54',
      status: 'failed',
      job_summary: echo,
      last_error: echo,
      job_tasks: [task],
      created: RECENTLY,
    };
    return send(200, { status: { code: 200 }, result: { records: [job], total_records: 1, limit: 100 } });
  }
  if (path.includes('/management-server/jobs')) {
    const task = { key: 't', state: 'completed', status: 'error', failure_reason: echo };
    const job = {
      key: 'a:b',
      name: echo,
      state: 'completed',
      status: 'error',
      submit_time: RECENTLY,
      task_reports: [task],
      job_results: [{ name: 'x', value: echo }],
    };
    return send(200, { records: [job], num_records: 1, total_records: 1 });
  }
  const job = {
    uuid: UUID,
    state: 'running',
    description: echo,
    message: echo,
    code: 0,
    start_time: RECENTLY,
  };
  if (path.includes(UUID)) return send(200, job);
  return path.includes('/cluster/jobs')
    ? send(200, { records: [job], num_records: 1 })
    : send(200, { uuid: UUID, version: { full: echo } });
}

/** All keys and values, as text. */
async function everythingInRedis({ port }: RedisServer): Promise<string> {
  const client = new Redis(port, '127.0.0.1', { password: REDIS_PASSWORD });
  const found: unknown[] = [];
  for (const key of await client.keys('*')) {
    const type = await client.type(key);
    if (type === 'hash') found.push(key, await client.hgetall(key));
    else if (type === 'stream') found.push(key, await client.xrange(key, '-', '+'));
    else if (type === 'zset') found.push(key, await client.zrange(key, '0', '-1'));
    else if (type === 'string') found.push(key, await client.get(key));
    else throw new Error(`no reader for keys of type ${type}`);
  }
  await client.quit();
  return JSON.stringify(found);
}

/** The bytes of all files, and the entries of the database, whose blocks are compressed. */
async function everythingInFolder(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const bytes = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  const levels = [
    ...new Set(files.filter((file) => file.endsWith('/CURRENT')).map((file) => file.slice(0, -'/CURRENT'.length))),
  ];
  for (const path of levels) {
    const database = new ClassicLevel<string, string>(path);
    await until('the database is free', () =>
      database.open().then(
        () => true,
        () => false,
      ),
    );
    for await (const entry of database.iterator()) bytes.push(entry.join('='));
    await database.close();
  }
  return bytes.join('\n');
}

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 80), at + 40);
}
