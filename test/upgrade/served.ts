/** What a gateway serves from a store: what two versions must serve in the same way. */
import { compareRevisions } from '@gateway/core';
import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { until } from '@gateway/testing/until';

/** The folder with a folder of each version. */
export const FIXTURES = 'test/upgrade/fixtures';
/** The Idempotency-Key of the action in each fixture. */
export const KEYED_ACTION = 'fixture';

/** What to request. */
export interface Requests {
  /** The revision after which a watch resumes. */
  readonly from: string;
  /** The path of the action that was sent with the key. */
  readonly keyed: string;
  /** The id of a bulk action. */
  readonly bulk: string;
}

/** What was served. */
export interface Served {
  readonly requests: Requests;
  readonly revision: string;
  readonly jobs: readonly { readonly id: string }[];
  readonly gaps: readonly object[];
  readonly sources: readonly string[];
  readonly actions: readonly object[];
  readonly bulk: object;
  /**
   * `put` or `removed`, the id and the revision of each event after `from`. After a restart a gateway does not know whether a job
   * was added or modified.
   */
  readonly events: readonly string[];
  readonly replayed: { readonly status: number; readonly header: string | null; readonly body: object };
  /** The identity under which the gateway serves ONTAP's API. */
  readonly uuid: string;
}

/** What a version served at a time, in ms since the epoch. */
export interface Expected extends Served {
  readonly time: number;
}

/** Requests everything from a gateway. */
export async function readServed(url: string, requests: Requests): Promise<Served> {
  const read = async (path: string): Promise<any> /* eslint-disable-line @typescript-eslint/no-explicit-any */ =>
    (await fetch(url + path)).json();
  const list = await read('/api/jobs?max_records=1000&order_by=id');
  const { records: sources } = await read('/api/sources');
  const replayed = await fetch(url + requests.keyed, {
    method: 'PATCH',
    headers: { 'Idempotency-Key': KEYED_ACTION },
  });
  return {
    requests,
    revision: list.revision,
    jobs: list.records,
    gaps: list.gaps,
    sources: sources.map(({ name, origin }: { name: string; origin: { kind: string } }) => `${name} ${origin.kind}`),
    actions: (await read('/api/actions?max_records=1000')).records,
    bulk: await read(`/api/bulk-actions/${requests.bulk}`),
    events: await eventsAfter(url, requests.from, list.revision),
    replayed: {
      status: replayed.status,
      header: replayed.headers.get('idempotency-replayed'),
      body: (await replayed.json()) as object,
    },
    uuid: (await read('/api/cluster')).uuid,
  };
}

/** The changes between two revisions. */
async function eventsAfter(url: string, from: string, to: string): Promise<readonly string[]> {
  const client = await EventStreamClient.open(`${url}/api/jobs/watch?after=${from}`);
  await until(
    'the watch has the last change',
    () => client.lastEventId !== '' && compareRevisions(client.lastEventId, to) >= 0,
  );
  await client.cut();
  return client.events
    .filter(({ type }) => type !== 'bookmark')
    .map(
      ({ data, lastEventId, type }) =>
        `${type === 'removed' ? type : 'put'} ${(JSON.parse(data) as { id: string }).id} ${lastEventId}`,
    );
}
