import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import { type Manifest, type Plugin } from 'vite';

/** Files that are compressed already, or read by the build only. */
const SKIPPED = /\.(br|gz|png|woff2)$|(^|\/)\.vite\//;

const toGzip = promisify(gzip);
const toBrotli = promisify(brotliCompress);

/** The page whose first load is limited, and its largest size in bytes after gzip. */
export interface FirstLoad {
  readonly entry: string;
  readonly limit: number;
}

/** A Vite plugin that writes a `.gz` and a `.br` beside each file of the build, and fails if the first load is too large. */
export function precompress({ entry, limit }: FirstLoad): Plugin {
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
      const files = ['index.html', 'theme.js', ...firstLoadFiles(manifest, entry)];
      const size = files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
      this.info(`first load: ${kilobytes(size)} in gzip, limit ${kilobytes(limit)}`);
      if (size > limit) this.error(`the first load has ${kilobytes(size)} in gzip, more than ${kilobytes(limit)}`);
    },
  };
}

/** The scripts and styles that the entry loads at once, without those of lazy chunks. */
function firstLoadFiles(manifest: Manifest, entry: string): readonly string[] {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    files.add(chunk.file);
    chunk.css?.forEach((file) => files.add(file));
    chunk.imports?.forEach(visit);
  };
  visit(entry);
  return [...files];
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
