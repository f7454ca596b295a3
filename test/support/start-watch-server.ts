import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';

import { LoopShare, type SourceScope } from '@gateway/core';
import { ManualTime } from '@gateway/testing/manual-time';
import { ChangeHistory, type HistoryLimits, View, type ViewRecord } from '@gateway/view';

import { closedSignal } from '../../apps/gateway/src/http/closed-signal.js';
import { queryOf } from '../../apps/gateway/src/http/request-facts.js';
import { createLogger } from '../../apps/gateway/src/logger.js';
import { WatchHub } from '../../apps/gateway/src/watch/watch-hub.js';
import { readWatchRequest } from '../../apps/gateway/src/watch/watch-request.js';

/** A view whose watches are served over HTTP, under a manual clock. */
export interface WatchServer {
  readonly view: View;
  readonly watches: WatchHub;
  readonly time: ManualTime;
  /** If it is set, replaces the filters of the next watches. */
  selects: ((record: ViewRecord) => boolean) | undefined;
  /** The sources that all clients may see; `undefined` for all. Streams with another scope are cut off. */
  scope: SourceScope | undefined;
  /** The open connections. */
  readonly sockets: ReadonlySet<Socket>;
  /** The URL of a watch with this query. */
  url(query?: string): string;
  close(): Promise<void>;
}

/** Starts a watch server. It responds with 410 and no body if the view does not reach the requested revision. */
export async function startWatchServer(limits: HistoryLimits): Promise<WatchServer> {
  const time = new ManualTime();
  const view = new View(new LoopShare(time), new ChangeHistory(limits));
  const logger = createLogger('error', { write: () => undefined });
  const watches = new WatchHub(view, time, time, logger);
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const lastEventId = request.headers['last-event-id']?.toString();
    const { after, selection } = readWatchRequest(queryOf(request.url ?? ''), lastEventId, 0, served.scope);
    if (after !== undefined && !(await watches.reaches(after, selection.scope, closedSignal(response)))) {
      response.writeHead(410).end();
      return;
    }
    const selects = served.selects ?? selection.selects;
    const isScopeCurrent = (): boolean => served.scope === selection.scope;
    watches.open(response.writeHead(200), { ...selection, selects }, after, isScopeCurrent);
  };
  const server = createServer((request, response) => void serve(request, response));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const served: WatchServer = {
    view,
    watches,
    time,
    selects: undefined,
    scope: undefined,
    sockets,
    url: (query = '') => `http://127.0.0.1:${port}/?${query}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return served;
}
