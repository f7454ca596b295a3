import { type ListedPage, type ObservedJob, type OnPage, type PollResult } from '@gateway/core';

/** A poll result with the jobs of all pages, each native id once, as it was observed last. */
export interface WholeListing extends PollResult {
  readonly jobs: readonly ObservedJob[];
}

/** Reads a whole listing: `read` calls `poll` or `list` of an adapter with the given `onPage`. */
export async function wholeListing(read: (onPage: OnPage) => Promise<PollResult>): Promise<WholeListing> {
  const jobs = new Map<string, ObservedJob>();
  const result = await read(async (page: ListedPage) => {
    for (const job of await page.jobs()) jobs.set(job.native_id, job);
  });
  return { ...result, jobs: [...jobs.values()] };
}
