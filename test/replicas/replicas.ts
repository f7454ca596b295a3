/** Replicas of the built gateway as processes of their own, over one store and simulated backends. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { freePort } from '@gateway/testing/free-port';
import { type EndedProcess, type GatewayProcess, startProcess } from '../support/gateway-process.js';
import { Tap } from './tap.js';

const PATIENCE_MS = 60_000;
const LOOK_MS = 50;

/** A source as `/api/sources` shows it, as far as these tests look. */
export interface ShownSource {
  readonly name: string;
  readonly status: string;
  readonly reason?: string;
  readonly polled_by?: string;
  readonly last_success_time?: string;
  readonly gaps: readonly unknown[];
}

/** A list of jobs, as far as these tests look. */
export interface ShownList {
  readonly records: readonly { readonly id: string; readonly state: string; readonly gone: boolean }[];
  readonly total_records: number;
  readonly revision: string;
  readonly stale_sources: readonly { readonly name: string; readonly reason: string }[];
  readonly _links: { readonly next?: { readonly href: string } };
}

/** Several gateways of one configuration, each on a port of its own. */
export class Replicas {
  readonly #processes = new Map<number, GatewayProcess>();
  /** Replica → source → the tap between them. */
  readonly #taps = new Map<number, ReadonlyMap<string, Tap>>();

  private constructor(
    readonly simulator: Simulator,
    private readonly folder: string,
    private readonly store: object,
    readonly urls: readonly string[],
  ) {}

  /** Backends that make `churn` new jobs a minute each, and addresses for so many replicas; none is started yet. */
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

  /** Looks on, from the next start of this replica, between it and every backend; gives what is seen by source. */
  async tap(at: number): Promise<ReadonlyMap<string, Tap>> {
    const taps = new Map<string, Tap>();
    for (const { name, url } of this.simulator.backends) taps.set(name, await Tap.before(url));
    this.#taps.set(at, taps);
    return taps;
  }

  /** Starts a replica and waits until it answers. */
  async start(at: number): Promise<void> {
    const port = Number(new URL(this.urls[at] as string).port);
    const sources = this.simulator.backends.map(({ name, kind, url, username, password }) => ({
      name,
      kind,
      url: this.#taps.get(at)?.get(name)?.url ?? url,
      auth: { basic: { username, password } },
      poll: { interval: '1s' },
    }));
    const file = join(this.folder, `gateway-${at}.yaml`);
    await writeFile(file, JSON.stringify({ server: { port }, store: this.store, sources }));
    this.#processes.set(at, startProcess(file));
    await until(`replica ${at} answers`, async () => (await this.get(at, '/health/ready'))?.ok === true);
  }

  /** The running process of a replica. */
  process(at: number): GatewayProcess {
    const found = this.#processes.get(at);
    if (!found) throw new Error(`replica ${at} was not started`);
    return found;
  }

  /** Sends a signal and waits for the end. */
  async end(at: number, signal: NodeJS.Signals): Promise<EndedProcess> {
    this.process(at).kill(signal);
    return this.process(at).ended;
  }

  /** What a replica answers; `undefined` when it does not. */
  get(at: number, path: string): Promise<Response | undefined> {
    return fetch(`${this.urls[at]}${path}`).catch(() => undefined);
  }

  /** All jobs a replica holds, page by page; `undefined` when it does not answer. */
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

  async sources(at: number): Promise<readonly ShownSource[]> {
    const body = (await (await this.get(at, '/api/sources'))?.json()) as { records: ShownSource[] } | undefined;
    return body?.records ?? [];
  }

  /** Waits until a replica shows every source polled well since an instant, in ms, and gives how long it took in ms. */
  async allPolledSince(at: number, instant: number): Promise<number> {
    let sources: readonly ShownSource[] = [];
    const isSo = async (): Promise<boolean> => {
      sources = await this.sources(at);
      return (
        sources.length > 0 &&
        sources.every(
          ({ last_success_time, status }) => status === 'ok' && Date.parse(last_success_time ?? '') >= instant,
        )
      );
    };
    await until('every source is polled', isSo).catch((error: unknown) => {
      const since = new Date(instant).toISOString();
      throw new Error(`${since}: replica ${at} shows ${JSON.stringify(sources)}\n${this.process(at).output()}`, {
        cause: error,
      });
    });
    return Date.now() - instant;
  }

  /** The number of a metric. */
  async metric(at: number, name: string): Promise<number> {
    const text = (await (await this.get(at, '/metrics'))?.text()) ?? '';
    return Number(new RegExp(`^job_gateway_${name} (.+)$`, 'm').exec(text)?.[1]);
  }

  /** What a replica's process holds in memory, in MB (Linux). */
  async residentMemory(at: number): Promise<number> {
    const text = await readFile(`/proc/${this.process(at).pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1]) / 1_024;
  }

  /** The messages a replica has logged at this level (pino: 50 is ERROR). */
  messages(at: number, level: number): readonly string[] {
    const lines = this.process(at).output().split('\n').slice(0, -1);
    return lines.flatMap((line) => {
      const { level: found, msg } = JSON.parse(line) as { level: number; msg: string };
      return found === level ? [msg] : [];
    });
  }

  /**
   * What the records say otherwise than the backends' truth, once a source's jobs have settled: jobs that a backend
   * still has in another state, and outcomes the backends know of that no record tells.
   */
  differences(list: ShownList, before: number): readonly string[] {
    const held = new Map(list.records.map((job) => [job.id, job]));
    return this.simulator.backends.flatMap((backend) =>
      backend.truth().flatMap((job) => {
        const id = `${backend.name}~${job.nativeId}`;
        const ended = job.outcome !== undefined && (job.transitions.at(-1)?.at ?? Infinity) < before;
        if (!ended) return [];
        const record = held.get(id);
        if (record === undefined) return [`${id} is not held`];
        return ['queued', 'running', 'paused'].includes(record.state) ? [`${id} is ${record.state}`] : [];
      }),
    );
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    for (const gateway of this.#processes.values()) gateway.kill('SIGKILL');
    await Promise.all([...this.#processes.values()].map(({ ended }) => ended));
    const taps = [...this.#taps.values()].flatMap((each) => [...each.values()]);
    await Promise.all(taps.map((tap) => tap.close()));
    await this.simulator.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Waits until something is so, a minute at most. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Tells a measured figure on the standard output, past Jest. */
export function tell(figure: string): void {
  process.stdout.write(`${figure}\n`);
}
