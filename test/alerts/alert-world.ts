/** A gateway process with TLS and tokens over simulated backends and a Redis, and the Prometheus that watches it. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

import { type Certificate, makeCertificate } from '@gateway/testing/certificate';
import { freePort } from '@gateway/testing/free-port';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { configurationFor, type GatewayProcess, SIMULATOR_ENV, startProcess } from '../support/gateway-process.js';
import { RULES_FILE, withShortDurations } from './alert-rules.js';
import { Prometheus } from './prometheus.js';
import { within } from './within.js';

/** The range of all expressions: long enough for several scrapes on a busy machine. */
const RANGE = '10s';
/** How long the gateway answers as not ready before it stops. */
const STOP_DELAY = '10s';
const DAY_MS = 86_400_000;

/** The tokens of the callers are their names. */
const CALLERS = { prometheus: 'admin', tester: 'admin', reader: 'viewer', watcher: 'viewer', noisy: 'viewer' };
/** A heap that a test can fill. */
const NODE_OPTIONS = '--max-old-space-size=256 --max-semi-space-size=1 --import ./test/alerts/fill-heap.mjs';

/** A request to the gateway. */
export interface AlertRequest {
  readonly method?: string;
  readonly token?: string;
  /** An address of this machine to send it from. */
  readonly from?: string;
  /** Closes the connection instead of waiting for the response, when it aborts. */
  readonly signal?: AbortSignal;
}

/** Everything that the faults act on. */
export class AlertWorld {
  gateway: GatewayProcess;
  redis: RedisServer;
  prometheus: Prometheus;
  readonly #authority: Certificate;
  readonly #port: number;

  private constructor(
    readonly folder: string,
    readonly simulator: Simulator,
    { authority, port, redis }: { authority: Certificate; port: number; redis: RedisServer },
  ) {
    this.#authority = authority;
    this.#port = port;
    this.redis = redis;
  }

  /** Starts everything. Resolves when all sources are polled and Prometheus has scraped the gateway some times. */
  static async start(): Promise<AlertWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-alerts-'));
    const simulator = await startSimulator({ backends: { ontap: 5 }, jobs: 4, churn: 0, latencyMs: 1, seed: 3 });
    const authority = await makeCertificate('authority');
    const world = new AlertWorld(folder, simulator, {
      ...{ authority, port: await freePort(), redis: await startRedisServer() },
    });
    await world.#writeConfiguration();
    await world.startGateway();
    await world.allSourcesOk();
    world.prometheus = await Prometheus.start(folder, {
      rules: withShortDurations(await readFile(RULES_FILE, 'utf8'), RANGE),
      target: `127.0.0.1:${world.#port}`,
      caFile: join(folder, 'authority.crt'),
      token: 'prometheus',
    });
    return world;
  }

  /** Starts the gateway; resolves when it is ready. */
  async startGateway(): Promise<void> {
    this.gateway = startProcess(join(this.folder, 'gateway.yaml'), { ...SIMULATOR_ENV, NODE_OPTIONS });
    await within('the gateway is ready', async () => this.gateway.output().includes('gateway is ready'));
  }

  /** Stops the gateway as an operator does, and waits for its end. */
  async stopGateway(): Promise<void> {
    this.gateway.kill('SIGTERM');
    await this.gateway.ended;
  }

  async allSourcesOk(): Promise<void> {
    await within('all sources are ok', async () => {
      const { body } = await this.send('/api/sources');
      return (body as { records: readonly { status: string }[] }).records.every(({ status }) => status === 'ok');
    });
  }

  /** Sends a request, and returns the status and the JSON of the response. */
  async send(
    path: string,
    { from = '127.0.0.1', method = 'GET', signal, token = 'tester' }: AlertRequest = {},
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const sent = request({
      ...{ host: '127.0.0.1', port: this.#port, path, method, localAddress: from, ca: this.#authority.cert },
      ...{ agent: false, headers: { authorization: `Bearer ${token}` }, ...(signal && { signal }) },
    });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, body: await json(response).catch(() => undefined) };
  }

  /** Opens a connection from an address of this machine, and sends nothing. */
  openConnection(from: string): Socket {
    // Refused connections are reset.
    return connect({ host: '127.0.0.1', port: this.#port, localAddress: from }).on('error', () => undefined);
  }

  /** Gives the port a certificate that ends in this number of days; the gateway reads it again by itself. */
  async replaceCertificate(days: number): Promise<void> {
    const to = new Date(Date.now() + days * DAY_MS);
    const { cert, key } = await makeCertificate(`gateway-${days}`, this.#authority, { to });
    for (const [name, text] of Object.entries({ 'tls.crt': cert, 'tls.key': key })) {
      await writeFile(join(this.folder, 'new'), text);
      await rename(join(this.folder, 'new'), join(this.folder, name));
    }
  }

  /** Starts a new, empty Redis in the place of the one that was killed. */
  async restartRedis(): Promise<void> {
    this.redis = await startRedisServer({ port: String(this.redis.port) });
  }

  async close(): Promise<void> {
    await this.prometheus?.close();
    this.gateway.kill('SIGKILL');
    await this.gateway.ended;
    await this.simulator.close();
    await this.redis.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #writeConfiguration(): Promise<void> {
    await writeFile(join(this.folder, 'authority.crt'), this.#authority.cert);
    await this.replaceCertificate(90);
    await mkdir(join(this.folder, 'audit'));
    const { sources, ...rest } = configurationFor(this.simulator, this.#port, this.folder);
    const tls = { cert_file: './tls.crt', key_file: './tls.key' };
    const tokens = Object.entries(CALLERS).map(([name, role]) => ({ name, role, sha256: sha256(name) }));
    const config = {
      ...rest,
      server: { ...rest.server, tls },
      store: { kind: 'redis', url: this.redis.url, namespace: 'alerts' },
      access: { tokens },
      audit: { file: './audit/actions.log' },
      limits: { connections_per_address: 30, watches_per_caller: 2, requests_per_second: 6, request_burst: 60 },
      shutdown: { delay: STOP_DELAY },
      sources: sources.map((source) => ({
        ...source,
        poll: { interval: '1s', timeout: '4s', finished_job_ttl: '10s' },
      })),
    };
    await writeFile(join(this.folder, 'gateway.yaml'), JSON.stringify(config));
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
