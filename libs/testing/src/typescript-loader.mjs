// Lets a plain Node process run our TypeScript: `node --import <this file> script.ts`. Where a test has to kill a
// process, or work starts before Jest transforms anything, the sources run as they are, through the compiler Jest uses.
// Node runs the hooks below in a thread of their own, in which this file is loaded once more.
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transform } from '@swc/core';

if (isMainThread) register(import.meta.url);

const LIBS = new URL('../../', import.meta.url).href;

/** Node's resolve hook: what TypeScript writes in imports, turned into what is on the disk. */
export async function resolve(specifier, context, next) {
  const [, lib, file = 'index'] = /^@gateway\/(\w+)(?:\/([\w-]+))?$/.exec(specifier) ?? [];
  if (lib) return next(`${LIBS}${lib}/src/${file}.ts`, context);
  const isOurs = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
  return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

/** Node's load hook: TypeScript compiled to JavaScript. */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const file = fileURLToPath(url);
  const { code } = await transform(await readFile(file, 'utf8'), {
    filename: file,
    swcrc: false,
    sourceMaps: 'inline',
    jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
