/** Backends whose clocks are hours off: their reported clock offsets, and the times of their jobs. */
import { readUntil } from '@gateway/testing/until';

import { type SimulatedBackend, type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type Home, makeHome } from '../support/home.js';
import { sourceFor, sourcesFor } from '../support/sources.js';
import { startGateway, type TestAnswer, type TestGateway } from '../support/start-gateway.js';

const SIX_HOURS_S = 6 * 3_600;
const RUN_MS = 1_500;
const QUIET = {
  backends: { ontap: 2, 'service-engine': 1, 'unified-manager': 1 },
  jobs: 0,
  churn: 0,
  latencyMs: 0,
  seed: 3,
} as const;
const OFFSETS_S = { east: SIX_HOURS_S, west: -SIX_HOURS_S, engine1: SIX_HOURS_S, um1: -SIX_HOURS_S } as const;
const NATIVE_STATES = {
  ontap: ['running', 'success'],
  'service-engine': ['running', 'successful'],
  'unified-manager': ['running/normal', 'completed/normal'],
} as const;

describe('backends whose clocks are six hours off', () => {
  let simulator: Simulator;
  let home: Home;
  let gateway: TestGateway;

  beforeAll(async () => {
    simulator = await startSimulator(QUIET);
    for (const [name, seconds] of Object.entries(OFFSETS_S)) {
      await simulator.backend(name).setFault({ kind: 'clock-offset', ms: seconds * 1_000 });
    }
    home = await makeHome('embedded');
    gateway = await startGateway(sourcesFor(simulator), home);
    await gateway.allSourcesOk();
  });

  afterAll(async () => {
    await gateway.close();
    await simulator.close();
    await home.remove();
  });

  /** Runs a job to its end and returns its record. */
  async function endedJob(backend: SimulatedBackend): Promise<TestAnswer['body']> {
    const [running, ended] = NATIVE_STATES[backend.kind];
    const nativeId = backend.addJob({ steps: [{ state: running, forMs: RUN_MS }, { state: ended }] });
    await gateway.job(`${backend.name}~${nativeId}`, (job) => job.state === 'running');
    return gateway.job(`${backend.name}~${nativeId}`, (job) => job.terminal);
  }

  it.each(Object.entries(OFFSETS_S))(
    'are reported with their clock offset, from the Date header: %s',
    async (name, seconds) => {
      const { body } = await gateway.get(`/api/sources/${name}`);
      expect(Math.abs(body.clock_offset_seconds - seconds)).toBeLessThanOrEqual(1);
    },
  );

  it.each(['east', 'west'])(
    'do not distort the durations of the jobs of %s, which reports start and end',
    async (name) => {
      const job = await endedJob(simulator.backend(name));
      expect(job).toMatchObject({ state: 'success', attempt: 1, gone: false });
      expect(Math.abs(job.duration_seconds - RUN_MS / 1_000)).toBeLessThanOrEqual(1);
    },
  );

  it.each(['engine1', 'um1'])('do not distort the time between submission and end of the jobs of %s', async (name) => {
    const job = await endedJob(simulator.backend(name));
    expect(job).toMatchObject({ state: 'success', attempt: 1, gone: false });
    expect(Math.abs(Date.parse(job.end_time) - Date.parse(job.submit_time) - RUN_MS)).toBeLessThanOrEqual(1_000);
    expect(job).not.toHaveProperty('duration_seconds'); // Neither backend reports when a job started.
  });
});

describe('a backend whose clock is set back by six hours', () => {
  it.each(['engine1', 'um1'] as const)('does not hide a new job of %s behind the older ones', async (name) => {
    const simulator = await startSimulator({ ...QUIET, backends: { 'service-engine': 1, 'unified-manager': 1 } });
    const home = await makeHome('embedded');
    const backend = simulator.backend(name);
    const [, ended] = NATIVE_STATES[backend.kind];
    for (let count = 0; count < 150; count += 1)
      backend.addJob({ ageMs: 60_000 * (10 + count), steps: [{ state: ended }] });
    const gateway = await startGateway([sourceFor(backend)], home);
    await readUntil(
      () => gateway.get('/api/jobs?return_records=false'),
      ({ body }) => body.total_records === 150,
    );
    await backend.setFault({ kind: 'clock-offset', ms: -SIX_HOURS_S * 1_000 });
    const nativeId = backend.addJob({ steps: [{ state: ended }] });
    await readUntil(
      () => gateway.get('/api/jobs?fields=id'),
      ({ body }) => body.total_records === 151,
    );
    expect((await gateway.get(`/api/jobs/${name}~${nativeId}`)).body).toMatchObject({ state: 'success', attempt: 1 });
    await gateway.close();
    await simulator.close();
    await home.remove();
  });
});
