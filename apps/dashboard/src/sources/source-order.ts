/** The order and the counts of the page of sources. */

import { serverClock } from '../live/server-clock';
import { type Gap } from './gap-band';

/** The statuses of a source, the most troubled first. */
export const STATUSES_BY_TROUBLE = ['failing', 'unauthorized', 'degraded', 'starting', 'ok'] as const;
/** The status of a source. */
export type SourceStatus = (typeof STATUSES_BY_TROUBLE)[number];

/** What the order of sources depends on. */
export interface RankedSource {
  readonly name: string;
  readonly kind: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: SourceStatus;
  readonly gaps: readonly Gap[];
}

/** Which sources the page shows. */
export interface SourceChoice {
  /** Part of the name; case is ignored. */
  readonly text: string;
  /** A kind; empty for all kinds. */
  readonly kind: string;
  /** `name=value` of a label; empty for all. */
  readonly label: string;
  readonly onlyTroubled: boolean;
}

/** True if an operator should look at a source: neither `ok` nor still `starting`. */
export function isTroubled({ status }: Pick<RankedSource, 'status'>): boolean {
  return status !== 'ok' && status !== 'starting';
}

/** A gap is recent for as long as the list shows it, in ms. */
const RECENT_MS = 86_400_000;

/** True if a source has a gap that lasts or has ended less than a day ago; `now` is in ms since the epoch. */
export function hasRecentGap({ gaps }: Pick<RankedSource, 'gaps'>, now: number): boolean {
  return gaps.some(({ to }) => to === undefined || now - Date.parse(to) < RECENT_MS);
}

/** Puts east-2 before east-10. */
const byName = new Intl.Collator('en', { numeric: true });

/** Sorts sources by trouble, those that are well with a recent gap first, and then by name. */
export function byTrouble<S extends RankedSource>(sources: readonly S[], now = serverClock.now()): readonly S[] {
  return sources
    .map((source) => ({ source, rank: rankOf(source, now) }))
    .sort((one, other) => one.rank - other.rank || byName.compare(one.source.name, other.source.name))
    .map(({ source }) => source);
}

/** The sources that a choice selects, in their order. A source with a recent gap counts as troubled. */
export function chosenSources<S extends RankedSource>(
  sources: readonly S[],
  choice: SourceChoice,
  now = serverClock.now(),
): readonly S[] {
  const text = choice.text.trim().toLowerCase();
  return sources.filter(
    (source) =>
      source.name.toLowerCase().includes(text) &&
      (choice.kind === '' || source.kind === choice.kind) &&
      (choice.label === '' || labelTexts(source).includes(choice.label)) &&
      (!choice.onlyTroubled || isTroubled(source) || hasRecentGap(source, now)),
  );
}

/** The number of sources of each status, the most troubled first; statuses without sources are left out. */
export function countsByStatus(
  sources: readonly Pick<RankedSource, 'status'>[],
): readonly { readonly status: SourceStatus; readonly count: number }[] {
  return STATUSES_BY_TROUBLE.map((status) => ({
    status,
    count: sources.filter((source) => source.status === status).length,
  })).filter(({ count }) => count > 0);
}

/** The kinds of all sources, sorted. */
export function kindsOf(sources: readonly Pick<RankedSource, 'kind'>[]): readonly string[] {
  return distinct(sources.map(({ kind }) => kind));
}

/** The labels of all sources as `name=value`, sorted. */
export function labelsOf(sources: readonly Pick<RankedSource, 'labels'>[]): readonly string[] {
  return distinct(sources.flatMap(labelTexts));
}

function labelTexts({ labels }: Pick<RankedSource, 'labels'>): readonly string[] {
  return Object.entries(labels).map(([name, value]) => `${name}=${value}`);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** The places of the troubled statuses, then of recent gaps, then of the other statuses. */
function rankOf(source: RankedSource, now: number): number {
  const place = STATUSES_BY_TROUBLE.indexOf(source.status);
  if (isTroubled(source)) return place;
  return hasRecentGap(source, now) ? TROUBLED : place + 1;
}

/** The number of troubled statuses. */
const TROUBLED = STATUSES_BY_TROUBLE.filter((status) => isTroubled({ status })).length;
