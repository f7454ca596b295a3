/** Clients of several replicas that act on jobs and wait for them, as clients behind a load balancer. */
import { type SimulatedBackend } from '../../apps/simulator/src/simulator.js';

const RETRY_MS = 250;
const MAX_TRIES = 120;
/** Answers after which a client sends its request again: to a replica that stops, or a key whose first request runs. */
const AGAIN: ReadonlySet<number> = new Set([404, 409, 429, 502, 503]);
/** The outcome is unknown, because the replica stopped before the backend had answered; it is never sent again. */
export const UNKNOWN_OUTCOME = 504;
const HOUR_MS = 3_600_000;

/** The result of one client: its job, the status of its answer, and why it failed. */
export interface Outcome {
  readonly nativeId: string;
  readonly status?: number;
  readonly failure?: string;
}

/**
 * Adds a job, pauses it with an `Idempotency-Key`, and sends the request again until it is answered: to the other replica
 * first, then to both in turn. A replica that stops waits for the backend for two seconds only, which can be too short on a
 * busy machine: the answer is then `UNKNOWN_OUTCOME`.
 */
export async function pauseJob(backend: SimulatedBackend, urls: readonly string[], number: number): Promise<Outcome> {
  const nativeId = backend.addJob({
    ...{ pausable: true, steps: [{ state: 'running', forMs: HOUR_MS }, { state: 'success' }] },
  });
  const path = `/api/jobs/${backend.name}~${nativeId}?action=pause`;
  const init = { method: 'PATCH', headers: { 'Idempotency-Key': `upgrade-${number}` } };
  return answered(
    urls,
    number,
    nativeId,
    (url) => fetch(url + path, init),
    async () => true,
  );
}

/** Adds a job that ends after some seconds, and waits for its end with `wait`. */
export async function awaitJob(backend: SimulatedBackend, urls: readonly string[], number: number): Promise<Outcome> {
  const nativeId = backend.addJob({ steps: [{ state: 'running', forMs: 4_000 }, { state: 'success' }] });
  const path = `/api/jobs/${backend.name}~${nativeId}?wait=20`;
  const hasEnded = async (response: Response): Promise<boolean> =>
    ((await response.json()) as { readonly state: string }).state === 'success';
  return answered(urls, number, nativeId, (url) => fetch(url + path), hasEnded);
}

async function answered(
  urls: readonly string[],
  number: number,
  nativeId: string,
  send: (url: string) => Promise<Response>,
  isDone: (response: Response) => Promise<boolean>,
): Promise<Outcome> {
  let last = 'no replica responded';
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const response = await send(urls[(number + tries) % urls.length] as string).catch(() => undefined);
    if (response?.status === UNKNOWN_OUTCOME) return { nativeId, status: UNKNOWN_OUTCOME };
    if (response?.ok && (await isDone(response).catch(() => false))) return { nativeId, status: response.status };
    if (response && !response.ok && !AGAIN.has(response.status))
      return { nativeId, failure: `status ${response.status}` };
    last = response ? `status ${response.status}` : last;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  return { nativeId, failure: last };
}
