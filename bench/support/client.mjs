/** Requests of the benchmark itself, over kept connections. */
import { Agent, get, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { buffer } from 'node:stream/consumers';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as delay } from 'node:timers/promises';

const agent = new Agent({ keepAlive: true });

/** Sends a GET and resolves with status, headers, bytes, and the milliseconds until the last byte. */
export async function fetchBytes(url, headers = {}) {
  const began = performance.now();
  const response = await new Promise((resolve, reject) => {
    get(url, { agent, headers }, resolve).on('error', reject);
  });
  const bytes = await buffer(response);
  return { status: response.statusCode, headers: response.headers, bytes, ms: performance.now() - began };
}

/** Sends a GET and resolves with the parsed body. Throws for any status but 200. */
export async function fetchJson(url) {
  const { bytes, status } = await fetchBytes(url);
  if (status !== 200) throw new Error(`${url}: status ${status}, ${bytes.subarray(0, 300)}`);
  return JSON.parse(bytes.toString());
}

/** Sends a request with another method and resolves with its status. */
export async function send(method, url) {
  return (await sent(method, url)).status;
}

/** Sends a request with another method and resolves with its headers and its parsed body. Throws for an error. */
export async function sendJson(method, url) {
  const { bytes, headers, status } = await sent(method, url);
  if (status >= 400) throw new Error(`${method} ${url}: status ${status}, ${bytes.subarray(0, 300)}`);
  return { headers, body: JSON.parse(bytes.toString()) };
}

async function sent(method, url) {
  const response = await new Promise((resolve, reject) => {
    request(url, { agent, method }, resolve).on('error', reject).end();
  });
  return { bytes: await buffer(response), headers: response.headers, status: response.statusCode };
}

/** Waits until `isTrue` returns true. Throws after `timeoutMs`. */
export async function until(what, isTrue, { intervalMs = 50, timeoutMs = 1_800_000 } = {}) {
  const end = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`timeout: ${what}`);
    await delay(intervalMs);
  }
}

/** Requests a URL every `intervalMs` until `stop`, which resolves with the latencies in ms. Each answer must be 200. */
export function probe(url, intervalMs = 20) {
  const latencies = [];
  const pending = new Set();
  let failure;
  const timer = setInterval(() => {
    const one = fetchBytes(typeof url === 'function' ? url() : url)
      .then(({ ms, status }) => {
        latencies.push(ms);
        if (status !== 200) failure ??= new Error(`a request meanwhile got status ${status}`);
      })
      .catch((error) => (failure ??= error))
      .finally(() => pending.delete(one));
    pending.add(one);
  }, intervalMs);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(pending);
      if (failure) throw failure;
      return latencies;
    },
  };
}
