/** A real terminal: a shell in tmux. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

import { readUntil } from '@gateway/testing/until';

const run = promisify(execFile);
let opened = 0;

/** Why there can be no terminal, or `undefined`. Installs tmux with apt if it is missing. */
export function whyNoTerminal(): string | undefined {
  const isThere = (): boolean => spawnSync('tmux', ['-V']).status === 0;
  if (isThere()) return undefined;
  spawnSync('apt-get', ['install', '-y', '-qq', 'tmux'], { stdio: 'ignore', timeout: 120_000 });
  return isThere() ? undefined : 'tmux is not on the PATH and could not be installed';
}

/** A terminal with a shell, and keys that are typed into it. */
export class Terminal {
  private constructor(private readonly socket: string) {}

  /** Opens a terminal of this size whose shell has these variables. */
  static async open(
    columns: number,
    rows: number,
    env: Readonly<Record<string, string>>,
    shell = 'sh',
  ): Promise<Terminal> {
    opened += 1;
    const terminal = new Terminal(`gateway-test-${process.pid}-${opened}`);
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const size = ['-x', String(columns), '-y', String(rows)];
    const command = ['env', ...variables, ...shell.split(' ')];
    await terminal.#tmux('-f', '/dev/null', 'new-session', '-d', ...size, ...command);
    // The prompt of a shell depends on its kind and on the user.
    try {
      await terminal.type("PS1='$ '; clear");
      await terminal.shows(/^\$$/);
      return terminal;
    } catch (error) {
      await terminal.close();
      throw error;
    }
  }

  /** Types a line and the return key. */
  async type(line: string): Promise<void> {
    await this.#tmux('send-keys', '-l', line);
    await this.key('Enter');
  }

  /** Presses a key, such as `C-c`. */
  async key(name: string): Promise<void> {
    await this.#tmux('send-keys', name);
  }

  /** What is on the screen; with `escapes`, colours as escape sequences. */
  async screen(escapes = false): Promise<string> {
    const { stdout } = await this.#tmux('capture-pane', '-p', ...(escapes ? ['-e'] : []));
    return stdout.trimEnd();
  }

  /** Waits until the screen shows this, and returns the screen. */
  async shows(pattern: RegExp): Promise<string> {
    return readUntil(
      () => this.screen(),
      (screen) => pattern.test(screen.replace(/\n+$/, '')),
    );
  }

  async close(): Promise<void> {
    await this.#tmux('kill-server');
  }

  #tmux(...args: readonly string[]): Promise<{ readonly stdout: string }> {
    return run('tmux', ['-L', this.socket, ...args]);
  }
}
