/** Loaded into the gateway with `--expose-gc --import`: answers each message of the parent process with the live memory in bytes. */
import { isMainThread } from 'node:worker_threads';

// Worker threads load this file too.
if (isMainThread) {
  process.on('message', () => {
    globalThis.gc();
    const { external, heapUsed } = process.memoryUsage();
    process.send({ live: heapUsed + external });
  });
  process.channel.unref();
}
