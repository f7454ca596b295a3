/** Each alert fires in a real Prometheus through a fault of a real gateway, and clears when the fault is repaired. */
import { AlertWorld } from './alert-world.js';
import { type AlertFault, FAULTS } from './faults.js';

const TOGETHER = FAULTS.filter(({ alone }) => alone === undefined);
const ALONE = FAULTS.filter(({ alone }) => alone !== undefined);

let world: AlertWorld;
beforeAll(async () => {
  world = await AlertWorld.start();
});
afterAll(() => world?.close());

async function begin({ begin }: AlertFault): Promise<number> {
  const since = Date.now();
  await begin(world);
  return since;
}

it('no alert fires for a healthy gateway', async () => {
  await world.prometheus.scraped(12);
  expect(await world.prometheus.firing()).toEqual([]);
});

describe('an alert', () => {
  const begun = new Map<AlertFault, number>();
  beforeAll(async () => {
    await Promise.all(TOGETHER.map(async (fault) => begun.set(fault, await begin(fault))));
  });
  const cases = TOGETHER.flatMap((fault) => fault.alerts.map((alert) => ({ ...alert, name: fault.name, fault })));

  it.each(cases)('fires while $name: $alert', async ({ fault, ...alert }) => {
    await world.prometheus.fired(alert, begun.get(fault) ?? 0);
  });

  describe('after the repair', () => {
    beforeAll(async () => {
      await Promise.all(TOGETHER.map(({ end }) => end(world)));
    });

    it.each(cases)('clears: $alert', async ({ fault: _, ...alert }) => {
      await world.prometheus.cleared(alert);
    });
  });
});

describe('an alert fires and clears, one after the other, when', () => {
  it.each(ALONE)('$name', async (fault) => {
    const since = await begin(fault);
    for (const alert of fault.alerts) await world.prometheus.fired(alert, since);
    await fault.end(world);
    for (const alert of fault.alerts) await world.prometheus.cleared(alert);
  });
});

it('no alert fires after all repairs', async () => {
  await world.allSourcesOk();
  for (const { alerts } of FAULTS) for (const alert of alerts) await world.prometheus.cleared(alert);
  expect(await world.prometheus.firing()).toEqual([]);
});
