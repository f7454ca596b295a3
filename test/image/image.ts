/** The image under test, whose files `run.mjs` has prepared, and its processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** The part of an image's configuration that the tests use. */
interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[] | null;
  readonly WorkingDir: string;
  readonly ExposedPorts: Readonly<Record<string, object>>;
  readonly Volumes: Readonly<Record<string, object>>;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

/** Where the files of the image are. */
export const IMAGE_ROOT = process.env['IMAGE_ROOT'] ?? '';
/** The folder of the machine that is mounted at `/etc/job-gateway`. */
export const SETTINGS = process.env['IMAGE_SETTINGS'] ?? '';
/** The configuration of the image. */
export const IMAGE_CONFIG: ImageConfig = (
  JSON.parse(readFileSync(process.env['IMAGE_CONFIG'] ?? '', 'utf8')) as { readonly config: ImageConfig }
).config;

/** A process over the files of the image, with its user, environment and working folder. */
export interface ImageProcess {
  readonly output: () => string;
  readonly code: Promise<number | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Starts a command as an engine would do: without one, the entry point and the default arguments. */
export function startInImage(
  command: readonly string[] = [...IMAGE_CONFIG.Entrypoint, ...(IMAGE_CONFIG.Cmd ?? [])],
  env = {},
) {
  const own = Object.fromEntries(IMAGE_CONFIG.Env.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
  const child = spawn(
    'chroot',
    [`--userspec=${IMAGE_CONFIG.User}`, IMAGE_ROOT, 'env', '-C', IMAGE_CONFIG.WorkingDir, ...command],
    { env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return processOf(child);
}

/** Runs a command in the image to its end. */
export async function runInImage(command: readonly string[], env = {}): Promise<{ code: number | null; text: string }> {
  const { code, output } = startInImage(command, env);
  return { code: await code, text: await code.then(output) };
}

function processOf(child: ChildProcess): ImageProcess {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = once(child, 'close').then(([status]) => status as number | null);
  return { output: () => output, code, kill: (signal) => void child.kill(signal) };
}
