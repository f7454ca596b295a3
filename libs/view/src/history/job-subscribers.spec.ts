import { put, snapshotOf } from '@gateway/testing/jobs';

import { View } from '../index/view.js';

describe('a subscription to one job', () => {
  it('is notified of each change of the job when the view shows it, and of a load, until it ends', async () => {
    const view = new View();
    const states: unknown[] = [];
    const unsubscribe = view.subscribe('east~1', () => states.push(view.get('east~1')?.job.state));
    view.apply([put({ nativeId: '1' }, '1-0'), put({ nativeId: '2' }, '1-1')]);
    view.apply([put({ nativeId: '2', state: 'success' }, '2-0')]);
    view.apply([put({ nativeId: '1', state: 'success' }, '3-0')]);
    await view.load(snapshotOf(), '4-0');
    expect(states).toEqual(['running', 'success', undefined]);
    unsubscribe();
    view.apply([put({ nativeId: '1' }, '5-0')]);
    expect(states).toHaveLength(3);
  });

  it('can end while it is notified', () => {
    const view = new View();
    let calls = 0;
    for (let at = 0; at < 5; at += 1) {
      const unsubscribe = view.subscribe('east~1', () => {
        calls += 1;
        unsubscribe();
      });
    }
    view.apply([put({ nativeId: '1' }, '1-0')]);
    view.apply([put({ nativeId: '1' }, '2-0')]);
    expect(calls).toBe(5);
  });
});
