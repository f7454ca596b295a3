import { type JobScript, type SimulatedBackend } from '../simulator.js';
import { callBackend, simulators, timeAtNoon } from '../testing/simulated.js';

const start = simulators();
const JOBS = '/api/cluster/jobs';
const LONG: JobScript['steps'] = [{ state: 'running', forMs: 60_000 }, { state: 'success' }];

async function act(backend: SimulatedBackend, uuid: string, action: string): Promise<string> {
  const { status, body } = await callBackend(backend, `${JOBS}/${uuid}?action=${action}`, { method: 'PATCH' });
  return `${status} ${body.error?.code ?? JSON.stringify(body)}`;
}

async function stateOf(backend: SimulatedBackend, uuid: string): Promise<string> {
  return (await callBackend(backend, `${JOBS}/${uuid}?fields=state`)).body.state as string;
}

describe('actions on an ONTAP job', () => {
  const paused = [{ state: 'paused' }];
  const queued = [{ state: 'queued' }];
  const ended = [{ state: 'success' }];
  it.each<[string, JobScript, string, string]>([
    ['pause a running job', { steps: LONG, pausable: true }, 'pause', '200 {}'],
    ['pause a job that cannot be paused', { steps: LONG, pausable: false }, 'pause', '405 458783'],
    ['pause a queued job', { steps: queued, pausable: true }, 'pause', '409 458776'],
    ['pause a paused job', { steps: paused, pausable: true }, 'pause', '409 458776'],
    ['pause a finished job', { steps: ended, pausable: true }, 'pause', '409 458762'],
    ['resume a paused job', { steps: paused }, 'resume', '200 {}'],
    ['resume a running job', { steps: LONG }, 'resume', '409 458771'],
    ['resume a queued job', { steps: queued }, 'resume', '409 458776'],
    ['resume a finished job', { steps: ended }, 'resume', '409 458762'],
    ['cancel a running job', { steps: LONG, cancellable: true }, 'cancel', '200 {}'],
    ['cancel a paused job', { steps: paused, cancellable: true }, 'cancel', '200 {}'],
    ['cancel a job that cannot be cancelled', { steps: LONG, cancellable: false }, 'cancel', '405 458784'],
    ['cancel a finished job', { steps: ended, cancellable: true }, 'cancel', '409 458762'],
    ['act before the job manager is initialized', { steps: LONG, refuseWith: '458773' }, 'pause', '503 458773'],
    ['act on a job whose program refuses', { steps: LONG, refuseWith: '459753' }, 'cancel', '500 459753'],
    ['send an unknown action', { steps: LONG }, 'explode', '400 262197'],
  ])('%s', async (_name, script, action, expected) => {
    const east = (await start({ clock: timeAtNoon() })).backend('east');
    expect(await act(east, east.addJob(script), action)).toBe(expected);
  });

  it('need an action parameter', async () => {
    const east = (await start({ clock: timeAtNoon() })).backend('east');
    const { status, body } = await callBackend(east, `${JOBS}/${east.addJob({ steps: LONG })}`, { method: 'PATCH' });
    expect([status, body.error.code]).toEqual([400, '262190']);
  });

  it('pause a job for any time and resume it where it was', async () => {
    const clock = timeAtNoon();
    const east = (await start({ clock })).backend('east');
    const uuid = east.addJob({ steps: LONG, pausable: true });
    clock.pass(10_000);
    await act(east, uuid, 'pause');
    expect(await stateOf(east, uuid)).toBe('running');
    clock.pass(2_000);
    expect(await stateOf(east, uuid)).toBe('paused');
    clock.pass(3_600_000);
    expect(await stateOf(east, uuid)).toBe('paused');
    expect(await act(east, uuid, 'resume')).toBe('200 {}');
    expect(await stateOf(east, uuid)).toBe('running');
    clock.pass(47_999);
    expect(await stateOf(east, uuid)).toBe('running');
    clock.pass(1);
    expect(await stateOf(east, uuid)).toBe('success');
  });

  it.each(['success', 'failure'] as const)('end a cancelled job as %s after it has been running', async (end) => {
    const clock = timeAtNoon();
    const settings = { east: { actionDelayMs: 500 } };
    const east = (await start({ clock, settings })).backend('east');
    const uuid = east.addJob({ steps: LONG, cancellable: true, cancelledAs: end });
    await act(east, uuid, 'cancel');
    clock.pass(499);
    expect(await stateOf(east, uuid)).toBe('running');
    expect(await act(east, uuid, 'cancel')).toBe('200 {}');
    clock.pass(1);
    expect(await stateOf(east, uuid)).toBe(end);
    expect(east.truth()[0]).toMatchObject({ outcome: end, actions: [{ status: 200 }, { status: 200 }] });
  });

  it('have no effect on a job that ends by itself before', async () => {
    const clock = timeAtNoon();
    const east = (await start({ clock })).backend('east');
    const steps = [{ state: 'running', forMs: 1_000 }, { state: 'success' }];
    const uuid = east.addJob({ steps, pausable: true, cancellable: true, cancelledAs: 'failure' });
    expect(await act(east, uuid, 'pause')).toBe('200 {}');
    expect(await act(east, uuid, 'cancel')).toBe('200 {}');
    clock.pass(2_000);
    expect(await stateOf(east, uuid)).toBe('success');
    expect(east.truth()[0]?.transitions.map(({ state }) => state)).toEqual(['running', 'success']);
  });

  it('can cancel a job while a pause is pending', async () => {
    const clock = timeAtNoon();
    const east = (await start({ clock })).backend('east');
    const uuid = east.addJob({ steps: LONG, pausable: true, cancellable: true, cancelledAs: 'success' });
    await act(east, uuid, 'pause');
    await act(east, uuid, 'cancel');
    clock.pass(2_000);
    expect(await stateOf(east, uuid)).toBe('success');
  });
});

