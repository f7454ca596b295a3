import { RecordingLogger } from '@gateway/testing/recording-logger';

import { ClusterStore } from './cluster-store.js';
import { formatClusters, type KnownClusters, NO_CLUSTERS } from './known-clusters.js';

const A = 'aaaaaaaa-0000-4000-8000-000000000000';
const KNOWN: KnownClusters = { names: { [A]: 'prod' }, managers: { first: [{ uuid: A, name: 'prod' }] } };

/** Metadata in memory; `onRead` runs after each read, as another replica would in between. */
class Metadata {
  text: string | undefined;
  reads = 0;
  writes = 0;
  onRead: () => void = () => undefined;

  async metadata(): Promise<string | undefined> {
    const { text } = this;
    this.reads += 1;
    this.onRead();
    return text;
  }

  async replaceMetadata(_key: string, expected: string | undefined, text: string): Promise<boolean> {
    if (this.text !== expected) return false;
    this.text = text;
    this.writes += 1;
    return true;
  }
}

describe('the store of known clusters', () => {
  let metadata: Metadata;
  let logger: RecordingLogger;
  let store: ClusterStore;
  beforeEach(() => {
    [metadata, logger] = [new Metadata(), new RecordingLogger()];
    store = new ClusterStore(metadata, logger);
  });

  it('returns what was stored, and writes nothing if nothing changes', async () => {
    expect(await store.read()).toBeUndefined();
    expect(await store.change(() => KNOWN)).toEqual(KNOWN);
    expect(await store.read()).toEqual(KNOWN);
    expect(await store.change((before) => before ?? NO_CLUSTERS)).toEqual(KNOWN);
    expect(metadata.writes).toBe(1);
  });

  it('changes what another replica has stored in between', async () => {
    metadata.onRead = () => {
      if (metadata.reads === 1) metadata.text = formatClusters(KNOWN);
    };
    const seen: (KnownClusters | undefined)[] = [];
    const next = await store.change((before) => {
      seen.push(before);
      return { ...(before ?? NO_CLUSTERS), managers: {} };
    });
    expect(seen).toEqual([undefined, KNOWN]);
    expect(next).toEqual({ ...KNOWN, managers: {} });
    expect(await store.read()).toEqual(next);
  });

  it('gives up if others always are first', async () => {
    metadata.onRead = () => (metadata.text = `${metadata.reads}`);
    await expect(store.change(() => KNOWN)).rejects.toMatchObject({ name: 'StoreUnavailableError' });
  });

  it('logs a damaged text once, and replaces it', async () => {
    metadata.text = '{';
    for (let times = 0; times < 3; times += 1) expect(await store.read()).toBeUndefined();
    expect(logger.lines.map(({ level, fields }) => [level, fields])).toEqual([
      ['error', { key: 'discovered-clusters' }],
    ]);
    await store.change((before) => before ?? KNOWN);
    expect(await store.read()).toEqual(KNOWN);
  });
});
