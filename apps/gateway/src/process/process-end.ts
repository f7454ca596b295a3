import { setTimeout as delay } from 'node:timers/promises';

import { type BlockedFiles } from '@gateway/config';

import { type LineOutput } from './line-output.js';

/** How long the end of the process waits for calls to files. */
const CALLS_TIMEOUT_MS = 1_000;

/** Ends the process after its last lines are written. */
export class ProcessEnd {
  /** `outputs` are flushed first; `blocked` has the calls to files. */
  constructor(
    private readonly outputs: readonly LineOutput[],
    private readonly blocked: BlockedFiles,
  ) {}

  /**
   * Ends the process with an exit code, or with SIGKILL if a call to a file does not return. The readers of the outputs have a
   * second to read the last lines.
   */
  async exit(code: number): Promise<void> {
    const allEnded = this.blocked.allEnded().then(() => true);
    const [haveEnded] = await Promise.all([Promise.race([allEnded, delay(CALLS_TIMEOUT_MS, false)]), this.#flush()]);
    // Node waits for its threads when it exits.
    if (haveEnded) process.exit(code);
    process.kill(process.pid, 'SIGKILL');
  }

  /** Ends the process also if a call to the disk does not return, for which `exit` would wait. */
  async kill(): Promise<void> {
    await this.#flush();
    process.kill(process.pid, 'SIGKILL');
  }

  async #flush(): Promise<void> {
    await Promise.all(this.outputs.map((output) => output.flush()));
  }
}
