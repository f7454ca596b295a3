import { type Clients } from './clients.js';
import { type Replicas, until } from './replicas.js';

/** Restarts two replicas in order, one after the other, and ends the clients once their watchers have the last change. */
export async function restartOneByOne(replicas: Replicas, clients: Clients): ReturnType<Clients['end']> {
  for (const at of [0, 1]) {
    const { code } = await replicas.end(at, 'SIGTERM');
    expect(code).toBe(0);
    await replicas.start(at);
    await replicas.allPolledSince(at, Date.now());
  }
  const last = (await replicas.jobs(0))?.revision as string;
  await until('every watcher has the last change', () => clients.watchersBehind(last) === 0);
  return clients.end();
}
