/** A real nginx in front of one gateway or several, set up as most are: it gathers answers in buffers and compresses them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { readUntil } from '@gateway/testing/until';

const MISSING = 'These tests need nginx: install it so that it is on the PATH (apt-get install nginx-light).';

/** A running proxy. */
export interface NginxProxy {
  /** Passes on what the gateway says of buffering. */
  readonly url: string;
  /** Gathers whatever the gateway says: what the other would do to a stream that does not speak up. */
  readonly deafUrl: string;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts nginx from the PATH in front of gateways, among which it takes turns; throws an error that says what to install
 * where there is none.
 */
export async function startNginx(...gatewayUrls: readonly string[]): Promise<NginxProxy> {
  const program = findProgram();
  const folder = await mkdtemp(join(tmpdir(), 'gateway-nginx-'));
  const [port, deafPort] = [await freePort(), await freePort()];
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration(folder, gatewayUrls, port, deafPort));
  const child = spawn(program, ['-p', folder, '-c', file, '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const gone = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
    await rm(folder, { recursive: true });
  };
  try {
    await readUntil(
      () => fetch(`${url}/health/live`).catch(() => undefined),
      (answer) => answer?.status === 200,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, deafUrl: `http://127.0.0.1:${deafPort}`, stop };
}

function findProgram(): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  const found = folders.map((folder) => join(folder, 'nginx')).find(isExecutable);
  if (found === undefined) throw new Error(MISSING);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function configuration(folder: string, gatewayUrls: readonly string[], port: number, deafPort: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `
    daemon off;
    master_process off;
    pid ${folder}/pid;
    error_log stderr crit;
    events {}
    http {
      access_log off;
      ${temporary.join('\n')}
      proxy_buffering on;
      gzip on;
      gzip_types text/event-stream;
      upstream gateways { ${gatewayUrls.map((url) => `server ${new URL(url).host} max_fails=0;`).join(' ')} }
      server {
        listen 127.0.0.1:${port};
        location / { proxy_pass http://gateways; }
      }
      server {
        listen 127.0.0.1:${deafPort};
        location / { proxy_pass http://gateways; proxy_ignore_headers X-Accel-Buffering; }
      }
    }`;
}
