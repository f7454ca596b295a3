/** A gateway for the command line, and the environment in which that uses it. */
import { readUntil } from '@gateway/testing/until';

import { type JobScript, type SimulatorOptions } from '../../apps/simulator/src/simulator.js';
import { SimulatedGateway, tokenRule } from './simulated-gateway.js';

const BACKENDS: SimulatorOptions = {
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
].map((rule) => tokenRule(rule.name, rule));

/** A long job that can be paused and cancelled. */
export const LONG_JOB: JobScript = {
  steps: [{ state: 'running', forMs: 3_600_000 }],
  pausable: true,
  cancellable: true,
  cancelledAs: 'failure',
};

/** Starts backends without jobs and a gateway, which sends `rate` actions per second to each. */
export function startCliGateway(rate: number): Promise<CliGateway> {
  return CliGateway.start(BACKENDS, { access: { tokens: TOKENS }, actions: { rate } });
}

/** The gateway; the token of each caller is their name. */
export class CliGateway extends SimulatedGateway {
  /** Starts the process; resolves when it serves all sources. */
  override async open(): Promise<void> {
    await super.open();
    await readUntil(
      () => this.#countOfSources().catch(() => 0),
      (count) => count === this.simulator.backends.length,
    );
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
