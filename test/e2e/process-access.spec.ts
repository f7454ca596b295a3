/** The built gateway with access rules: where it listens, the tokens it prints, and rules that change while it runs. */
import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { freePort } from '@gateway/testing/free-port';
import { readUntil, until } from '@gateway/testing/until';

import { type GatewayProcess, PROGRAM, startProcess } from '../support/gateway-process.js';

const RELOADED = 'configuration reloaded';
const INVALID = 'configuration is invalid, the running one stays in use';

let folder: string;
let port: number;
let gateway: GatewayProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-access-'));
  port = await freePort();
});
afterEach(async () => {
  gateway?.kill('SIGKILL');
  await gateway?.ended;
  gateway = undefined;
  await rm(folder, { recursive: true });
});

/** Replaces the configuration. `access` is the text of the section; without it there is none. */
async function configure(host: string, access?: string): Promise<void> {
  const rest = `server: { host: "${host}", port: ${port} }\nstore: { kind: embedded, path: ./data }\n`;
  await writeFile(join(folder, 'new'), access === undefined ? rest : `${rest}access:\n${access}`);
  await rename(join(folder, 'new'), join(folder, 'gateway.yaml'));
}

async function start(): Promise<void> {
  gateway = startProcess(join(folder, 'gateway.yaml'));
  await until('it is ready', () => output().includes('gateway is ready'));
}

function output(): string {
  return gateway?.output() ?? '';
}

/** Runs the command `token`; returns the token and its line for the configuration, as they are printed. */
async function newToken(...args: readonly string[]): Promise<{ readonly token: string; readonly line: string }> {
  const { stderr, stdout } = await promisify(execFile)(process.execPath, [PROGRAM, 'token', ...args]);
  expect(stderr).toBe('');
  const [, token = '', , line = ''] = stdout.split('\n').map((each) => each.trim());
  return { token, line };
}

async function me(token: string): Promise<unknown[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/me`, { headers: { authorization: `Bearer ${token}` } });
  const { name, role } = (await answer.json()) as Record<string, unknown>;
  return answer.status === 200 ? [200, name, role] : [answer.status];
}

function lines(message: string): readonly Record<string, unknown>[] {
  const all = output().split('\n').slice(0, -1);
  return all.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message);
}

// All other hosts: libs/config/src/access-section.spec.ts.
it.each(['0.0.0.0', '::'])('without access rules it does not start on %s, and names the option', async (host) => {
  await configure(host);
  const { code, stderr, stdout } = await startProcess(join(folder, 'gateway.yaml')).ended;
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('server.host: expected a loopback address such as 127.0.0.1, because there is no access');
  expect(stderr).toContain(`got "${host}"`);
});

it('prints a token whose line works when it is pasted, and of which only the SHA-256 is in the line', async () => {
  const [portal, ann] = [await newToken('portal'), await newToken('Ann B. 2', '--role', 'admin')];
  expect(portal.line).not.toContain(portal.token);
  await configure('0.0.0.0', `  tokens:\n    ${portal.line}\n    ${ann.line}\n`);
  await start();
  expect(await me(portal.token)).toEqual([200, 'portal', 'viewer']);
  expect(await me(ann.token)).toEqual([200, 'Ann B. 2', 'admin']);
  expect(await me(`${portal.token}x`)).toEqual([401]);
  expect((await fetch(`http://127.0.0.1:${port}/api/jobs`)).status).toBe(401);
  expect(output()).not.toContain(portal.token);
});

it.each([[['two', 'names']], [['portal', '--role', 'root']]])('prints no token for the arguments %j', async (args) => {
  await expect(newToken(...args)).rejects.toMatchObject({ code: 2, stdout: '' });
});

it('takes up other rules while it runs, and keeps those in use while the new ones are not valid', async () => {
  const [first, second] = [await newToken('portal'), await newToken('portal')];
  await configure('0.0.0.0', `  tokens:\n    ${first.line}\n`);
  await start();
  const watch = await EventStreamClient.open(`http://127.0.0.1:${port}/api/jobs/watch`, {
    authorization: `Bearer ${first.token}`,
  });
  await until('the watch has begun', () => watch.lastEventId !== '');

  // Rotation: for a while both tokens are those of the same caller.
  await configure('0.0.0.0', `  tokens:\n    ${first.line}\n    ${second.line}\n`);
  await until('both are accepted', () => lines(RELOADED).length === 1);
  expect([await me(first.token), await me(second.token)]).toEqual(Array(2).fill([200, 'portal', 'viewer']));
  expect(watch.ended).toBe(false);
  await configure('0.0.0.0', `  tokens:\n    ${second.line}\n`);
  await watch.ends();
  expect([await me(first.token), await me(second.token)]).toEqual([[401], [200, 'portal', 'viewer']]);

  await configure('0.0.0.0', `  tokens:\n    ${second.line.replace('viewer', 'root')}\n`);
  await until('they are rejected', () => lines(INVALID).length === 1);
  expect(lines(INVALID)).toMatchObject([{ level: 50, faults: [{ path: 'access.tokens[0].role' }] }]);
  expect(await me(second.token)).toEqual([200, 'portal', 'viewer']);

  // The port stays open to others until a restart, so the rules cannot be removed before it.
  await configure('127.0.0.1');
  await readUntil(
    () => lines(INVALID),
    ({ length }) => length === 2,
  );
  expect(lines(INVALID)[1]).toMatchObject({ faults: [{ path: 'access' }] });
  expect([await me(second.token), await me('other')]).toEqual([[200, 'portal', 'viewer'], [401]]);
});

it('takes up the first rules and their removal while it listens on loopback', async () => {
  const { line, token } = await newToken('portal', '--role', 'operator');
  await configure('127.0.0.1');
  await start();
  expect(await me('nothing')).toEqual([200, 'anonymous', 'admin']);
  await configure('127.0.0.1', `  tokens:\n    ${line}\n`);
  await until('they are in use', () => lines(RELOADED).length === 1);
  expect([await me('nothing'), await me(token)]).toEqual([[401], [200, 'portal', 'operator']]);
  await configure('127.0.0.1');
  await until('they are removed', () => lines(RELOADED).length === 2);
  expect(await me('nothing')).toEqual([200, 'anonymous', 'admin']);
});
