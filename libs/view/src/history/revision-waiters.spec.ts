import { put, snapshotOf } from '@gateway/testing/jobs';

import { View } from '../index/view.js';
import { viewOf } from '../testing/sample-view.js';

describe('waiting for a revision', () => {
  it('resolves at once if the revision is already applied', async () => {
    const view = viewOf({ nativeId: '1' });
    await view.reached('1-1');
    await view.reached('0-0');
  });

  it('resolves when that revision or a later one is applied, not before', async () => {
    const view = new View();
    const order: string[] = [];
    const waits = ['2-0', '3-5'].map((revision) => view.reached(revision).then(() => order.push(revision)));
    view.apply([put({ nativeId: '1' }, '1-0')]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual([]);
    view.apply([put({ nativeId: '1' }, '3-0')]);
    await waits[0];
    expect(order).toEqual(['2-0']);
    await view.load(snapshotOf(), '4-0');
    await Promise.all(waits);
    expect(order).toEqual(['2-0', '3-5']);
  });

  it('resolves when the view shows the change', async () => {
    const view = new View();
    const seen = view.reached('1-0').then(() => view.get('east~1'));
    view.apply([put({ nativeId: '1' }, '1-0')]);
    expect(await seen).toBeDefined();
  });

  it("rejects with the signal's reason if the signal aborts, or was aborted before", async () => {
    const view = new View();
    const control = new AbortController();
    const wait = view.reached('1-0', control.signal);
    control.abort(new Error('client left'));
    await expect(wait).rejects.toThrow('client left');
    await expect(view.reached('1-0', control.signal)).rejects.toThrow('client left');
    view.apply([put({ nativeId: '1' }, '1-0')]);
  });

  it('leaves no listener on the signal, however it ends', async () => {
    const view = new View();
    const control = new AbortController();
    const { signal } = control;
    const listeners = new Set<unknown>();
    let removals = 0;
    const add = signal.addEventListener.bind(signal) as (...parts: unknown[]) => void;
    const drop = signal.removeEventListener.bind(signal) as (...parts: unknown[]) => void;
    signal.addEventListener = (...parts: unknown[]) => {
      listeners.add(parts[1]);
      add(...parts);
    };
    signal.removeEventListener = (...parts: unknown[]) => {
      removals += 1;
      listeners.delete(parts[1]);
      drop(...parts);
    };
    const [first, second] = [view.reached('1-0', signal), view.reached('2-0', signal)];
    expect(listeners.size).toBe(2);
    view.apply([put({ nativeId: '1' }, '1-0')]);
    await first;
    expect(listeners.size).toBe(1);
    control.abort();
    await expect(second).rejects.toThrow();
    expect(listeners.size).toBe(0);
    view.apply([put({ nativeId: '1' }, '3-0')]);
    expect(removals).toBe(2);
  });

  it('rejects an invalid revision', async () => {
    await expect(new View().reached('yesterday')).rejects.toThrow(RangeError);
  });
});
