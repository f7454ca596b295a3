import { type BlockedFiles } from '@gateway/config';

import { type LineOutput } from './line-output.js';

/** Ends the process after its last lines are written. */
export class ProcessEnd {
  /** `outputs` are flushed first; `blocked` are files that do not answer. */
  constructor(
    private readonly outputs: readonly LineOutput[],
    private readonly blocked: BlockedFiles,
  ) {}

  /** Ends the process with an exit code. The readers of the outputs have a second to read the last lines. */
  async exit(code: number): Promise<void> {
    // Node waits for its threads when it exits, and a call to a file that does not answer never returns.
    if (this.blocked.paths.length > 0) return this.kill();
    await this.#flush();
    process.exit(code);
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
