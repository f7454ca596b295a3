import { allRecords, type PagePart, pagesOf } from './pages.js';

/** A list of `total` numbers whose cursor is the next number. */
function reader(total: number, asked: PagePart[]) {
  return async (part: PagePart) => {
    asked.push(part);
    const begin = Number(part.start ?? 0);
    const records = Array.from({ length: Math.min(part.max_records, total - begin) }, (_, at) => begin + at);
    const end = begin + records.length;
    const next = end < total ? { next: { href: `/api/jobs?start=${end}&max_records=5` } } : {};
    return { records, num_records: records.length, total_records: total, _links: next };
  };
}

it('reads all pages of 1,000 records', async () => {
  const asked: PagePart[] = [];
  expect(await allRecords(pagesOf(Infinity, reader(2_500, asked)))).toHaveLength(2_500);
  expect(asked).toEqual([
    { max_records: 1_000 },
    { max_records: 1_000, start: '1000' },
    { max_records: 1_000, start: '2000' },
  ]);
});

it('reads no more than the limit', async () => {
  const asked: PagePart[] = [];
  expect(await allRecords(pagesOf(1_200, reader(2_500, asked)))).toHaveLength(1_200);
  expect(asked).toEqual([{ max_records: 1_000 }, { max_records: 200, start: '1000' }]);
});

it('reads an empty list once', async () => {
  const asked: PagePart[] = [];
  expect(await allRecords(pagesOf(100, reader(0, asked)))).toEqual([]);
  expect(asked).toEqual([{ max_records: 100 }]);
});
