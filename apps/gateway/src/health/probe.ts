/** The command `health`: whether the gateway of a configuration responds. */
import { get } from 'node:http';
import { get as getEncrypted } from 'node:https';

import { type ListenAddress } from '@gateway/config';

const PATH = '/health/live';
const TIMEOUT_MS = 5_000;
/** What a server that listens on all addresses is reached at. */
const LOCAL: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** What a probe found. */
export interface ProbeResult {
  readonly isAlive: boolean;
  /** The address and what it responded. */
  readonly line: string;
}

/**
 * Requests `/health/live` of a gateway on this machine. Sends no login, so the certificate of the gateway is not checked, as in
 * the probes of Kubernetes. Never rejects.
 */
export async function probe({ host, isEncrypted, port }: ListenAddress): Promise<ProbeResult> {
  const name = LOCAL[host] ?? host;
  const url = `http${isEncrypted ? 's' : ''}://${name.includes(':') ? `[${name}]` : name}:${port}${PATH}`;
  const found = await statusOf(url, isEncrypted);
  return { isAlive: found === 'status 200', line: `${url}: ${found}` };
}

function statusOf(url: string, isEncrypted: boolean): Promise<string> {
  const options = { agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) };
  return new Promise((resolve) => {
    const request = isEncrypted ? getEncrypted(url, { ...options, rejectUnauthorized: false }) : get(url, options);
    request.once('response', (response) => {
      response.destroy();
      resolve(`status ${response.statusCode}`);
    });
    request.on('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.name === 'AbortError' ? `no response within ${TIMEOUT_MS / 1_000} s` : (error.code ?? error.message),
      ),
    );
  });
}
