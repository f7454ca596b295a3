import { LOAD_CORE, startServer } from './processes.mjs';

const PROGRAM = new URL('./backend-process.mjs', import.meta.url).pathname;
/** Running jobs of each cluster: enough that 50 changes between two polls affect different jobs. */
const RUNNING = 100;
/** Jobs that a cluster lists besides the records that the gateway keeps of older ones. */
export const LISTED = 250;

/** Starts simulated clusters with `jobs` jobs each. `control(route, body)` calls a control route. */
export async function startBackends({ clusters, jobs, running = RUNNING, base = Date.now() }) {
  const settings = { clusters, jobs, running: Math.min(running, Math.floor(jobs / 2)), base };
  const heap = '--max-old-space-size=8000';
  const { port, ...server } = await startServer(LOAD_CORE, PROGRAM, [JSON.stringify(settings)], { NODE_OPTIONS: heap });
  const url = `http://127.0.0.1:${port}`;
  const control = async (route, body) => {
    const init = { method: 'POST', body: JSON.stringify(body ?? {}) };
    const response = await fetch(`${url}/control/${route}`, init);
    if (!response.ok) throw new Error(`the backends reject ${route}`);
    return response.json();
  };
  return { ...server, url, settings, control };
}
