import { readdir, readFile } from 'node:fs/promises';

const FOLDER = new URL('../results/', import.meta.url).pathname;

/** The saved results by part. */
export async function savedResults() {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json'));
  const results = await Promise.all(files.map(async (file) => JSON.parse(await readFile(FOLDER + file, 'utf8'))));
  return Object.fromEntries(results.map((result) => [result.part, result]));
}
