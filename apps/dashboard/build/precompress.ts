import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import { type Manifest, type Plugin } from 'vite';

const PAGE = 'index.html';
/** Files that are compressed already, or read by the build only. */
const SKIPPED = /\.(br|gz|png|woff2)$|(^|\/)\.vite\//;

const toGzip = promisify(gzip);
const toBrotli = promisify(brotliCompress);

/**
 * A Vite plugin that writes a `.gz` and a `.br` beside each file of the build, and fails if the first load has more bytes
 * in gzip than the limit.
 */
export function precompress(limit: number): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    async closeBundle() {
      const sizes = await compressAll(folder);
      const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;
      const html = await readFile(join(folder, PAGE), 'utf8');
      const size = [PAGE, ...firstLoad(html, manifest)].reduce((sum, file) => sum + sizeOf(file, sizes), 0);
      this.info(`first load: ${kilobytes(size)} in gzip, limit ${kilobytes(limit)}`);
      if (size > limit) this.error(`the first load has ${kilobytes(size)} in gzip, more than ${kilobytes(limit)}`);
    },
  };
}

/** The scripts and styles that the page names, and the chunks that they import at once. */
function firstLoad(html: string, manifest: Manifest): ReadonlySet<string> {
  const chunks = Object.values(manifest);
  const files = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const chunk = chunks.find((each) => each.file === file);
    chunk?.css?.forEach(visit);
    chunk?.imports?.forEach((key) => visit(manifest[key]?.file ?? key));
  };
  for (const [, file] of html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)) if (file) visit(file);
  return files;
}

function sizeOf(file: string, sizes: ReadonlyMap<string, number>): number {
  const size = sizes.get(file);
  if (size === undefined) throw new Error(`the first load needs ${file}, which the build did not write`);
  return size;
}

async function compressAll(folder: string): Promise<ReadonlyMap<string, number>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = new Map<string, number>();
  for (const path of paths) {
    const name = path.slice(folder.length + 1);
    if (!SKIPPED.test(name)) sizes.set(name, await compress(path));
  }
  return sizes;
}

async function compress(path: string): Promise<number> {
  const content = await readFile(path);
  const zipped = await toGzip(content, { level: 9 });
  await writeFile(`${path}.gz`, zipped);
  await writeFile(`${path}.br`, await toBrotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  return zipped.length;
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
