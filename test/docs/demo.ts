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
    /** The address at which the simulator is controlled. */
    private readonly control: string,
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
    await until('the demo prints what it offers', () => output.includes('Press Ctrl-C'));
    const control = /(http:\/\/\S+)\/backends\/east\/fault/.exec(output)?.[1] ?? '';
    const tokens = { ADMIN: token('ADMIN'), OPERATOR: token('OPERATOR') };
    const demo = new Demo(child, `http://127.0.0.1:${port}`, tokens, control);
    for (const source of ['north', 'west', 'east', 'engine1', 'um1']) await demo.job(source);
    return demo;
  }

  /** The id of a job of a source; of `north`, of a new one that runs until it is cancelled. */
  async job(source: string): Promise<string> {
    if (source === 'north') await this.#add(source);
    const filter = source === 'north' ? '&state=running&description=Cluster*Backup*' : '';
    const { records } = await readUntil(
      () => this.get(`/api/jobs?source.name=${source}${filter}&max_records=1&fields=id`),
      ({ records: found }) => found.length > 0,
    );
    return records[0]?.id ?? '';
  }

  async #add(source: string): Promise<void> {
    const script = { steps: [{ state: 'running' }], cancellable: true, wire: { description: 'Cluster Backup Job' } };
    const url = `${this.control}/backends/${source}/jobs`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(script) });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
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
