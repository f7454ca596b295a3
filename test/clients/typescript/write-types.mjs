// Writes libs/api/src/schema.d.ts: the types of the API, from the description of a running gateway. Needs the built gateway.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import openapiTS, { astToString } from 'openapi-typescript';

const folder = await mkdtemp(join(tmpdir(), 'job-gateway-types-'));
const config = join(folder, 'gateway.yaml');
const server = { host: '127.0.0.1', port: 0 };
await writeFile(
  config,
  JSON.stringify({ server, store: { kind: 'embedded', path: join(folder, 'data') }, sources: [] }),
);
const gateway = spawn(process.execPath, ['dist/apps/gateway/src/main.js', '--config', config], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const description = await (await fetch(`${await listening()}/openapi.json`)).json();
  const types = astToString(await openapiTS(description));
  await writeFile('libs/api/src/schema.d.ts', `// Written by npm run client:types.\n${types}`);
} finally {
  if (gateway.exitCode === null) {
    gateway.kill('SIGTERM');
    await once(gateway, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
}

/** Returns the URL that the gateway logs when it listens. */
async function listening() {
  for await (const line of createInterface({ input: gateway.stdout })) {
    const { url } = JSON.parse(line);
    if (url) return url;
  }
  throw new Error('the gateway ended before it listened');
}
