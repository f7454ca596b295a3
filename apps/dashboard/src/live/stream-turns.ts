/** How many windows of a browser may keep a stream open. HTTP/1.1 has six connections per host for all of them. */
const STREAMS = 3;
const NAME = 'job-gateway-stream';

/** A window has a stream for as long as it likes, or visits: it connects for a moment and leaves the connection to others. */
export type Turn = 'stream' | 'visit';

/** The part of the Web Locks API that is used here. */
export type Locks = Pick<LockManager, 'request'>;

/**
 * Runs a task when it is the window's turn, and returns which kind of turn it had: one of the browser's streams if one is
 * free, else a visit, of which there is one at a time. Rejects when aborted, and when no turn came within a time. Browsers
 * have no locks for pages over plain HTTP from another host: there each window has a stream.
 */
export async function inTurn(
  locks: Locks | undefined,
  signal: AbortSignal,
  longestWaitMs: number,
  task: (turn: Turn) => Promise<void>,
): Promise<Turn> {
  if (locks === undefined) return run('stream', task);
  for (let stream = 1; stream <= STREAMS; stream++) {
    const turn = await locks.request(`${NAME}-${stream}`, { ifAvailable: true }, async (lock) =>
      lock ? run('stream', task) : undefined,
    );
    if (turn) return turn;
  }
  const wait = AbortSignal.any([signal, AbortSignal.timeout(longestWaitMs)]);
  return locks.request(`${NAME}-visit`, { signal: wait }, async () => run('visit', task));
}

async function run(turn: Turn, task: (turn: Turn) => Promise<void>): Promise<Turn> {
  await task(turn);
  return turn;
}
