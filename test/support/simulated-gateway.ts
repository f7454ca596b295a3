/** A gateway process over simulated backends, which can end and start again on the same port with the same store. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { until } from '@gateway/testing/until';

import { type Simulator, type SimulatorOptions, startSimulator } from '../../apps/simulator/src/simulator.js';
import { configurationFor, type GatewayProcess, SIMULATOR_ENV, startProcess } from './gateway-process.js';

/** The configuration of a token. */
export function tokenRule(token: string, rule: object): object {
  return { ...rule, sha256: createHash('sha256').update(token).digest('hex') };
}

/** The gateway and its simulator. Subclasses are started as this class is. */
export class SimulatedGateway {
  #process: GatewayProcess | undefined;

  /** For `start`. */
  constructor(
    readonly simulator: Simulator,
    readonly folder: string,
    readonly port: number,
  ) {}

  /** Starts both; `sections` are added to the configuration, also those for its URL. Resolves as `open`. */
  static async start<T extends SimulatedGateway>(
    this: new (simulator: Simulator, folder: string, port: number) => T,
    options: SimulatorOptions,
    sections: object | ((url: string) => Promise<object>),
  ): Promise<T> {
    const simulator = await startSimulator(options);
    const gateway = new this(simulator, await mkdtemp(join(tmpdir(), 'gateway-simulated-')), await freePort());
    const added = typeof sections === 'function' ? await sections(gateway.url) : sections;
    const config = { ...configurationFor(simulator, gateway.port, gateway.folder), ...added };
    await writeFile(gateway.#file, JSON.stringify(config));
    await gateway.open();
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts the process; resolves when it is ready. */
  async open(): Promise<void> {
    const process = startProcess(this.#file, SIMULATOR_ENV);
    this.#process = process;
    await until('the gateway is ready', () => process.output().includes('gateway is ready'));
  }

  /** Ends the process. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#process?.kill(signal);
    await this.#process?.ended;
    this.#process = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.simulator.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  get #file(): string {
    return join(this.folder, 'gateway.yaml');
  }
}
