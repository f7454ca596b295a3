/** What makes each alert fire, and what makes it clear again. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { type AlertWorld } from './alert-world.js';
import { type ExpectedAlert } from './prometheus.js';
import { within } from './within.js';

/** A fault and the alerts that it makes fire. `end` repairs it, and whatever it has left. */
export interface AlertFault {
  readonly name: string;
  readonly alerts: readonly ExpectedAlert[];
  /** True if it affects the others: it begins when they are repaired. All others begin together. */
  readonly alone?: true;
  readonly begin: (world: AlertWorld) => Promise<void>;
  readonly end: (world: AlertWorld) => Promise<void>;
}

/** Each has an address of its own, because the gateway limits the connections of one address. */
const ATTACKER = '127.0.0.3';
const CROWD = '127.0.0.4';
const NOISY = '127.0.0.5';
const READER = '127.0.0.6';
const WATCHER = '127.0.0.7';

/** What `begin` has left to undo, by the name of the fault. */
const undo = new Map<string, () => unknown>();

/** Repeats work until the fault ends; a failure is what the fault wants. */
function repeat(name: string, everyMs: number, work: () => Promise<unknown>): void {
  const stop = new AbortController();
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await work().catch(() => undefined);
      await delay(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const running = run();
  undo.set(name, () => {
    stop.abort();
    return running;
  });
}

async function undone(name: string): Promise<void> {
  await undo.get(name)?.();
  undo.delete(name);
}

export const FAULTS: readonly AlertFault[] = [
  {
    name: 'a backend refuses the login',
    alerts: [{ alert: 'JobGatewaySourceUnauthorized', source: 'east' }],
    begin: ({ simulator }) => simulator.backend('east').setFault({ kind: 'unauthorized' }),
    end: async (world) => {
      await world.simulator.backend('east').setFault(undefined);
      await world.send('/api/sources/east/poll', { method: 'POST' });
    },
  },
  {
    name: 'a backend is down for longer than it keeps finished jobs',
    alerts: [
      { alert: 'JobGatewaySourceStale', source: 'west' },
      { alert: 'JobGatewaySourceGap', source: 'west' },
    ],
    begin: ({ simulator }) => simulator.backend('west').setFault({ kind: 'down' }),
    end: async (world) => {
      await world.simulator.backend('west').setFault(undefined);
      await world.send('/api/sources/west/poll', { method: 'POST' });
    },
  },
  {
    name: 'somebody deletes active jobs on a backend',
    alerts: [{ alert: 'JobGatewayJobsLost', source: 'south' }],
    begin: async (world) => {
      const south = world.simulator.backend('south');
      const id = south.addJob({ steps: [{ state: 'running', forMs: 3_600_000 }, { state: 'success' }] });
      await within('the job is known', async () => (await world.send(`/api/jobs/south~${id}`)).status === 200);
      south.removeJob(id);
    },
    end: async () => undefined,
  },
  {
    name: 'lookups of a backend hang',
    alerts: [{ alert: 'JobGatewaySlow', route: '/api/jobs/{id}' }],
    begin: async (world) => {
      await world.simulator.backend('north').setFault({ kind: 'hang', calls: ['get'] });
      let number = 0;
      repeat('hang', 500, () => {
        number += 1;
        const id = `north~00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
        return world.send(`/api/jobs/${id}`, { from: READER, token: 'reader' });
      });
    },
    end: async (world) => {
      await undone('hang');
      await world.simulator.backend('north').setFault(undefined);
    },
  },
  {
    name: 'a program opens connections and never closes them',
    alerts: [{ alert: 'JobGatewayConnectionsRefused' }],
    begin: async (world) => {
      const sockets = new Set<Socket>();
      repeat('crowd', 500, async () => {
        for (let count = 0; count < 40; count += 1) sockets.add(world.openConnection(CROWD));
      });
      const stop = undo.get('crowd');
      undo.set('crowd', async () => {
        await stop?.();
        for (const socket of sockets) socket.destroy();
      });
    },
    end: () => undone('crowd'),
  },
  {
    name: 'a client opens watches and never closes them',
    alerts: [{ alert: 'JobGatewayRequestsRefused' }],
    begin: async (world) => {
      const { signal } = controllerOf('watches');
      const watch = () => world.send('/api/jobs/watch', { from: WATCHER, signal, token: 'watcher' });
      for (let count = 0; count < 2; count += 1) void watch().catch(() => undefined);
      repeat('refused watches', 500, watch);
    },
    end: async () => {
      await undone('watches');
      await undone('refused watches');
    },
  },
  {
    name: 'a caller polls in a loop',
    alerts: [{ alert: 'JobGatewayCallerLimited' }],
    begin: async (world) => {
      const send = () => world.send('/api/jobs?max_records=1', { from: NOISY, token: 'noisy' });
      repeat('noisy', 100, () => Promise.all(Array.from({ length: 20 }, send)));
    },
    end: () => undone('noisy'),
  },
  {
    name: 'somebody tries tokens',
    alerts: [{ alert: 'JobGatewaySignInsFail' }],
    begin: async (world) => {
      let number = 0;
      const send = () => world.send('/api/jobs', { from: ATTACKER, token: `guess-${(number += 1)}` });
      repeat('guesses', 300, () => Promise.all(Array.from({ length: 10 }, send)));
    },
    end: () => undone('guesses'),
  },
  {
    name: 'nobody has renewed the certificate',
    alerts: [{ alert: 'JobGatewayCertificateExpires' }],
    begin: (world) => world.replaceCertificate(3),
    end: (world) => world.replaceCertificate(60),
  },
  {
    name: 'the folder of the audit file is gone',
    alerts: [{ alert: 'JobGatewayAuditFileFails' }],
    begin: async (world) => {
      const folder = join(world.folder, 'audit');
      await rename(folder, `${folder}-moved`);
      await writeFile(folder, 'a file in its place');
      // A refused action is recorded too.
      const { body } = await world.send('/api/jobs?state=success&max_records=1');
      const [job] = (body as { records: readonly { id: string }[] }).records;
      await world.send(`/api/jobs/${job?.id}?action=cancel`, { method: 'PATCH' });
    },
    end: async (world) => {
      const folder = join(world.folder, 'audit');
      await rm(folder);
      await rename(`${folder}-moved`, folder);
    },
  },
  {
    name: 'Redis has no memory left',
    alerts: [{ alert: 'JobGatewayStoreWritesFail' }],
    alone: true,
    begin: async (world) => {
      await setMemory(world, '1mb');
      const south = world.simulator.backend('south');
      repeat('changes', 300, async () => south.addJob());
    },
    end: async (world) => {
      await undone('changes');
      await setMemory(world, '0');
    },
  },
  {
    name: 'Redis is gone, and comes back empty',
    alerts: [{ alert: 'JobGatewayStoreUnavailable' }, { alert: 'JobGatewayStoreRecordsLost' }],
    alone: true,
    begin: async (world) => {
      const since = Date.now();
      await world.redis.kill();
      await world.prometheus.fired({ alert: 'JobGatewayStoreUnavailable' }, since);
      await world.restartRedis();
    },
    end: async () => undefined,
  },
  {
    name: 'the machine gives the process no CPU time',
    alerts: [{ alert: 'JobGatewayEventLoopBlocked' }],
    alone: true,
    begin: async ({ gateway }) => {
      gateway.kill('SIGSTOP');
      await delay(1_500); // The fault is the time itself.
      gateway.kill('SIGCONT');
    },
    end: async () => undefined,
  },
  {
    name: 'the gateway stops, and nobody starts it',
    alerts: [{ alert: 'JobGatewayNotReady' }, { alert: 'JobGatewayDown' }],
    alone: true,
    begin: (world) => world.stopGateway(),
    end: (world) => world.startGateway(),
  },
  {
    name: 'the heap is almost full',
    alerts: [{ alert: 'JobGatewayHeapFull' }],
    alone: true,
    begin: async ({ gateway }) => gateway.kill('SIGUSR2'),
    end: async ({ gateway }) => gateway.kill('SIGUSR2'),
  },
];

function controllerOf(name: string): AbortController {
  const controller = new AbortController();
  undo.set(name, () => controller.abort());
  return controller;
}

async function setMemory({ redis }: AlertWorld, limit: string): Promise<void> {
  const client = new Redis(redis.url);
  try {
    await client.config('SET', 'maxmemory', limit);
  } finally {
    client.disconnect();
  }
}
