/** The built gateway with its web page, over simulated backends. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { until } from '@gateway/testing/until';

import { type Simulator, type SimulatorOptions, startSimulator } from '../../apps/simulator/src/simulator.js';
import { configurationFor, type GatewayProcess, SIMULATOR_ENV, startProcess } from '../support/gateway-process.js';

/** The tokens of the callers. */
export const TOKENS = { viewer: 'viewer-token', operator: 'operator-token', admin: 'admin-token' } as const;

const SIMULATED: SimulatorOptions = {
  backends: { ontap: 3, 'service-engine': 1, 'unified-manager': 1 },
  ...{ jobs: 12, churn: 30, latencyMs: 5, seed: 3 },
};

/** A gateway that serves its page, and its simulator. */
export interface PageGateway {
  readonly url: string;
  readonly simulator: Simulator;
  /** Ends the process at once and starts it again on the same port, with the same store. */
  restart(): Promise<void>;
  /** Ends the process at once; `restart` starts it again. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Starts both, with one token for each role, and reading for everybody. Resolves when the gateway is ready. */
export async function startPageGateway(options: Partial<SimulatorOptions> = {}): Promise<PageGateway> {
  const simulator = await startSimulator({ ...SIMULATED, ...options });
  const folder = await mkdtemp(join(tmpdir(), 'gateway-page-'));
  const port = await freePort();
  const file = join(folder, 'gateway.json');
  await writeFile(file, JSON.stringify({ ...configurationFor(simulator, port, folder), access: accessSection() }));
  let process = await start(file);
  const kill = async (): Promise<void> => {
    process.kill('SIGKILL');
    await process.ended;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    simulator,
    kill,
    async restart() {
      await kill();
      process = await start(file);
    },
    async close() {
      await kill();
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(file: string): Promise<GatewayProcess> {
  const process = startProcess(file, SIMULATOR_ENV);
  await until('the gateway is ready', () => process.output().includes('gateway is ready'));
  return process;
}

function accessSection(): object {
  const tokens = Object.entries(TOKENS).map(([role, token]) => ({
    ...{ name: role, role },
    sha256: createHash('sha256').update(token).digest('hex'),
  }));
  return { anonymous: 'viewer', tokens };
}
