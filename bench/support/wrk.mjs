import { once } from 'node:events';

import { LOAD_CORE, start } from './processes.mjs';

const SCRIPT = new URL('./wrk.lua', import.meta.url).pathname;
const TIMEOUT = '60s';

/**
 * Loads a URL with wrk on its core and resolves with requests per second, bytes per answer, the number of
 * answers 304, and latencies in ms. `script`
 * is `['paths', FILE]`, `['revalidate']` or empty. Throws if any request failed.
 */
export async function wrk(url, { connections = 16, headers = {}, script = [], seconds }) {
  let last = '';
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', TIMEOUT, '-s', SCRIPT];
  const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const child = start(LOAD_CORE, 'wrk', [...options, ...given, url, '--', ...script], {
    onLine: (line) => (last = line.startsWith('{') ? line : last),
  });
  await once(child, 'close');
  if (last === '') throw new Error(`wrk did not measure ${url}`);
  const { bytes, failed, requests, us, ...others } = JSON.parse(last);
  if (failed > 0) throw new Error(`${failed} of ${requests} requests failed: ${url}`);
  return { perSecond: requests / (us / 1e6), requests, bytesEach: bytes / Math.max(1, requests), ...others };
}
