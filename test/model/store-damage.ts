/** Damage to the store of a model run: what may be missing after it, and what must come back. */
import { type ManualTime } from '@gateway/testing/manual-time';

import { type BackendControl } from './backend-control.js';
import { type FolderDamageCommand } from './damage-folder.js';
import { type RedisDamageCommand } from './damage-redis.js';
import { type ModelGateway } from './model-gateway.js';
import { type Reader } from './reader.js';
import { type StoreFixture } from './store-fixture.js';

const STEP_MS = 5_000;
/** What Redis has lost is back within this time, also if only a self-check can find it. */
const RESTORED_MS = 340_000;
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

  /** True if damage that was done explains a log line at ERROR. */
  explains(message: string): boolean {
    return this.#wasDone && REPORT.test(message);
  }

  /** Damages Redis and waits until it has everything again. Returns one sentence if that takes too long. */
  async damageRedis(fixture: StoreFixture, command: RedisDamageCommand): Promise<readonly string[]> {
    const { time } = this.world;
    this.#wasDone = true;
    await fixture.damageRedis(command);
    const began = time.now();
    do await time.advance(STEP_MS);
    while (!(await this.#isRestored(fixture)) && time.now() - began < RESTORED_MS);
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

  async #isRestored(fixture: StoreFixture): Promise<boolean> {
    if ((await this.missing(fixture)).length > 0) return false;
    const caughtUp = await Promise.all(this.world.gateways.map((gateway) => gateway.isCaughtUp().catch(() => false)));
    return caughtUp.every(Boolean);
  }
}
