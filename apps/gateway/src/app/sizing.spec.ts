import { sizingFor } from './sizing.js';

const GB = 1_000_000_000;

describe('the sizing', () => {
  it('of a million jobs fits into 2 GB with the heap that Node allows there', () => {
    expect(sizingFor(1_000_000, { available: 2 * GB, heap: GB })).toEqual({
      fields: { max_jobs: 1_000_000, memory_mb: 2_000, available_mb: 2_000, heap_mb: 650, heap_limit_mb: 1_000 },
      isEnough: true,
    });
  });

  it.each([
    ['the memory', { available: 1.9 * GB, heap: 4 * GB }],
    ['the heap', { available: 8 * GB, heap: 0.6 * GB }],
  ])('does not fit if %s is smaller', (_limit, limits) => {
    expect(sizingFor(1_000_000, limits).isEnough).toBe(false);
  });
});
