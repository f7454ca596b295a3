import { BackendError, nextTurn } from '@gateway/core';
import fc from 'fast-check';

import { ListRuns, type Run } from './list-runs.js';
import { parseJson, parsePage, readToEnd } from './parse-json.js';

const PATHS = [['records'], ['result', 'records']] as const;

/** All records and the rest of a page. */
async function pageOf(text: string | Buffer, path: readonly string[] = ['records']) {
  const records: unknown[] = [];
  const take = (some: readonly unknown[]): void => void records.push(...some);
  const reading = parsePage(Buffer.from(text), 200, { path, maxRecords: 10_000 });
  const { body, tooLarge } = await readToEnd(reading, take);
  return { body, records, tooLarge };
}

/** A body with these records at a path, among other members. */
function bodyWith(records: unknown, path: readonly string[], before: object, after: object): object {
  const [name = '', ...rest] = path;
  return { ...before, [name]: rest.length === 0 ? records : bodyWith(records, rest, before, after), ...after };
}

/** The outcome for a text, as JSON.parse has it. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const other = fc.dictionary(fc.constantFrom('a', 'records2345', '"', '\\', 'é', '[', '{', 'x:y,'), fc.jsonValue());
const page = fc.record({
  records: fc.array(fc.jsonValue()),
  path: fc.constantFrom(...PATHS),
  before: other,
  after: other,
  indent: fc.constantFrom(0, 1),
});

describe('a page', () => {
  it('has the same records and members as with JSON.parse', async () => {
    await fc.assert(
      fc.asyncProperty(page, async ({ records, path, before, after, indent }) => {
        const text = JSON.stringify(bodyWith(records, path, before, after), undefined, indent);
        const body = JSON.parse(JSON.stringify(bodyWith([], path, before, after))) as unknown;
        expect(await pageOf(`\uFEFF${text}`, path)).toEqual({
          body,
          records: JSON.parse(JSON.stringify(records)) as unknown,
          tooLarge: 0,
        });
      }),
    );
  });

  it('is malformed exactly if JSON.parse rejects it', async () => {
    const junk = fc.constantFrom('', ',', ':', '"', '[', ']', '{', '}', '\\', '1', ' ', '<');
    await fc.assert(
      fc.asyncProperty(page, fc.nat(), fc.nat(3), junk, async (content, at, removed, inserted) => {
        const { records, path, before, after, indent } = content;
        const whole = JSON.stringify(bodyWith(records, path, before, after), undefined, indent);
        const from = at % whole.length;
        const text = whole.slice(0, from) + inserted + whole.slice(from + removed);
        const outcome = await pageOf(text, path).catch((error: unknown) => error);
        expect({ text, isPage: !(outcome instanceof BackendError) }).toEqual({ text, isPage: isJson(text) });
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['[,1]', '[1,]', '[1,,2]', '[,]', '[1', '[1}', '[{]}', '["]', '[1]]', '[]]'])(
    'is malformed with the records %s',
    async (records) => {
      await expect(pageOf(`{"records":${records}}`)).rejects.toMatchObject({ code: 'malformed' });
      await expect(pageOf(`{"records":${records.replace('1', `"${'x'.repeat(70_000)}"`)}}`)).rejects.toMatchObject({
        code: 'malformed',
      });
    },
  );

  it.each([
    ['of one record instead of a list', '{"records":{"a":1}}', { records: { a: 1 } }],
    ['without records', '{"records":null}', { records: null }],
    ['with an escape sequence in the name', '{"r\\u0065cords":[1]}', { records: [1] }],
    [
      'with records elsewhere',
      '{"x":{"records":[1]},"y":[{"records":[2]}]}',
      { x: { records: [1] }, y: [{ records: [2] }] },
    ],
  ])('%s is parsed as a whole', async (_what, text, body) => {
    expect(await pageOf(text)).toEqual({ body, records: [], tooLarge: 0 });
  });

  it.each([
    ['{"records":[1],"records":[2]}', ['records']],
    ['{"records":[1],"records":[]}', ['records']],
    ['{"records":[1],"r\\u0065cords":null}', ['records']],
    ['{"result":{"records":[1]},"result":{"records":[2]}}', ['result', 'records']],
    ['{"result":{"records":[1]},"result":{}}', ['result', 'records']],
  ])('is malformed if it has its records twice: %s', async (text, path) => {
    await expect(pageOf(text, path)).rejects.toMatchObject({
      code: 'malformed',
      message: `the response with status 200 has several members ${path.join('.')}`,
    });
  });

  it('leaves turns of the event loop to other work', async () => {
    let turns = 0;
    let isOver = false;
    const otherWork = async (): Promise<void> => {
      for (; !isOver; turns += 1) await nextTurn();
    };
    const running = otherWork();
    const records = Array.from({ length: 1_000 }, () => ({ text: 'x'.repeat(1_000) }));
    await pageOf(JSON.stringify({ records }));
    isOver = true;
    await running;
    expect(turns).toBeGreaterThanOrEqual(16); // one for each 64 kB
  });

  it.each([
    ['of more than 1 MiB', JSON.stringify({ text: 'x'.repeat(1024 * 1024) })],
    ['with more than 10,000 values', `[${'0,'.repeat(10_000)}0]`],
    ['with 10,001 lists in each other', `${'['.repeat(10_001)}${']'.repeat(10_001)}`],
  ])('lacks a record %s, and has the others', async (_what, large) => {
    const page = await pageOf(`{"n":3,"records":[{"a":1},${large},{"a":2}, ${large}]}`);
    expect(page).toEqual({ body: { n: 3, records: [] }, records: [{ a: 1 }, { a: 2 }], tooLarge: 2 });
  });

  it('has a record of 10,000 values, however it is parsed', async () => {
    const list = (values: number): string => `[${'0,'.repeat(values - 2)}0]`;
    for (const [values, tooLarge] of [
      [10_000, 0],
      [10_001, 1],
    ] as const) {
      const outcome = await pageOf(list(values)).catch(() => undefined);
      expect([(await pageOf(`{"records":[${list(values)}]}`)).tooLarge, outcome === undefined ? 1 : 0]).toEqual([
        tooLarge,
        tooLarge,
      ]);
    }
  });

  it('is malformed with more records than allowed', async () => {
    expect((await pageOf(`{"records":[${'{},'.repeat(9_999)}{}]}`)).records).toHaveLength(10_000);
    await expect(pageOf(`{"records":[${'{},'.repeat(10_000)}{}]}`)).rejects.toMatchObject({ code: 'malformed' });
  });

  it.each([
    ['5 MB of opening brackets', '['.repeat(5_000_000)],
    ['5 MB of opening brackets as records', `{"records":${'['.repeat(5_000_000)}`],
    ['2.5 million lists in each other', `{"records":[],"x":${'['.repeat(2_500_000)}${']'.repeat(2_500_000)}}`],
    ['1.7 million objects beside the records', `{"records":[],"x":[${'{},'.repeat(1_700_000)}{}]}`],
    ['2.5 million numbers', `[${'1,'.repeat(2_500_000)}1]`],
    ['5 MB of commas', ','.repeat(5_000_000)],
    ['a text of 5 MB', `"${'x'.repeat(5_000_000)}"`],
    ['a text of 5 MB without end', `{"records":["${'\\\\'.repeat(2_500_000)}`],
    ['5 MB of spaces', ' '.repeat(5_000_000)],
  ])('is malformed with %s', async (_what, text) => {
    const bytes = Buffer.from(text);
    await expect(pageOf(bytes)).rejects.toMatchObject({ code: 'malformed', details: { status: 200 } });
    await expect(async () => parseJson(bytes, 200)).rejects.toMatchObject({ code: 'malformed' });
  });
});

describe('the runs of a list', () => {
  it('are its items in order, in portions of the given size', () => {
    const limits = { run: { bytes: 20, values: 5 }, item: { bytes: 60, values: 12 } };
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), fc.constantFrom(0, 1), (items, indent) => {
        const text = Buffer.from(JSON.stringify(items, undefined, indent));
        const runs: Run[] = [];
        const list = new ListRuns(text, 1, limits);
        for (let run = list.next(); typeof run === 'object'; run = list.next()) runs.push(run);
        const all = runs.map(({ from, to }) => text.toString('utf8', from, to));
        expect(JSON.parse(`[${all.join()}]`)).toEqual(JSON.parse(text.toString('utf8')));
        for (const { from, to, isTooLarge } of runs) {
          const parsed = JSON.parse(`[${text.toString('utf8', from, to)}]`) as unknown[];
          if (isTooLarge) expect(parsed).toHaveLength(1);
          else expect(to - from).toBeLessThanOrEqual(limits.run.bytes + limits.item.bytes + 1);
        }
      }),
    );
  });
});