describe('an action on the collection', () => {
  it('acts on every match', async () => {
    const clock = timeAtNoon();
    const east = (await start({ clock })).backend('east');
    const [first, second] = [1, 2].map(() => east.addJob({ steps: LONG, pausable: true }));
    const { status, body } = await callBackend(east, `${JOBS}?uuid=${first}&action=pause`, { method: 'PATCH' });
    expect([status, body]).toEqual([200, { num_records: 1 }]);
    clock.pass(2_000);
    expect(await stateOf(east, first ?? '')).toBe('paused');
    expect(await stateOf(east, second ?? '')).toBe('running');
  });

  it.each([JOBS, `${JOBS}/`])('acts on every job when it is PATCH %s without a filter', async (path) => {
    const east = (await start({ clock: timeAtNoon() })).backend('east');
    [1, 2, 3].forEach(() => east.addJob({ steps: LONG, cancellable: true }));
    const { body } = await callBackend(east, `${path}?action=cancel`, { method: 'PATCH' });
    expect(body).toEqual({ num_records: 3 });
    expect(east.truth().every(({ actions }) => actions.length === 1)).toBe(true);
  });

  it.each([
    ['', 1],
    ['&continue_on_failure=true', 2],
  ])('stops at the first refusal unless continue_on_failure is set (%s)', async (more, done) => {
    const east = (await start({ clock: timeAtNoon() })).backend('east');
    const idOf = (number: number): string => `0000000${number}-b53b-11e8-8252-005056bbd8f5`;
    [true, false, true].forEach((pausable, index) => {
      east.addJob({ nativeId: idOf(index), steps: LONG, pausable });
    });
    const { status, body } = await callBackend(east, `${JOBS}?action=pause${more}`, { method: 'PATCH' });
    expect(status).toBe(405);
    expect(body).toMatchObject({ num_records: done, error: { code: '458783' } });
  });
});
