import { type Page } from '../api/pages.js';
import { type Output } from '../output/output.js';
import { RecordPrinter, type RecordStyle } from '../output/print-records.js';
import { type View } from '../output/view.js';

/** Prints a list page by page. Returns the number of printed records, and the first page. */
export async function printPages<R, P extends Page<R>>(
  output: Output,
  pages: AsyncIterable<P>,
  style: RecordStyle<R>,
  viewOf: (first: P) => Promise<View>,
  each: (records: readonly R[]) => void = () => undefined,
): Promise<{ readonly count: number; readonly first: P }> {
  /** The first page and the last one. */
  const read: P[] = [];
  let printer: RecordPrinter<R> | undefined;
  let count = 0;
  for await (const page of pages) {
    if (read.length < 2) read.push(page);
    else read[1] = page;
    printer ??= await makePrinter(output, style, viewOf(page));
    const { records = [] } = page;
    each(records);
    count += records.length;
    await printer.add(records);
  }
  const [first, last = first] = read;
  if (first === undefined || last === undefined) throw new Error('a list has at least one page');
  await printer?.end((records) => merged(first, last, records));
  return { count, first };
}

async function makePrinter<R>(output: Output, style: RecordStyle<R>, view: Promise<View>): Promise<RecordPrinter<R>> {
  const known = await view;
  return new RecordPrinter(output, style, () => known);
}

/** The answer of the API for the records of several pages. */
function merged<R>(first: Page<R>, last: Page<R>, records: readonly R[]): unknown {
  const { next: _, ...links } = first._links;
  const { next } = last._links;
  return { ...first, records, num_records: records.length, _links: next === undefined ? links : { ...links, next } };
}
