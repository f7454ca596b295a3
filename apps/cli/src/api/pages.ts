/** A page of a list. */
export interface Page<R> {
  readonly records?: readonly R[];
  readonly num_records: number;
  readonly total_records: number;
  readonly _links: { readonly next?: { readonly href: string } };
}

/** The part of a list that a request reads. */
export interface PagePart {
  readonly max_records: number;
  readonly start?: string;
}

/** The most records of a page. */
const PAGE_SIZE = 1_000;

/** Reads pages until the list ends or has had `limit` records. */
export async function* pagesOf<P extends Page<unknown>>(
  limit: number,
  read: (part: PagePart) => Promise<P>,
): AsyncGenerator<P> {
  let left = limit;
  let start: string | undefined;
  do {
    const page = await read({ max_records: Math.min(left, PAGE_SIZE), ...(start !== undefined && { start }) });
    yield page;
    left -= page.num_records;
    start = cursorOf(page._links.next?.href);
  } while (start !== undefined && left > 0);
}

/** The records of all pages. */
export async function allRecords<R>(pages: AsyncIterable<Page<R>>): Promise<readonly R[]> {
  const all: R[] = [];
  for await (const { records = [] } of pages) all.push(...records);
  return all;
}

function cursorOf(href: string | undefined): string | undefined {
  return href === undefined ? undefined : (new URL(href, 'http://127.0.0.1').searchParams.get('start') ?? undefined);
}
