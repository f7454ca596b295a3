/** Backends, store, gateways and a reader under one clock: what the commands of a model run act on. */
import { type Logger } from '@gateway/core';

import { Random } from '../../apps/simulator/src/random.js';
import { type SimulatedBackend, type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { BackendSide } from './backend-side.js';
import { type Command } from './commands.js';
import { ManualTime } from '@gateway/testing/manual-time';
import { ModelGateway, type PolledBackend } from './model-gateway.js';
import { PollNotes } from './poll-notes.js';
import { Reader } from './reader.js';
import { type StoreHome } from './store-home.js';

/** Long before the machine's clock: to Redis an observation from the future is a fault. */
const BEGINNING = Date.UTC(2026, 0, 5, 10);
/** Turns of the event loop in which nothing is under way, until nothing will be. */
const CALM_TURNS = 6;
/** Real time, for what never settles. */
const PATIENCE_MS = 20_000;
const SECOND = 1_000;
const DYING_MS = 15_000;
/** Within this time every source is checked once. */
const SELF_CHECK_MS = 310_000;
/** Longer than five minutes, after which a refused login is tried again. */
const RECOVERY_MS = 420_000;

/** What a world is made from. */
export interface WorldPlan {
  readonly seed: number;
  readonly simulator: Pick<Parameters<typeof startSimulator>[0], 'backends' | 'jobs' | 'settings'>;
  readonly replicas: number;
  readonly intervalMs: (source: string) => number;
  readonly timeoutMs: number;
}

/** A running world. */
export class World {
  readonly time = new ManualTime(BEGINNING, () => this.#settled());
  readonly reader = new Reader();
  /** Log lines that ask for a person, a refused login apart. */
  readonly errors: string[] = [];
  readonly polls = new PollNotes();
  #gateways: ModelGateway[] = [];
  #simulator: Simulator | undefined;
  #side: BackendSide | undefined;
  #home: StoreHome | undefined;
  #sources: readonly PolledBackend[] = [];
  #born = 0;
  #redisAway = false;

  constructor(private readonly plan: WorldPlan) {}

  /** Starts everything; the first polls are still to come. */
  async start(homeAt: (time: ManualTime) => Promise<StoreHome> | StoreHome): Promise<void> {
    const { seed, simulator, timeoutMs, intervalMs } = this.plan;
    this.#home = await homeAt(this.time);
    this.#simulator = await startSimulator({ ...simulator, churn: 0, latencyMs: 0, seed, clock: this.time });
    this.#sources = this.backends.map((backend) => ({ backend, timeoutMs, intervalMs: intervalMs(backend.name) }));
    this.#side = new BackendSide(this.#simulator, this.time, this.reader, this.polls);
    for (let index = 0; index < this.plan.replicas; index += 1) await this.#startGateway();
  }

  get backends(): readonly SimulatedBackend[] {
    return this.#simulator?.backends ?? [];
  }

  /** The backends, to be steered. Throws when the world has not been started. */
  get side(): BackendSide {
    if (!this.#side) throw new Error('the world has not been started');
    return this.#side;
  }

  get gateways(): readonly ModelGateway[] {
    return this.#gateways;
  }

  /** Ends everything, in order or not. */
  async end(): Promise<void> {
    for (const backend of this.backends) await backend.setFault(undefined);
    await this.#simulator?.close();
    await Promise.all(this.#gateways.map((gateway) => gateway.stop()));
    await this.#home?.remove();
  }

  /** Does what a command says, and waits until all that follows from it at once has happened. */
  async perform(command: Command): Promise<void> {
    const { side } = this;
    switch (command.do) {
      case 'wait':
        return this.time.advance(command.ms);
      case 'add':
        return side.add(command.source, command.scripts);
      case 'add-while-paging':
        return side.whilePaging(command.source, command.page, () => side.add(command.source, command.scripts));
      case 'remove':
        return side.remove(command.source, command.pick);
      case 'remove-while-paging':
        return side.whilePaging(command.source, command.page, () => side.remove(command.source, command.pick));
      case 'rerun':
        return side.rerun(command.source, command.pick, command.script);
      case 'fault':
        return side.setFault(command.source, command.fault);
      case 'heal':
        return side.setFault(command.source, undefined);
      case 'restart-backend':
        return this.#restartBackend(command.source, command.downMs);
      case 'restart-gateway':
        return this.#restartGateway(command.pick, command.downMs);
      case 'kill-gateway':
        return this.#killGateway(command.pick, command.afterCalls, command.downMs);
      case 'lose-redis':
        return this.#loseRedis(command.downMs, command.empty);
      default:
        return command satisfies never;
    }
  }

  /**
   * Ends all faults and waits until every source has been polled whole twice since, and has checked itself where a clock
   * was set; gives the sources that were not polled.
   */
  async recover(): Promise<readonly string[]> {
    await this.side.healAll();
    const healed = this.time.now();
    const waiting = (): string[] =>
      this.backends.map(({ name }) => name).filter((name) => this.polls.between(name, healed, Infinity) < 2);
    while (waiting().length > 0 && this.time.now() - healed < RECOVERY_MS) await this.time.advance(5 * SECOND);
    const unrecovered = waiting();
    if (this.side.clocksWereSet) await this.time.advance(SELF_CHECK_MS);
    return unrecovered;
  }

  /** Polls every source, without letting time pass. */
  async pollAll(): Promise<void> {
    for (const { poller } of this.#gateways) await Promise.all(this.backends.map(({ name }) => poller.poll(name)));
    await this.#settled();
  }

  async #restartBackend(source: string, downMs: number): Promise<void> {
    const backend = this.side.backend(source);
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
    const begun = this.time.now();
    while (chosen.alive && this.time.now() - begun < DYING_MS) await this.time.advance(SECOND);
    chosen.calls.die();
    this.polls.doubtLast();
    await chosen.gone();
    await this.#replace(chosen, downMs);
  }

  async #replace(gateway: ModelGateway, downMs: number): Promise<void> {
    this.#gateways = this.#gateways.filter((each) => each !== gateway);
    await this.time.advance(downMs);
    await this.#startGateway();
  }

  /** Nobody can tell how long Redis has been away but by the clock turned by hand. */
  async #loseRedis(downMs: number, empty: boolean): Promise<void> {
    if (this.#home?.kind !== 'redis') return;
    this.#redisAway = true;
    await this.#home.cut();
    this.polls.doubtLast();
    await this.time.advance(downMs);
    await this.#home.mend(empty);
    await this.#until('the views follow Redis again', async () => {
      const inStep = await Promise.all(this.#gateways.map((gateway) => gateway.isInStep().catch(() => false)));
      return inStep.every(Boolean);
    });
    this.#redisAway = false;
    this.polls.doubtLast();
  }

  async #startGateway(): Promise<void> {
    if (!this.#home) throw new Error('the world has not been started');
    this.#born += 1;
    const name = `replica-${this.#born}`;
    const random = new Random(`${this.plan.seed}/${name}`);
    const gateway = new ModelGateway(name, this.#sources, this.#home, this.time, random, this.#loggerOf(name));
    await gateway.start();
    this.#gateways = [...this.#gateways, gateway];
    this.reader.join(gateway.view, name);
  }

  #loggerOf(name: string): Logger {
    const ignore = (): void => undefined;
    const error = (fields: object, message: string): void => {
      if ('to' in fields && fields.to === 'unauthorized') return;
      const fault = 'err' in fields && fields.err instanceof Error ? (fields.err.stack ?? '') : '';
      this.errors.push(`${name} logs "${message}" ${JSON.stringify(fields)} ${fault}`);
    };
    return { debug: ignore, info: ignore, warn: ignore, error };
  }

  async #settled(): Promise<void> {
    let calm = 0;
    await this.#until('nothing is under way', () => {
      calm = this.#isCalm() ? calm + 1 : 0;
      return calm === CALM_TURNS;
    });
    for (const { poller, name } of this.#gateways) {
      for (const { name: source, polled_by, last_success_time } of poller.reports()) {
        if (polled_by === name && last_success_time) this.polls.note(source, Date.parse(last_success_time));
      }
    }
  }

  /** True when every call is answered but those that a fault keeps waiting. */
  #isCalm(): boolean {
    const written = this.#redisAway ? '0-0' : (this.#home?.written ?? '0-0');
    const living = this.#gateways.filter(({ alive }) => alive);
    if (!living.every((gateway) => gateway.isCalm(written))) return false;
    return this.backends.every(({ name, kind, requests }) => {
      const underWay = living.reduce((sum, { calls }) => sum + calls.underWay(name), 0);
      // Several calls may wait for one sign-in.
      return kind === 'service-engine' && requests.held > 0 ? underWay >= requests.held : underWay === requests.held;
    });
  }

  async #until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error(`waited in vain until ${what}: ${this.#describe()}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #describe(): string {
    const gateways = this.#gateways.map(({ name, alive, calls, view }) => {
      const underWay = ['store', ...this.backends.map((each) => each.name)].map(
        (place) => `${place} ${calls.underWay(place)}`,
      );
      return `${name} ${alive ? 'lives' : 'is dead'}, calls under way: ${underWay.join(', ')}, view at ${view.revision()}`;
    });
    const held = this.backends.map(({ name, requests }) => `${name} holds ${requests.held}`);
    return [...gateways, ...held, `store written up to ${this.#home?.written}`].join('; ');
  }
}
