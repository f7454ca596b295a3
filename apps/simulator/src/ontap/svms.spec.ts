import { type SimulatedBackend } from '../simulator.js';
import { callBackend, simulators, timeAtNoon } from '../testing/simulated.js';

const start = simulators();
const JOBS = '/api/cluster/jobs';

interface Shown {
  readonly uuid: string;
  readonly svm?: { readonly name: string; readonly uuid: string };
}

async function jobsOf(
  east: SimulatedBackend,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly Shown[]> {
  return (await callBackend(east, `${JOBS}?fields=svm`, { headers })).body.records as Shown[];
}

async function refusal(east: SimulatedBackend, headers: Readonly<Record<string, string>>): Promise<readonly unknown[]> {
  const { status, body } = await callBackend(east, JOBS, { headers });
  return [status, body.error.code];
}

describe('a request for one SVM', () => {
  it('lists the jobs of the SVM that its headers name', async () => {
    const east = (await start({ clock: timeAtNoon(), jobs: 40 })).backend('east');
    const all = await jobsOf(east);
    const svm = all.find((job) => job.svm !== undefined)?.svm;
    const own = all.filter((job) => job.svm?.uuid === svm?.uuid);
    expect(own.length).toBeLessThan(all.length);
    const [name, uuid] = [svm?.name ?? '', svm?.uuid ?? ''];
    expect(await jobsOf(east, { 'X-Dot-SVM-Name': name })).toEqual(own);
    expect(await jobsOf(east, { 'X-Dot-SVM-UUID': uuid.toUpperCase() })).toEqual(own);
    expect(await jobsOf(east, { 'X-Dot-SVM-Name': name, 'X-Dot-SVM-UUID': uuid })).toEqual(own);
    expect(await jobsOf(east, { 'X-Dot-SVM-Name': 'nowhere' })).toEqual([]);
  });

  it('neither shows nor changes the job of another SVM', async () => {
    const east = (await start({ clock: timeAtNoon() })).backend('east');
    const steps = [{ state: 'running', forMs: 60_000 }, { state: 'success' }];
    const uuid = east.addJob({ steps, cancellable: true, wire: { svm: { name: 'svm1' } } });
    const other = { headers: { 'X-Dot-SVM-Name': 'svm2' } };
    expect((await callBackend(east, `${JOBS}/${uuid}`, other)).body.error.code).toBe('4');
    expect((await callBackend(east, `${JOBS}?action=cancel`, { method: 'PATCH', ...other })).body.num_records).toBe(0);
    const one = await callBackend(east, `${JOBS}/${uuid}?action=cancel`, { method: 'PATCH', ...other });
    expect([one.status, east.truth()[0]?.actions]).toEqual([404, []]);
  });

  it('is refused if its headers are empty or name different SVMs', async () => {
    const east = (await start({ clock: timeAtNoon(), jobs: 40 })).backend('east');
    const svms = (await jobsOf(east)).flatMap(({ svm }) => svm ?? []);
    const uuid = svms.find(({ name }) => name === 'svm1')?.uuid ?? '';
    expect(await refusal(east, { 'X-Dot-SVM-Name': 'svm2', 'X-Dot-SVM-UUID': uuid })).toEqual([400, '2621706']);
    expect(await refusal(east, { 'X-Dot-SVM-Name': '' })).toEqual([400, '262177']);
  });

  it('belongs to one cluster: SVMs of different clusters have different UUIDs', async () => {
    const simulator = await start({ clock: timeAtNoon(), managed: 12, jobs: 20 });
    const uuids = simulator.managedClusters.map(async (cluster) => {
      const listed = await callBackend(cluster, `${JOBS}?svm.name=svm1&fields=svm`);
      return listed.status === 200 ? new Set((listed.body.records as Shown[]).map(({ svm }) => svm?.uuid)) : new Set();
    });
    const found = (await Promise.all(uuids)).filter(({ size }) => size > 0);
    expect(found.length).toBeGreaterThan(5);
    expect(found.every(({ size }) => size === 1)).toBe(true);
    expect(new Set(found.flatMap((each) => [...each])).size).toBe(found.length);
  });
});
