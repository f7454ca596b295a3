import { JobStore, systemClock } from '@gateway/core';
import { createStore } from '@gateway/store';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { View, ViewReplicator } from '@gateway/view';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { type FastifyRequest } from 'fastify';

import { makeFolder } from '../../../../test/support/home.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { Readiness } from '../http/readiness.js';
import { createLogger } from '../logger.js';
import { HealthController } from './health.controller.js';

describe('the probes', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    const east = new FakeAdapter();
    east.add('job-1');
    gateway = await startGateway({ east });
    await gateway.poll('east');
  });
  afterEach(() => gateway.close());

  it('report that the process is alive', async () => {
    const { body, status } = await gateway.get('/health/live');
    expect([status, body.status]).toEqual([200, 'ok']);
  });

  it('report the number of jobs, the revision and whether the store responds', async () => {
    const { body, status } = await gateway.get('/health/ready');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      details: {
        view: { status: 'up', jobs: 1, revision: expect.stringMatching(/^\d+-\d+$/) },
        store: { status: 'up', answers: true },
      },
    });
  });

  it('stay ready when the store is unavailable, and report it', async () => {
    await gateway.loseStore();
    const { body, status } = await gateway.get('/health/ready');
    expect(status).toBe(200);
    expect(body.details.store).toEqual({ status: 'up', answers: false });
  });

  it('are not cached', async () => {
    expect((await gateway.get('/health/live')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('readiness', () => {
  it('ends while the view is not caught up', async () => {
    const [folder, view, logger] = [await makeFolder(), new View(), createLogger('error', { write: () => undefined })];
    const store = createStore({ kind: 'embedded', path: folder.path, clock: systemClock, logger });
    const module = await Test.createTestingModule({
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController],
      providers: [
        { provide: View, useValue: view },
        { provide: ViewReplicator, useValue: new ViewReplicator(store, view, logger, { now: () => 0 }) },
        { provide: JobStore, useValue: store },
        Readiness,
      ],
    }).compile();
    const controller = module.get(HealthController);
    expect(() => controller.ready({} as FastifyRequest)).toThrow(expect.objectContaining({ slug: 'not-ready' }));
    await folder.remove();
  });
});
