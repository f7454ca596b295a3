/** Replicas of the built gateway as processes, over one store and simulated backends. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type EndedProcess, type GatewayProcess, startProcess } from '../support/gateway-process.js';
import { RecordingProxy } from './recording-proxy.js';

const WAIT_LIMIT_MS = 60_000;
const CHECK_EVERY_MS = 50;

/** The fields of a source in `/api/sources` that these tests read. */
export interface ShownSource {
  readonly name: string;
  readonly status: string;
  readonly reason?: string;
  readonly polled_by?: string;
  readonly last_success_time?: string;
  readonly gaps: readonly unknown[];
}

/** The fields of a list of jobs that these tests read. */
export interface ShownList {
  readonly records: readonly { readonly id: string; readonly state: string; readonly gone: boolean }[];
  readonly total_records: number;
  readonly revision: string;
  readonly stale_sources: readonly { readonly name: string; readonly reason: string }[];
  readonly _links: { readonly next?: { readonly href: string } };
}

/** Several gateways with one configuration, each on its own port. */
export class Replicas {
  readonly #processes = new Map<number, GatewayProcess>();
  /** The recording proxies, by replica and by source name. */
  readonly #proxies = new Map<number, ReadonlyMap<string, RecordingProxy>>();

  private constructor(
    readonly simulator: Simulator,
    private readonly folder: string,
    private readonly store: object,
    readonly urls: readonly string[],
  ) {}

  /** Starts backends that add `churn` jobs per minute each, and reserves addresses for `count` replicas. Starts no replica. */
  static async prepare(count: number, store: object, churn: number): Promise<Replicas> {
    const simulator = await startSimulator({
      backends: { ontap: 4, 'service-engine': 1, 'unified-manager': 1 },
      jobs: 20,
      churn,
      latencyMs: 1,
      seed: 7,
    });
    const folder = await mkdtemp(join(tmpdir(), 'gateway-replicas-'));
    const ports = await Promise.all(Array.from({ length: count }, freePort));
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    return new Replicas(simulator, folder, store, urls);
  }

  /** Records the requests of a replica to each backend, from its next start. Returns the proxies by source name. */
  async recordRequests(at: number): Promise<ReadonlyMap<string, RecordingProxy>> {
    const proxies = new Map<string, RecordingProxy>();
    for (const { name, url } of this.simulator.backends) proxies.set(name, await RecordingProxy.start(url));
    this.#proxies.set(at, proxies);
    return proxies;
  }

  /** Starts a replica, of another build if `program` is its `main.js`, and waits until it is ready. */
  async start(at: number, program?: string): Promise<void> {
    const port = Number(new URL(this.urls[at] as string).port);
    const sources = this.simulator.backends.map(({ name, kind, url, username, password }) => ({
      name,
      kind,
      url: this.#proxies.get(at)?.get(name)?.url ?? url,
      auth: { basic: { username, password } },
      poll: { interval: '1s' },
    }));
    const file = join(this.folder, `gateway-${at}.yaml`);
    await writeFile(file, JSON.stringify({ server: { port }, store: this.store, sources }));
    this.#processes.set(at, startProcess(file, {}, program === undefined ? {} : { program }));
    await until(`replica ${at} is ready`, async () => (await this.get(at, '/health/ready'))?.ok === true);
  }

  /** The running process of a replica. */
  process(at: number): GatewayProcess {
    const started = this.#processes.get(at);
    if (!started) throw new Error(`replica ${at} was not started`);
    return started;
  }

  /** Sends a signal and waits for the end. */
  async end(at: number, signal: NodeJS.Signals): Promise<EndedProcess> {
    this.process(at).kill(signal);
    return this.process(at).ended;
  }

  /** The response of a replica; `undefined` if it does not respond. */
  get(at: number, path: string): Promise<Response | undefined> {
    return fetch(`${this.urls[at]}${path}`).catch(() => undefined);
  }

