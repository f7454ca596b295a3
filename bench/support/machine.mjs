import { execFileSync } from 'node:child_process';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';

/** The machine, the versions and the time of a measurement. */
export async function machine() {
  return {
    time: new Date().toISOString(),
    commit: commandLine('git', ['rev-parse', '--short', 'HEAD']),
    changed: commandLine('git', ['status', '--porcelain', '--', 'apps', 'libs', 'package.json']) !== '',
    cpu: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${arch()}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    load: loadavg()[0],
    node: process.version,
    redis: /v=(\S+)/.exec(commandLine('redis-server', ['--version']))?.[1],
    wrk: /wrk (\S+)/.exec(commandLine('wrk', ['-v']))?.[1],
  };
}

function commandLine(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    return String(error.stdout ?? '').trim(); // wrk exits with 1 after printing its version
  }
}
