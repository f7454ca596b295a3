/** The backends, store, gateways and reader of a model run, under one manual clock. */
import { type Logger } from '@gateway/core';
import { ManualTime } from '@gateway/testing/manual-time';

import { Random } from '../../apps/simulator/src/random.js';
import { type SimulatedBackend, type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { BackendControl } from './backend-control.js';
import { type Command } from './commands.js';
import { CompletePolls } from './complete-polls.js';
import { type FolderDamageCommand } from './damage-folder.js';
import { ModelGateway, type PolledBackend } from './model-gateway.js';
import { Reader } from './reader.js';
import { StoreDamage } from './store-damage.js';
import { type StoreFixture } from './store-fixture.js';

/** In the past of the machine's clock, because the Redis store ignores stored observations from the future. */
const START_TIME = Date.UTC(2026, 0, 5, 10);
/** After this many turns of the event loop without pending calls, everything has settled. */
const IDLE_TURNS = 6;
/** In real time. A run that does not settle fails after this time. */
const WAIT_LIMIT_MS = 20_000;
const SECOND = 1_000;
const KILL_LIMIT_MS = 15_000;
/** Every source has one self-check within this time. */
const SELF_CHECK_MS = 310_000;
/** A refused login is retried after five minutes. */
const RECOVERY_MS = 420_000;

/** The settings of a world. */
export interface WorldPlan {
  readonly seed: number;
  readonly simulator: Pick<Parameters<typeof startSimulator>[0], 'backends' | 'jobs' | 'settings'>;
  readonly replicas: number;
  readonly intervalMs: (source: string) => number;
  readonly timeoutMs: number;
}

/** The parts of one model run; performs its commands. */
export class World {
  readonly time = new ManualTime(START_TIME, () => this.#settled());
  readonly reader = new Reader();
  /** Log lines at ERROR, except those about a refused login and about damage that was done. */
  readonly errors: string[] = [];
  readonly completePolls = new CompletePolls();
  #gateways: ModelGateway[] = [];
  #simulator: Simulator | undefined;
  #control: BackendControl | undefined;
  #fixture: StoreFixture | undefined;
  #sources: readonly PolledBackend[] = [];
  #started = 0;
  #redisDown = false;
  readonly #damage = new StoreDamage(this);

  constructor(private readonly plan: WorldPlan) {}

  /** Starts everything. No poll has run yet. */
  async start(createFixture: (time: ManualTime) => Promise<StoreFixture> | StoreFixture): Promise<void> {
    const { seed, simulator, timeoutMs, intervalMs } = this.plan;
    this.#fixture = await createFixture(this.time);
    this.#simulator = await startSimulator({ ...simulator, churn: 0, latencyMs: 0, seed, clock: this.time });
    this.#sources = this.backends.map((backend) => ({ backend, timeoutMs, intervalMs: intervalMs(backend.name) }));
    this.#control = new BackendControl(this.#simulator, this.time, this.reader, this.completePolls);
    for (let index = 0; index < this.plan.replicas; index += 1) await this.#startGateway();
  }

  get backends(): readonly SimulatedBackend[] {
    return this.#simulator?.backends ?? [];
  }

  /** Controls the backends. Throws if the world has not been started. */
  get control(): BackendControl {
    if (!this.#control) throw new Error('the world has not been started');
    return this.#control;
  }

  get gateways(): readonly ModelGateway[] {
    return this.#gateways;
  }

  /** See `StoreDamage.destroyedAt`. */
  destroyedAt(id: string): number {
    return this.#damage.destroyedAt(id);
  }

  /** See `StoreDamage.missing`. */
  async missingInStore(): Promise<readonly string[]> {
    return this.#fixture ? this.#damage.missing(this.#fixture) : [];
  }

  /** Stops everything and deletes the data. */
  async end(): Promise<void> {
    for (const backend of this.backends) await backend.setFault(undefined);
    await this.#simulator?.close();
    await Promise.all(this.#gateways.map((gateway) => gateway.stop()));
    await this.#fixture?.remove();
  }

  /** Performs a command and waits until its immediate effects have settled. */
  async perform(command: Command): Promise<void> {
    const { control } = this;
    switch (command.do) {
      case 'wait':
        return this.time.advance(command.ms);
      case 'add':
        return control.add(command.source, command.scripts);
      case 'add-while-paging':
        return control.onListRequest(command.source, command.page, () => control.add(command.source, command.scripts));
      case 'remove':
        return control.remove(command.source, command.pick);
      case 'remove-while-paging':
        return control.onListRequest(command.source, command.page, () => control.remove(command.source, command.pick));
      case 'rerun':
        return control.rerun(command.source, command.pick, command.script);
      case 'fault':
        return control.setFault(command.source, command.fault);
      case 'heal':
        return control.setFault(command.source, undefined);
      case 'restart-backend':
        return this.#restartBackend(command.source, command.downMs);
      case 'restart-gateway':
        return this.#restartGateway(command.pick, command.downMs);
      case 'kill-gateway':
        return this.#killGateway(command.pick, command.afterCalls, command.downMs);
      case 'lose-redis':
        return this.#loseRedis(command.downMs, command.empty);
      case 'damage-redis':
        if (this.#fixture) this.errors.push(...(await this.#damage.damageRedis(this.#fixture, command)));
        return this.completePolls.markLastUnsaved();
      case 'damage-folder':
        return this.#damageFolder(command);
      default:
        return command satisfies never;
    }
  }

  /**
   * Ends all faults and waits for two complete polls of every source, and for a self-check if a clock was set or the store damaged. Returns the
   * sources without two complete polls.
   */
  async recover(): Promise<readonly string[]> {
    await this.control.healAll();
    const healed = this.time.now();
    const waiting = (): string[] =>
      this.backends
        .map(({ name }) => name)
        .filter((name) => this.completePolls.countBetween(name, healed, Infinity) < 2);
    while (waiting().length > 0 && this.time.now() - healed < RECOVERY_MS) await this.time.advance(5 * SECOND);
    const unrecovered = waiting();
    if (this.control.anyClockWasSet || this.#damage.wasDone) await this.time.advance(SELF_CHECK_MS);
    return unrecovered;
  }

  /** Polls every source. The clock does not move. */
  async pollAll(): Promise<void> {
    for (const { poller } of this.#gateways) await Promise.all(this.backends.map(({ name }) => poller.poll(name)));
    await this.#settled();
  }

  async #restartBackend(source: string, downMs: number): Promise<void> {
    const backend = this.control.backend(source);
    await backend.stop();
    await this.time.advance(downMs);
    if (backend.fault?.kind !== 'down') await backend.start();
  }

  async #restartGateway(pick: number, downMs: number): Promise<void> {
    const chosen = this.#gateways[Math.floor(pick * this.#gateways.length)];
    if (!chosen) return;
    await chosen.stop();
    await this.#replace(chosen, downMs);
  }

  async #killGateway(pick: number, afterCalls: number, downMs: number): Promise<void> {
    const chosen = this.#gateways[Math.floor(pick * this.#gateways.length)];
    if (!chosen) return;
    chosen.calls.dieAfter(afterCalls);
    const began = this.time.now();
    while (chosen.alive && this.time.now() - began < KILL_LIMIT_MS) await this.time.advance(SECOND);
    chosen.calls.die();
    this.completePolls.markLastUnsaved();
    await chosen.closed();
    await this.#replace(chosen, downMs);
  }

  async #replace(gateway: ModelGateway, downMs: number): Promise<void> {
    this.#gateways = this.#gateways.filter((each) => each !== gateway);
    await this.time.advance(downMs);
    await this.#startGateway();
  }

  /** Breaks the connections to Redis and restores them when the manual clock has moved by `downMs`. */
  async #loseRedis(downMs: number, empty: boolean): Promise<void> {
    if (this.#fixture?.kind !== 'redis') return;
    this.#redisDown = true;
    await this.#fixture.disconnect();
    this.completePolls.markLastUnsaved();
    await this.time.advance(downMs);
    await this.#fixture.reconnect(empty);
    await this.#waitUntil('all views follow Redis again', async () => {
      const caughtUp = await Promise.all(this.#gateways.map((gateway) => gateway.isCaughtUp().catch(() => false)));
      return caughtUp.every(Boolean);
    });
    this.#redisDown = false;
    this.completePolls.markLastUnsaved();
  }

  /** Damages the folder of an embedded store while its gateway is stopped. */
  async #damageFolder(command: FolderDamageCommand): Promise<void> {
    const [gateway] = this.#gateways;
    if (!gateway || !this.#fixture) return;
    await gateway.stop();
    await this.#damage.damageFolder(this.#fixture, command);
    await this.#replace(gateway, command.downMs);
  }

  async #startGateway(): Promise<void> {
    if (!this.#fixture) throw new Error('the world has not been started');
    this.#started += 1;
    const name = `replica-${this.#started}`;
    const random = new Random(`${this.plan.seed}/${name}`);
    const gateway = new ModelGateway(name, this.#sources, this.#fixture, this.time, random, this.#loggerOf(name));
    await gateway.start();
    this.#gateways = [...this.#gateways, gateway];
    this.reader.follow(gateway.view, name);
  }

  #loggerOf(name: string): Logger {
    const ignore = (): void => undefined;
    const error = (fields: object, message: string): void => {
      if ('to' in fields && fields.to === 'unauthorized') return;
      if (this.#damage.explains(message, fields)) return;
      const fault = 'err' in fields && fields.err instanceof Error ? (fields.err.stack ?? '') : '';
      this.errors.push(`${name} logs "${message}" ${JSON.stringify(fields)} ${fault}`);
    };
    return { debug: ignore, info: ignore, warn: ignore, error };
  }

  async #settled(): Promise<void> {
    let idleTurns = 0;
    await this.#waitUntil('no call is pending', () => {
      idleTurns = this.#isIdle() ? idleTurns + 1 : 0;
      return idleTurns === IDLE_TURNS;
    });
    for (const { poller, name } of this.#gateways) {
      for (const { name: source, polled_by, last_success_time } of poller.reports()) {
        if (polled_by === name && last_success_time) this.completePolls.add(source, Date.parse(last_success_time));
      }
    }
  }

  /** True if the only pending calls are those that a fault holds back. */
  #isIdle(): boolean {
    const written = this.#redisDown ? '0-0' : (this.#fixture?.lastWritten ?? '0-0');
    const running = this.#gateways.filter(({ alive }) => alive);
    if (!running.every((gateway) => gateway.isIdle(written))) return false;
    return this.backends.every(({ name, kind, requests }) => {
      const pending = running.reduce((sum, { calls }) => sum + calls.awaited(name), 0);
      // Several calls may wait for one sign-in.
      return kind === 'service-engine' && requests.held > 0 ? pending >= requests.held : pending === requests.held;
    });
  }

  async #waitUntil(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + WAIT_LIMIT_MS;
    while (!(await holds())) {
      if (Date.now() > deadline)
        throw new Error(`timed out after ${WAIT_LIMIT_MS / 1_000} s, waiting until ${what}: ${this.#describe()}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #describe(): string {
    const gateways = this.#gateways.map(({ name, alive, calls, view }) => {
      const pending = ['store', ...this.backends.map((each) => each.name)].map(
        (target) => `${target} ${calls.awaited(target)}`,
      );
      return `${name} ${alive ? 'is alive' : 'was killed'}, pending calls: ${pending.join(', ')}, view at ${view.revision()}`;
    });
    const held = this.backends.map(({ name, requests }) => `${name} holds ${requests.held}`);
    return [...gateways, ...held, `last write at ${this.#fixture?.lastWritten}`].join('; ');
  }
}
