import { Writable } from 'node:stream';

import { LineOutput } from './line-output.js';

/** A stream like standard output whose reader reads only when the test says so. */
class SlowStream extends Writable {
  readonly isTTY = false;
  written = '';
  readonly #unread: (() => void)[] = [];

  constructor() {
    super({ decodeStrings: false });
  }

  override _write(text: string, _encoding: string, done: () => void): void {
    this.#unread.push(() => {
      this.written += text;
      done();
    });
  }

  async readAll(): Promise<void> {
    for (let read = this.#unread.shift(); read; read = this.#unread.shift()) {
      read();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const LINE = `${'x'.repeat(999)}\n`;

describe('lines for a reader that stalls', () => {
  it('wait up to a megabyte; others are dropped, and counted before the next line', async () => {
    const stream = new SlowStream();
    const output = new LineOutput(stream);
    output.onResumed((dropped) => output.write(`dropped ${dropped}\n`));
    for (let line = 0; line < 5_000; line += 1) output.write(LINE);
    expect(stream.writableLength).toBe(1_001_000);
    await stream.readAll();
    output.write('next\n');
    await stream.readAll();
    expect(stream.written).toBe(`${LINE.repeat(1_001)}dropped 3999\nnext\n`);
  });

  it('are counted once the reader has caught up, also if no other line is written', async () => {
    const stream = new SlowStream();
    const output = new LineOutput(stream);
    const reported: number[] = [];
    output.onResumed((dropped) => reported.push(dropped));
    for (let line = 0; line < 1_003; line += 1) output.write(LINE);
    await stream.readAll();
    expect(reported).toEqual([2]);
  });

  it('do not hold up the end of the process', async () => {
    const output = new LineOutput(new SlowStream());
    output.write(LINE);
    await output.flush();
  });
});
