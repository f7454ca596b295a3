import { RecordingLogger } from '@gateway/testing/recording-logger';

import { FullHeap } from './full-heap.js';

const GB = 1_000_000_000;

describe('a heap that fills up', () => {
  it('is logged once, until it has room again', () => {
    const logger = new RecordingLogger();
    const heap = new FullHeap(logger);
    for (const used of [0.5, 0.79, 0.81, 0.95, 0.75, 0.82, 0.59, 0.5, 0.93]) heap.note({ used: used * GB, limit: GB });
    expect(logger.lines.map(({ fields, level }) => [level, (fields as { heap_mb: number }).heap_mb])).toEqual([
      ['error', 810],
      ['info', 590],
      ['error', 930],
    ]);
  });
});
