/** Writes docs/performance.md and its plots from the saved results. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { formatted } from '../support/formatted.mjs';
import { growthPlots } from './growth-plots.mjs';
import { savedResults } from './results.mjs';
import { goalTables, partTable, rateTable } from './tables.mjs';

const TEMPLATE = new URL('./performance.template.md', import.meta.url).pathname;
const DOCS = new URL('../../docs/', import.meta.url).pathname;
const PLOTS = 'performance';

/** Replaces each `{{name}}` of the template. */
export async function writeReport() {
  const results = await savedResults();
  const plots = results.growth ? growthPlots(results.growth) : {};
  await mkdir(DOCS + PLOTS, { recursive: true });
  for (const [name, svg] of Object.entries(plots)) await writeFile(`${DOCS}${PLOTS}/${name}`, svg);
  const parts = {
    machine: machineText(results),
    goals: goalTables(results),
    rates: rateTable(results),
    parts: partTable(results),
    plots: Object.keys(plots).map(plotImage).join('\n\n'),
  };
  const template = await readFile(TEMPLATE, 'utf8');
  const text = template.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
  const file = `${DOCS}performance.md`;
  await writeFile(file, await formatted(text, file));
}

function plotImage(name) {
  const [, what, axis] = /growth-(\w+)-(\w+)/.exec(name);
  return `![${what} by ${axis}](${PLOTS}/${name})`;
}

/** The machine of the latest result. */
function machineText(results) {
  const [latest] = Object.values(results).sort((a, b) => (a.machine.time < b.machine.time ? 1 : -1));
  if (latest === undefined) return '';
  const { cpu, memoryGiB, node, redis, system, wrk } = latest.machine;
  return `${cpu}, ${memoryGiB} GiB, ${system}. Node ${node}, Redis ${redis}, wrk ${wrk}.`;
}
