import { readAhead } from './read-ahead.js';

describe('reading ahead', () => {
  let requested: number[];
  let isClosed: boolean;

  async function* pages(failsAt = Infinity): AsyncGenerator<number, void, undefined> {
    try {
      for (let page = 0; page < 5; page += 1) {
        requested.push(page);
        if (page === failsAt) throw new RangeError(`page ${page}`);
        yield page;
      }
    } finally {
      isClosed = true;
    }
  }

  beforeEach(() => {
    requested = [];
    isClosed = false;
  });

  it('yields all pages in order, and requests one more than was used', async () => {
    const used: number[] = [];
    for await (const page of readAhead(pages())) {
      used.push(page);
      expect(requested).toHaveLength(Math.min(page + 2, 5));
    }
    expect(used).toEqual([0, 1, 2, 3, 4]);
    expect(isClosed).toBe(true);
  });

  it('throws an error when its page is requested, after the pages before it', async () => {
    const ahead = readAhead(pages(1));
    expect(await ahead.next()).toEqual({ done: false, value: 0 });
    await expect(ahead.next()).rejects.toThrow('page 1');
  });

  it('closes the source if no more pages are needed, and does not throw an error of the next one', async () => {
    for await (const page of readAhead(pages(1))) {
      expect(page).toBe(0);
      break;
    }
    expect(isClosed).toBe(true);
  });
});
