/** nginx in front of one or several gateways, with the usual settings: it buffers and compresses responses. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { readUntil } from '@gateway/testing/until';

const NOT_INSTALLED = 'These tests need nginx on the PATH (apt-get install nginx-light).';

/** A running proxy. */
export interface NginxProxy {
  /** Obeys the gateway's `X-Accel-Buffering` header. */
  readonly url: string;
  /** Ignores that header and buffers everything, as nginx does with a stream that does not send it. */
  readonly bufferingUrl: string;
  /** Stops it and waits for its end. */
  stop(): Promise<void>;
}

/**
 * Starts nginx from the PATH in front of gateways, which it uses in turn. Throws an error that says what to install if there
 * is no nginx.
 */
export async function startNginx(...gatewayUrls: readonly string[]): Promise<NginxProxy> {
  const program = findNginx();
  const folder = await mkdtemp(join(tmpdir(), 'gateway-nginx-'));
  const [port, bufferingPort] = [await freePort(), await freePort()];
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration(folder, gatewayUrls, port, bufferingPort));
  const child = spawn(program, ['-p', folder, '-c', file, '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  };
  try {
    await readUntil(
      () => fetch(`${url}/health/live`).catch(() => undefined),
      (response) => response?.status === 200,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, bufferingUrl: `http://127.0.0.1:${bufferingPort}`, stop };
}

function findNginx(): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  const found = folders.map((folder) => join(folder, 'nginx')).find(isExecutable);
  if (found === undefined) throw new Error(NOT_INSTALLED);
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

function configuration(folder: string, gatewayUrls: readonly string[], port: number, bufferingPort: number): string {
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
        listen 127.0.0.1:${bufferingPort};
        location / { proxy_pass http://gateways; proxy_ignore_headers X-Accel-Buffering; }
      }
    }`;
}
