import { createInterface } from 'node:readline';

import { type Host } from './cli.js';

/** Asks on standard error and returns the line that was typed; empty at the end of the input. */
export function askLine({ interrupts, stderr, stdin }: Host, question: string): Promise<string> {
  const lines = createInterface({ input: stdin, output: stderr });
  return new Promise((resolve) => {
    lines.once('close', () => resolve(''));
    // The terminal is in raw mode, so Ctrl-C arrives as a key.
    lines.once('SIGINT', () => {
      lines.close();
      stderr.write('\n');
      interrupts.interrupt();
    });
    lines.question(question, (line) => {
      resolve(line.trim());
      lines.close();
    });
  });
}

/** Asks on standard error and returns what was typed, which is not shown. */
export function askSecret({ interrupts, stderr, stdin }: Host, question: string): Promise<string> {
  // Before the question: what is typed at once must not be shown either.
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stderr.write(question);
  return new Promise((resolve) => {
    let typed = '';
    const end = (): void => {
      stdin.off('data', take);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
    };
    const take = (text: string): void => {
      for (const key of text) {
        if (key === '\u0003') {
          end();
          interrupts.interrupt();
        } else if (key === '\r' || key === '\n' || key === '\u0004') {
          end();
          resolve(typed);
          return;
        } else if (key === '\u007f' || key === '\b') {
          typed = typed.slice(0, -1);
        } else {
          typed += key;
        }
      }
    };
    stdin.on('data', take);
    stdin.resume();
  });
}
