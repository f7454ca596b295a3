/** Damage to the store of a model run: what may be missing after it, and what must come back. */
import { type ManualTime } from '@gateway/testing/manual-time';

import { type BackendControl } from './backend-control.js';
import { type FolderDamageCommand } from './damage-folder.js';
import { type RedisDamageCommand } from './damage-redis.js';
import { type ModelGateway } from './model-gateway.js';
import { type Reader } from './reader.js';
import { type StoreFixture } from './store-fixture.js';

const STEP_MS = 5_000;
/** What Redis has lost is back within this time, also if only a self-check can find it; no backend may be suspended. */
const RESTORED_MS = 340_000;
/** A refused login is retried after five minutes. */
const RESUMED_MS = 300_000;
/** Log lines at ERROR that damage causes. */
const REPORT = /damaged|unreadable|another program/;

/** What a damage works with. */
export interface DamagedWorld {
  readonly time: ManualTime;
  readonly reader: Reader;
  readonly control: BackendControl;
  readonly gateways: readonly ModelGateway[];
}

/** Damages the store of one run. */
export class StoreDamage {
  #wasDone = false;
  readonly #destroyedAt = new Map<string, number>();

  constructor(private readonly world: DamagedWorld) {}

  /** When the only record of a job was destroyed last, in ms; `-Infinity` if that never happened. */
  destroyedAt(id: string): number {
    return this.#destroyedAt.get(id) ?? -Infinity;
  }

  /** True if a store was damaged. */
  get wasDone(): boolean {
    return this.#wasDone;
  }

  /** True if damage that was done explains a log line at ERROR. A key of another type rejects writes until it is moved. */
  explains(message: string, fields: object): boolean {
    const isMoved = message === 'Redis rejects writes' && 'reason' in fields && fields.reason === 'WRONGTYPE';
    return this.#wasDone && (isMoved || REPORT.test(message));
  }

  /**
   * Damages Redis and waits until it has everything again; after a while, ends the faults of the backends. Returns one
   * sentence if that takes too long.
   */
  async damageRedis(fixture: StoreFixture, command: RedisDamageCommand): Promise<readonly string[]> {
    this.#wasDone = true;
    await fixture.damageRedis(command, this.#presentJobs());
    if (!(await this.#isRestoredWithin(RESTORED_MS, fixture))) {
      await this.world.control.healAll();
      await this.#isRestoredWithin(RESUMED_MS + RESTORED_MS, fixture);
    }
    const missing = await this.missing(fixture);
    return missing.slice(0, 1).map((sentence) => `not restored after ${JSON.stringify(command)}: ${sentence}`);
  }

  /** Damages the folder of an embedded store, which no gateway uses. */
  async damageFolder(fixture: StoreFixture, command: FolderDamageCommand): Promise<void> {
    const { control, reader, time } = this.world;
    this.#wasDone = true;
    const destroyed = await fixture.damageFolder(command, control.knownJobs);
    if (destroyed === undefined) return;
    this.#destroyedAt.set(destroyed, time.now());
    reader.forget(destroyed);
  }

  /** One sentence for each record of a view that Redis does not have; nothing for an embedded store. */
  async missing(fixture: StoreFixture): Promise<readonly string[]> {
    const stored = await fixture.texts();
    if (!stored) return [];
    return this.world.gateways.flatMap(({ name, view }) =>
      [...view.oldestFirst()]
        .filter(({ id, text }) => stored.get(id) !== text)
        .map(({ id, text }) => `Redis has ${stored.get(id)} of ${id}, but ${name} shows ${text}`),
    );
  }

  /** The self-checks compare only these jobs with the store. */
  #presentJobs(): readonly string[] {
    const [gateway] = this.world.gateways;
    const records = gateway ? [...gateway.view.oldestFirst()] : [];
    return records.filter(({ job }) => !job.gone).map(({ id }) => id);
  }

  async #isRestoredWithin(limitMs: number, fixture: StoreFixture): Promise<boolean> {
    const { time } = this.world;
    for (const began = time.now(); time.now() - began < limitMs;) {
      await time.advance(STEP_MS);
      if (await this.#isRestored(fixture)) return true;
    }
    return false;
  }

  async #isRestored(fixture: StoreFixture): Promise<boolean> {
    if ((await this.missing(fixture)).length > 0) return false;
    const caughtUp = await Promise.all(this.world.gateways.map((gateway) => gateway.isCaughtUp().catch(() => false)));
    return caughtUp.every(Boolean);
  }
}
