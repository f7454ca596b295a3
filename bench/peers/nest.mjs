// The limit for a Nest application: Nest on Fastify, which sends the same bytes and headers from constants, and an empty 304.
import { randomUUID } from 'node:crypto';

import { Controller, Get, Module, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import 'reflect-metadata';

import { announce, answers } from './input.mjs';

class Constants {}
const known = answers();
for (const { bytes, headers, name } of known) route(name, name, 200, headers, bytes);
route('notModified', 'not-modified', 304, notModifiedHeaders(known[0].headers), undefined);
Controller()(Constants);

class App {}
Module({ controllers: [Constants] })(App);

const adapter = new FastifyAdapter({ logger: false, genReqId: () => randomUUID(), keepAliveTimeout: 60_000 });
const app = await NestFactory.create(App, adapter, { logger: false });
await app.listen(0, '127.0.0.1');
announce(app.getHttpServer().address().port);

/** Adds a method with the decorators that a TypeScript controller would have. */
function route(method, path, status, headers, bytes) {
  Constants.prototype[method] = function respond(reply) {
    reply.code(status).headers(headers).header('x-request-id', reply.request.id);
    return bytes;
  };
  const descriptor = Object.getOwnPropertyDescriptor(Constants.prototype, method);
  Get(path)(Constants.prototype, method, descriptor);
  Res({ passthrough: true })(Constants.prototype, method, 0);
}

function notModifiedHeaders(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('content-')));
}
