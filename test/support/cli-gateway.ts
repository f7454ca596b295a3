/** A gateway process over simulated backends, and the environment in which the command line uses it. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { readUntil } from '@gateway/testing/until';

import { type JobScript, type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { configurationFor, type GatewayProcess, SIMULATOR_ENV, startProcess } from './gateway-process.js';

const BACKENDS = {
  backends: { ontap: 2, 'service-engine': 1, 'unified-manager': 1 },
  jobs: 0,
  churn: 0,
  latencyMs: 0,
  seed: 1,
};
const TOKENS = [
  { name: 'vera', role: 'viewer' },
  { name: 'olga', role: 'operator' },
  { name: 'ed', role: 'viewer' },
  { name: 'ed', role: 'operator', sources: 'source.name=east' },
].map((rule) => ({ ...rule, sha256: createHash('sha256').update(rule.name).digest('hex') }));

/** A long job that can be paused and cancelled. */
export const LONG_JOB: JobScript = {
  steps: [{ state: 'running', forMs: 3_600_000 }],
  pausable: true,
  cancellable: true,
  cancelledAs: 'failure',
};

/** The gateway; the token of each caller is their name. */
export class CliGateway {
  #process: GatewayProcess | undefined;

  private constructor(
    readonly simulator: Simulator,
    readonly folder: string,
    readonly port: number,
  ) {}

  /** Starts backends and the gateway, which sends `rate` actions per second to each. */
  static async start(rate: number): Promise<CliGateway> {
    const simulator = await startSimulator(BACKENDS);
    const folder = await mkdtemp(join(tmpdir(), 'gateway-cli-'));
    const gateway = new CliGateway(simulator, folder, await freePort());
    const config = {
      ...configurationFor(simulator, gateway.port, folder),
      access: { tokens: TOKENS },
      actions: { rate },
    };
    await writeFile(join(folder, 'gateway.yaml'), JSON.stringify(config));
    await gateway.open();
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts the process; resolves when it serves all sources. */
  async open(): Promise<void> {
    this.#process = startProcess(join(this.folder, 'gateway.yaml'), SIMULATOR_ENV);
    await readUntil(
      () => this.#countOfSources().catch(() => 0),
      (count) => count === this.simulator.backends.length,
    );
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    this.#process?.kill('SIGTERM');
    await this.#process?.ended;
    this.#process = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.simulator.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The environment of a caller whose home is a folder of the test. */
  env(token?: string): Readonly<Record<string, string>> {
    return { HOME: this.folder, JOBS_URL: this.url, ...(token !== undefined && { JOBS_TOKEN: token }) };
  }

  /** Adds a job to a backend and waits until the gateway has it. Returns its id. */
  async addJob(source: string, script: JobScript): Promise<string> {
    const id = `${source}~${this.simulator.backend(source).addJob(script)}`;
    await readUntil(
      () => this.#get(`/api/jobs/${id}`),
      ({ status }) => status === 200,
    );
    return id;
  }

  async #countOfSources(): Promise<number> {
    const response = await this.#get('/api/sources?status=ok&return_records=false');
    return ((await response.json()) as { total_records: number }).total_records;
  }

  #get(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: { authorization: 'Bearer vera' } });
  }
}
