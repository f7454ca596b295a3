import { randomUUID } from 'node:crypto';

import { type Adapter, BackendError, type ConfiguredSource, type DiscoveryRule } from '@gateway/core';

import { isMatch } from '../discovery/derived-source.js';
import { remedyFor } from './remedies.js';

/** A larger clock offset is worth a note, in ms: gaps and retention are computed with it. */
const NOTED_OFFSET_MS = 5_000;
/** A poll may take this many times its timeout while pages arrive, as in the poller. */
const MOST_TIMES = 10;

/** What is checked. */
export interface CheckedSource extends Pick<ConfiguredSource, 'discovery'> {
  readonly source: Pick<ConfiguredSource['source'], 'timeoutMs'>;
}

/** What one source can do with its login. */
export interface SourceCheck {
  /** False if the gateway cannot read the jobs of the source. */
  readonly ok: boolean;
  /** The findings, in the order in which an admin reads them. */
  readonly findings: readonly string[];
}

/**
 * Tries a source as the gateway would use it: connects, signs in, reads the version and the jobs, and sends a
 * `cancel` of a job that cannot exist, to find out whether the login may act. Never rejects with a `BackendError`.
 */
export async function checkSource(
  adapter: Adapter,
  { discovery, source: { timeoutMs } }: CheckedSource,
): Promise<SourceCheck> {
  const findings: string[] = [];
  try {
    const { version } = await adapter.check(AbortSignal.timeout(timeoutMs));
    findings.push(version === undefined ? 'version unknown' : `version ${version}`);
    findings.push(...(await readJobs(adapter, timeoutMs)));
    findings.push(await rightToAct(adapter, timeoutMs));
    const clusters = discovery && (await readClusters(adapter, discovery, timeoutMs));
    return { ok: clusters?.ok ?? true, findings: [...findings, ...(clusters?.findings ?? [])] };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return { ok: false, findings: [...findings, `${error.code}: ${error.message}`, remedyFor(error)] };
  }
}

async function readJobs(adapter: Adapter, timeoutMs: number): Promise<readonly string[]> {
  let jobs = 0;
  const tooLate = new AbortController();
  const abort = (): void => tooLate.abort();
  const pageTimer = setTimeout(abort, timeoutMs);
  const totalTimer = setTimeout(abort, MOST_TIMES * timeoutMs);
  const listing = await adapter
    .list(Date.now(), tooLate.signal, async (page) => {
      pageTimer.refresh();
      jobs += (await page.jobs()).length;
    })
    .finally(() => {
      clearTimeout(pageTimer);
      clearTimeout(totalTimer);
    });
  if (!listing.complete) throw listing.error ?? new BackendError('malformed', 'part of the listing could not be read');
  const offset = listing.clockOffsetMs ?? 0;
  const clock = `its clock is ${Math.abs(Math.round(offset / 1_000))} s ${offset > 0 ? 'ahead' : 'behind'}, set up NTP`;
  return [
    listing.form === 'snapshot' ? `jobs: ${jobs}` : `newest jobs: ${jobs}`,
    ...(listing.skipped > 0 ? [`listed items that are not jobs: ${listing.skipped}`] : []),
    ...(Math.abs(offset) > NOTED_OFFSET_MS ? [clock] : []),
  ];
}

async function readClusters(adapter: Adapter, rule: DiscoveryRule, timeoutMs: number): Promise<SourceCheck> {
  try {
    const clusters = (await adapter.clusters?.(AbortSignal.timeout(timeoutMs))) ?? [];
    const matching = clusters.filter(({ name }) => isMatch(rule, name));
    return { ok: true, findings: [`clusters: ${matching.length} of ${clusters.length}`] };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    const remedy = 'check that the API gateway is switched on in Unified Manager';
    return { ok: false, findings: [`clusters cannot be listed (${error.code}: ${error.message})`, remedy] };
  }
}

async function rightToAct(adapter: Adapter, timeoutMs: number): Promise<string> {
  if (!adapter.act || adapter.actions.length === 0) return 'no actions in its API';
  try {
    await adapter.act(randomUUID(), 'cancel', AbortSignal.timeout(timeoutMs));
    return 'may act';
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    const { code, details } = error;
    if (details.refusal === 'gone') return 'may act';
    const isForbidden = code === 'unauthorized' || details.refusal === 'forbidden';
    return isForbidden ? 'read only: its role may not act on jobs' : `right to act unknown (${code}: ${error.message})`;
  }
}
