import { StoreUnavailableError } from '@gateway/core';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { Commands, MAX_SENT_BATCHES } from './commands.js';

describe('the commands of the Redis store', () => {
  it('send a few write batches at a time, in order, and other commands at once', async () => {
    const commands = new Commands(new RecordingLogger());
    const sent: number[] = [];
    const respond: (() => void)[] = [];
    const batches = Array.from({ length: MAX_SENT_BATCHES + 2 }, (_, batch) =>
      commands.writeBatch(() => {
        sent.push(batch);
        return new Promise<void>((resolve) => respond.push(resolve));
      }),
    );
    expect(await commands.write(async () => 'renewed')).toBe('renewed');
    const firstBatches = Array.from({ length: MAX_SENT_BATCHES }, (_, batch) => batch);
    expect(sent).toEqual(firstBatches);
    respond.shift()?.();
    await batches[0];
    expect(sent).toEqual([...firstBatches, MAX_SENT_BATCHES]);
    while (respond.length > 0) {
      respond.shift()?.();
      await commands.read(async () => undefined);
    }
    await Promise.all(batches);
    expect(sent).toHaveLength(MAX_SENT_BATCHES + 2);
  });

  it('send the write batches that wait also after one has failed', async () => {
    const commands = new Commands(new RecordingLogger());
    const sent: number[] = [];
    const fail: ((error: Error) => void)[] = [];
    const batches = Array.from({ length: 2 * MAX_SENT_BATCHES }, (_, batch) =>
      commands.writeBatch(() => {
        sent.push(batch);
        if (batch >= MAX_SENT_BATCHES) return Promise.resolve();
        return new Promise<void>((_resolve, reject) => fail.push(reject));
      }),
    );
    fail.shift()?.(new Error('lost'));
    await expect(batches[0]).rejects.toThrow(StoreUnavailableError);
    await Promise.all(batches.slice(MAX_SENT_BATCHES));
    expect(sent).toEqual(batches.map((_, batch) => batch));
    for (const reject of fail) reject(new Error('lost'));
    await Promise.allSettled(batches);
    expect(commands.failedWrites).toBe(MAX_SENT_BATCHES);
  });
});
