import { events, problem, ScriptedServer } from '../testing/scripted-server.js';
import { followWatch } from './follow-watch.js';
import { Gateway } from './gateway.js';

const BEGIN = 'retry: 2000\n\nevent: bookmark\nid: 1-0\n\n';
const ADDED = 'event: added\nid: 1-1\ndata: {"id":"east~1","state":"running"}\n\n';
const REMOVED = 'event: removed\nid: 1-2\ndata: {"id":"east~1"}\n\n';

let server: ScriptedServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** All news of a watch, until it ends by itself or has had `most`. */
async function follow(most = Infinity): Promise<string[]> {
  const gateway = new Gateway({ url: server?.url ?? '', context: undefined, token: undefined, ca: undefined }, 5_000);
  const stop = new AbortController();
  const news: string[] = [];
  for await (const each of followWatch(gateway, { state: 'running' }, '0-9', stop.signal)) {
    news.push('job' in each ? `${each.event} ${each.job.id} ${each.revision}` : each.event);
    if (news.length >= most) stop.abort();
  }
  return news;
}

it('resumes after the last event, whatever ended the connection', async () => {
  server = await ScriptedServer.start(
    events(BEGIN + ADDED, 'cut'),
    events(BEGIN.replace('1-0', '1-1') + REMOVED, 'open'),
  );
  expect(await follow(4)).toEqual(['added east~1 1-1', 'lost', 'resumed', 'removed east~1 1-2']);
  expect(server.requests).toEqual([
    'GET /api/jobs/watch?state=running&after=0-9',
    'GET /api/jobs/watch?state=running&after=1-1',
  ]);
});

it('ends when the changes are not available any more', async () => {
  server = await ScriptedServer.start(events(BEGIN + ADDED), problem(410, 'revision-gone'));
  expect(await follow()).toEqual(['added east~1 1-1', 'lost']);
});

it('ends when the sources that the caller may see have changed', async () => {
  server = await ScriptedServer.start(events(`${BEGIN}event: cut_off\ndata: {"reason":"scope"}\n\n`, 'open'));
  expect(await follow()).toEqual([]);
});

it('resumes where a slow reader was cut off', async () => {
  const slow = 'event: cut_off\ndata: {"reason":"slow","after":"1-7"}\n\n';
  server = await ScriptedServer.start(events(BEGIN + slow), events(BEGIN, 'open'));
  expect(await follow(2)).toEqual(['lost', 'resumed']);
  expect(server.requests[1]).toBe('GET /api/jobs/watch?state=running&after=1-7');
});

it('waits for a gateway that is not ready, but not for a first connection that fails', async () => {
  server = await ScriptedServer.start(events(BEGIN), problem(503, 'not-ready'), events(BEGIN, 'open'));
  expect(await follow(2)).toEqual(['lost', 'resumed']);
  await server.close();
  server = await ScriptedServer.start(problem(503, 'not-ready'));
  await expect(follow()).rejects.toThrow('it is not-ready');
});

it('throws if the login is not valid any more', async () => {
  server = await ScriptedServer.start(events(BEGIN), problem(401, 'unauthorized'));
  await expect(follow()).rejects.toThrow('it is unauthorized');
});