  /** All jobs of a replica, from all pages; `undefined` if it does not respond. */
  async jobs(at: number): Promise<ShownList | undefined> {
    let whole: ShownList | undefined;
    let path: string | undefined = '/api/jobs?max_records=1000&fields=id,state,gone';
    while (path !== undefined) {
      const page = (await (await this.get(at, path))?.json()) as ShownList | undefined;
      if (!page) return undefined;
      whole = { ...page, records: [...(whole?.records ?? []), ...page.records] };
      path = page._links.next?.href;
    }
    return whole;
  }

  /** The sources of a replica; empty if it does not respond. */
  async sources(at: number): Promise<readonly ShownSource[]> {
    const body = (await (await this.get(at, '/api/sources'))?.json()) as { records: ShownSource[] } | undefined;
    return body?.records ?? [];
  }

  /** Waits until every source of a replica was polled successfully since a time in ms. Returns the time it took, in ms. */
  async allPolledSince(at: number, sinceMs: number): Promise<number> {
    let sources: readonly ShownSource[] = [];
    const allPolled = async (): Promise<boolean> => {
      sources = await this.sources(at);
      return (
        sources.length > 0 &&
        sources.every(
          ({ last_success_time, status }) => status === 'ok' && Date.parse(last_success_time ?? '') >= sinceMs,
        )
      );
    };
    await until('every source is polled', allPolled).catch((error: unknown) => {
      const since = new Date(sinceMs).toISOString();
      throw new Error(`${since}: replica ${at} shows ${JSON.stringify(sources)}\n${this.process(at).output()}`, {
        cause: error,
      });
    });
    return Date.now() - sinceMs;
  }

  /** The value of a metric, named without the prefix `job_gateway_`. */
  async metric(at: number, name: string): Promise<number> {
    const text = (await (await this.get(at, '/metrics'))?.text()) ?? '';
    return Number(new RegExp(`^job_gateway_${name} (.+)$`, 'm').exec(text)?.[1]);
  }

  /** The resident memory of a replica's process, in MB (Linux only). */
  async residentMemory(at: number): Promise<number> {
    const text = await readFile(`/proc/${this.process(at).pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1]) / 1_024;
  }

  /** The messages that a replica has logged at a level of pino: 40 is WARN, 50 is ERROR. */
  messages(at: number, level: number): readonly string[] {
    const lines = this.process(at).output().split('\n').slice(0, -1);
    return lines.flatMap((line) => {
      const { level: found, msg } = JSON.parse(line) as { level: number; msg: string };
      return found === level ? [msg] : [];
    });
  }

  /**
   * Jobs that ended on their backend before a time in ms, but have no record or an active one. One sentence for each.
   */
  missingOutcomes(list: ShownList, beforeMs: number): readonly string[] {
    const records = new Map(list.records.map((job) => [job.id, job]));
    return this.simulator.backends.flatMap((backend) =>
      backend.truth().flatMap((job) => {
        const id = `${backend.name}~${job.nativeId}`;
        const ended = job.outcome !== undefined && (job.transitions.at(-1)?.at ?? Infinity) < beforeMs;
        if (!ended) return [];
        const record = records.get(id);
        if (record === undefined) return [`${id} has no record`];
        return ['queued', 'running', 'paused'].includes(record.state) ? [`${id} is ${record.state}`] : [];
      }),
    );
  }

  /** Kills all replicas, stops the backends and deletes the files. */
  async stop(): Promise<void> {
    for (const gateway of this.#processes.values()) gateway.kill('SIGKILL');
    await Promise.all([...this.#processes.values()].map(({ ended }) => ended));
    const proxies = [...this.#proxies.values()].flatMap((each) => [...each.values()]);
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await this.simulator.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Waits until a condition holds. Throws after 60 s, naming the condition. */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`timed out after ${WAIT_LIMIT_MS / 1_000} s, waiting until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS));
  }
}

/** Prints a measured figure directly to standard output, without Jest's formatting. */
export function printFigure(figure: string): void {
  process.stdout.write(`${figure}\n`);
}
