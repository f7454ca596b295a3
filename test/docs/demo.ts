/** The demo, as the README starts it, and what its commands refer to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { freePort } from '@gateway/testing/free-port';
import { readUntil, until } from '@gateway/testing/until';

/** A running demo, with the tokens that it has printed. */
export class Demo {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly tokens: Readonly<Record<'ADMIN' | 'OPERATOR', string>>,
  ) {}

  /** Starts the built demo on a free port; resolves when each backend has jobs to show. */
  static async start(): Promise<Demo> {
    const port = await freePort();
    const child = spawn(process.execPath, ['scripts/demo.mjs', '--port', String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const token = (name: string): string => new RegExp(`${name}=(jgw_\\S+)`).exec(output)?.[1] ?? '';
    await until('the demo prints its tokens', () => token('ADMIN') !== '');
    const tokens = { ADMIN: token('ADMIN'), OPERATOR: token('OPERATOR') };
    const demo = new Demo(child, `http://127.0.0.1:${port}`, tokens);
    for (const source of ['north', 'west', 'east', 'engine1', 'um1']) await demo.job(source);
    return demo;
  }

  /** The id of a job of a source, of a running one if possible. */
  async job(source: string): Promise<string> {
    const path = (filter: string): string => `/api/jobs?source.name=${source}${filter}&max_records=1&fields=id`;
    const running = await this.get(path('&state=running&description=Cluster*Backup*'));
    const { records } =
      running.records.length > 0
        ? running
        : await readUntil(
            () => this.get(path('')),
            ({ records: found }) => found.length > 0,
          );
    return records[0]?.id ?? '';
  }

  /** The revision of the newest change. */
  async revision(): Promise<string> {
    return (await this.get('/api/jobs?max_records=1')).revision;
  }

  /** The answer to a request that everybody may send. */
  async get(
    path: string,
  ): Promise<{ readonly records: readonly { readonly id: string }[]; readonly revision: string }> {
    return (await fetch(this.url + path)).json() as never;
  }

  /** Ends the demo as Ctrl-C does. */
  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGINT');
    await ended;
  }
}
