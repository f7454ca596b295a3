import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import fastifyStatic from '@fastify/static';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

/** Where `npm run build` writes the page. */
const FOLDER = fileURLToPath(new URL('../../../dashboard/', import.meta.url));
/** Vite writes it beside the built page. Sources do not have it. */
const MANIFEST = '.vite/manifest.json';
const INDEX = 'index.html';
const COMPRESSED = /\.(br|gz)$/;

/** The addresses of the page's screens. All of them are the same file; the page itself reads the address. */
const SCREENS = [
  '/',
  '/jobs',
  '/jobs/:id',
  '/bulk/:id',
  '/sources',
  '/sources/:name',
  '/actions',
  '/overview',
  '/signin',
];
/** Names under `/assets` contain a hash of their file. */
const HASHED = { prefix: '/assets/', maxAge: '365d', immutable: true };
/** The build has written a compressed file beside each. */
const FILES = { preCompressed: true, index: false as const, cacheControl: true };

/**
 * Serves the web page, if it is built: its screens, the files beside them, and `/assets`. None of it needs a login; the
 * page signs its user in itself.
 */
export function serveDashboard(server: FastifyInstance, folder: string = FOLDER): void {
  if (!existsSync(folder + MANIFEST)) return;
  void server.register(async (page) => {
    page.addHook('onRequest', (_request, reply, done) => {
      reply.headers(page.fixedHeaders.page);
      done();
    });
    await page.register(fastifyStatic, { root: folder, serve: false, ...FILES, maxAge: 0 });
    await page.register(fastifyStatic, { root: `${folder}assets`, decorateReply: false, ...FILES, ...HASHED });
    for (const path of SCREENS) page.get(path, { config: PUBLIC_FILE }, sendFile(INDEX));
    for (const name of filesIn(folder)) page.get(`/${name}`, { config: PUBLIC_FILE }, sendFile(name));
  });
}

/** For everybody, and counted as a file that is sent. */
const PUBLIC_FILE = { access: 'public', isFile: true };

function sendFile(name: string): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (_request, reply) => reply.sendFile(name);
}

/** The files beside the index, such as icons. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== INDEX && !COMPRESSED.test(entry.name))
    .map(({ name }) => name);
}
