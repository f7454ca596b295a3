/** Processes of a benchmark, each on its core, and what Linux knows about them. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** The program under test. */
export const SERVER_CORE = '0';
/** Load generator, Redis, backends and the benchmark itself. */
export const LOAD_CORE = '1';
export const BOTH_CORES = '0,1';

const TICKS_PER_SECOND = 100;
const KIB = 1_024;
const STOP_TIMEOUT_MS = 20_000;
const running = new Set();

/** Ends what is left when the benchmark ends early. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Moves this process to the core of the load generator. Throws if the machine has one core. */
export function pinThisProcess() {
  if (availableParallelism() < 2) throw new Error('the benchmark needs two cores');
  spawnSync('taskset', ['-a', '-cp', LOAD_CORE, `${process.pid}`]);
}

/** Starts a command on a core. `onLine` receives each line of its standard output. */
export function start(core, command, args, { env = {}, ipc = false, onLine } = {}) {
  const stdio = ['ignore', 'pipe', 'inherit', ...(ipc ? ['ipc'] : [])];
  const child = spawn('taskset', ['-c', core, command, ...args], { stdio, env: { ...process.env, ...env } });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => onLine?.(line));
  return child;
}

/** Starts a Node program that prints its port as its first line, and resolves with the process and the port. */
export async function startServer(core, program, args, env) {
  let report;
  const printed = new Promise((resolve) => (report = resolve));
  const options = { onLine: (line) => report(Number(line)), env: { NODE_ENV: 'production', ...env } };
  const child = start(core, process.execPath, [program, ...args], options);
  const port = await Promise.race([printed, once(child, 'exit').then(([code]) => fail(program, code))]);
  return { port, pid: child.pid, stop: () => stop(child) };
}

function fail(program, code) {
  throw new Error(`${program} ended with code ${code}`);
}

/** Ends a process with a signal, and with SIGKILL if it does not end within 20 s. */
export async function stop(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const cut = new globalThis.AbortController();
  const late = delay(STOP_TIMEOUT_MS, undefined, { signal: cut.signal }).then(() => child.kill('SIGKILL'));
  await ended;
  cut.abort();
  await late.catch(() => undefined);
}

/** Resident memory in bytes. */
export async function residentBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * KIB;
}

/** Bytes that a process has caused to be written to a disk. */
export async function writtenBytes(pid) {
  return Number(/^write_bytes: (\d+)$/m.exec(await readFile(`/proc/${pid}/io`, 'utf8'))?.[1]);
}

/** CPU time of all threads since the start, in seconds. It is exact to 10 ms. */
export async function cpuSeconds(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** CPU time of the present threads since their start, in seconds. It is exact to less than 1 ms. */
export async function threadSeconds(pid) {
  const threads = await readdir(`/proc/${pid}/task`);
  const stats = await Promise.all(threads.map((id) => readFile(`/proc/${pid}/task/${id}/schedstat`, 'utf8')));
  return stats.reduce((sum, stat) => sum + Number(stat.split(' ')[0]), 0) / 1e9;
}
