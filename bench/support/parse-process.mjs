/**
 * Measures JSON.parse of the pages of clusters: `node parse-process.mjs URL CLUSTERS ROUNDS`. Prints the seconds of each round
 * as JSON.
 */
import { performance } from 'node:perf_hooks';

const [url, clusters, rounds] = process.argv.slice(2);
const pages = [];
for (let at = 0; at < Number(clusters); at += 1) {
  pages.push(await (await fetch(`${url}/c${at}/api/cluster/jobs?page=0`)).text());
}
const seconds = [];
for (let round = -1; round < Number(rounds); round += 1) {
  const began = performance.now();
  for (const page of pages) JSON.parse(page);
  if (round >= 0) seconds.push((performance.now() - began) / 1_000); // the first one warms up
}
console.log(JSON.stringify({ seconds, bytes: pages.reduce((sum, { length }) => sum + length, 0) }));
