/**
 * Measures the figures of docs/performance.md: `npm run build`, then `npm run bench -- [part …] [--small]`. Without a part
 * it runs all of them and writes the report. A part is a file of bench/scenarios, or `report`. Options override the
 * defaults of a part: --jobs N, --sources N, --rounds N, --seconds N, --rate N, --store embedded|redis. Results of other
 * sizes are not kept unless --keep is given.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { writeReport } from './report/report.mjs';
import { removeFilled } from './support/dataset.mjs';
import { formatted } from './support/formatted.mjs';
import { machine } from './support/machine.mjs';
import { installPeers } from './support/peers.mjs';
import { pinThisProcess } from './support/processes.mjs';

const FOLDER = new URL('./', import.meta.url).pathname;
const NUMBERS = ['jobs', 'sources', 'rounds', 'seconds', 'rate'];
const number = { type: 'string' };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    ...Object.fromEntries(NUMBERS.map((name) => [name, number])),
    store: { type: 'string' },
    keep: { type: 'boolean' },
    small: { type: 'boolean' },
  },
});
const given = Object.fromEntries(NUMBERS.filter((name) => values[name]).map((name) => [name, Number(values[name])]));
if (values.store) given.store = values.store;
const isKept = values.keep || Object.keys(given).length === 0;

pinThisProcess();
if (values.small) {
  const { runSmall } = await import('./small.mjs');
  process.exitCode = (await runSmall()) ? 0 : 1;
} else {
  const all = (await readdir(`${FOLDER}scenarios`)).map((file) => file.replace('.mjs', ''));
  const parts = positionals.length > 0 ? positionals : [...all, 'report'];
  for (const part of parts) await (part === 'report' ? writeReport() : runPart(part));
}
await removeFilled();

async function runPart(name) {
  const { defaults, run, title } = await import(`./scenarios/${name}.mjs`);
  if (name === 'peers') installPeers();
  const options = { ...defaults, ...given };
  console.log(`${name}: ${title}`);
  const began = Date.now();
  const { figures, raw } = await run(options);
  const seconds = Math.round((Date.now() - began) / 1_000);
  for (const [key, { value }] of Object.entries(figures)) console.log(`  ${key.padEnd(44)} ${value.toPrecision(4)}`);
  console.log(`  ${seconds} s`);
  if (!isKept) return;
  await mkdir(`${FOLDER}results`, { recursive: true });
  const result = { part: name, title, options, machine: await machine(), seconds, figures, raw };
  const file = `${FOLDER}results/${name}.json`;
  await writeFile(file, await formatted(JSON.stringify(result), file));
}
