import { EventEmitter } from 'node:events';
import { type ServerResponse } from 'node:http';

import { ClientLeftError, LoopShare } from '@gateway/core';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { RequestTurns } from './request-turns.js';

const MAX_WAITING = 1_000;

/** What `RequestTurns` reads of a response: its connection. */
function connected(): { readonly response: ServerResponse; readonly leave: () => void } {
  const socket = Object.assign(new EventEmitter(), { destroyed: false });
  return {
    response: { req: { socket } } as unknown as ServerResponse,
    leave: () => void (socket.destroyed = true),
  };
}

describe('the turns of requests', () => {
  let now: number;
  let logger: RecordingLogger;
  let turns: RequestTurns;

  beforeEach(() => {
    now = 0;
    logger = new RecordingLogger();
    turns = new RequestTurns(new LoopShare({ now: () => now }), logger);
  });

  /** Uses up the time of this turn of the event loop. */
  function spendTurn(): void {
    expect(turns.begin(connected().response)).toBeUndefined();
    now += 5;
  }

  it('let a request begin at once while there is time in this turn of the event loop', () => {
    for (let at = 0; at < 10; at += 1) expect(turns.begin(connected().response)).toBeUndefined();
    expect(turns.waiting).toBe(0);
  });

  it('let it wait for the next turn otherwise', async () => {
    spendTurn();
    const begun = turns.begin(connected().response);
    expect(turns.waiting).toBe(1);
    await begun;
    expect(turns.waiting).toBe(0);
  });

  it('end the wait of a client that has left', async () => {
    spendTurn();
    const { leave, response } = connected();
    const begun = turns.begin(response);
    leave();
    await expect(begun).rejects.toThrow(ClientLeftError);
  });

  it('refuse requests while 1,000 of clients that are still there wait, and log that once', async () => {
    spendTurn();
    const clients = Array.from({ length: MAX_WAITING }, connected);
    const begun = Promise.allSettled(clients.map(async ({ response }) => turns.begin(response)));
    clients[5]?.leave();
    const last = turns.begin(connected().response);
    for (let at = 0; at < 4; at += 1) {
      expect(() => turns.begin(connected().response)).toThrow(
        expect.objectContaining({ slug: 'overloaded', status: 503, extras: { retryAfterSeconds: 1 } }),
      );
    }
    expect(turns.refused).toBe(4);
    await begun;
    await last;
    now += 59_999;
    await turns.begin(connected().response);
    expect(logger.lines).toHaveLength(1);
    now += 60_000;
    await turns.begin(connected().response);
    expect(logger.lines.map(({ fields, level, message }) => [level, message, fields])).toEqual([
      [
        'warn',
        'too many requests wait for their turn; further ones are refused',
        { waiting: MAX_WAITING, refused_total: 1 },
      ],
      ['info', 'requests are no longer refused', { waiting: 0, refused_total: 4 }],
    ]);
  });
});
