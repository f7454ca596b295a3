import { type Clients } from './clients.js';
import { type Replicas, until } from './replicas.js';

/** Stops and starts two replicas, one after the other. Then stops the clients when all watches have the last change. */
export async function restartOneByOne(replicas: Replicas, clients: Clients): ReturnType<Clients['stop']> {
  for (const at of [0, 1]) {
    const { code } = await replicas.end(at, 'SIGTERM');
    expect(code).toBe(0);
    await replicas.start(at);
    await replicas.allPolledSince(at, Date.now());
  }
  const last = (await replicas.jobs(0))?.revision as string;
  await until('every watch client has the last change', () => clients.watchClientsBehind(last) === 0);
  return clients.stop();
}
