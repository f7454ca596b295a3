import { once } from 'node:events';

import { SERVER_CORE, start } from './processes.mjs';
import { figure } from './statistics.mjs';

const PROGRAM = new URL('./parse-process.mjs', import.meta.url).pathname;

/** Measures JSON.parse of the first page of each cluster on the server's core: the bytes, and the seconds as a figure. */
export async function parseCost(url, clusters, rounds) {
  let printed;
  const args = [PROGRAM, url, `${clusters}`, `${rounds}`];
  const child = start(SERVER_CORE, process.execPath, args, { onLine: (line) => (printed = line) });
  await once(child, 'close');
  const { bytes, seconds } = JSON.parse(printed);
  return { bytes, seconds: figure(seconds) };
}
