/** Starts the peers of the benchmark. They get the same data, kept connections and production mode, and log nothing. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { fetchBytes } from './client.mjs';
import { makeFolder } from './folders.mjs';
import { SERVER_CORE, startServer } from './processes.mjs';

const FOLDER = new URL('../peers/', import.meta.url).pathname;
/** Headers that Node or the connection sets. */
const OWN_HEADERS = new Set([
  'connection',
  'keep-alive',
  'date',
  'content-length',
  'transfer-encoding',
  'x-request-id',
]);

/** Starts `bench/peers/<name>.mjs` on the server's core. `input` is what its comment describes. */
export async function startPeer(name, input) {
  const { folder, remove } = await makeFolder();
  const file = join(folder, 'input.json');
  await writeFile(file, JSON.stringify(input));
  const server = await startServer(SERVER_CORE, join(FOLDER, `${name}.mjs`), [file]);
  const stop = async () => {
    await server.stop();
    await remove();
  };
  return { ...server, url: `http://127.0.0.1:${server.port}`, stop };
}

/** The answer of a URL, for peers that repeat it. */
export async function captured(url) {
  const { bytes, headers } = await fetchBytes(url);
  const kept = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name));
  const length = { 'content-length': String(bytes.length) };
  return { body: bytes.toString(), headers: { ...Object.fromEntries(kept), ...length } };
}

/** Installs the packages of the peers, unless they are installed. Throws if that fails. */
export function installPeers() {
  if (existsSync(join(FOLDER, 'node_modules'))) return;
  const { status } = spawnSync('npm', ['ci', '--prefix', FOLDER], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the packages of the peers cannot be installed');
}
