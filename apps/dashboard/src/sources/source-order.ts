/** The order and the counts of the page of sources. */

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

/** Sorts sources by trouble, then by name. */
export function byTrouble<S extends RankedSource>(sources: readonly S[]): readonly S[] {
  return [...sources].sort(
    (one, other) => rankOf(one) - rankOf(other) || (one.name < other.name ? -1 : Number(one.name > other.name)),
  );
}

/** The sources that a choice selects, in their order. */
export function chosenSources<S extends RankedSource>(sources: readonly S[], choice: SourceChoice): readonly S[] {
  const text = choice.text.trim().toLowerCase();
  return sources.filter(
    (source) =>
      source.name.toLowerCase().includes(text) &&
      (choice.kind === '' || source.kind === choice.kind) &&
      (choice.label === '' || labelTexts(source).includes(choice.label)) &&
      (!choice.onlyTroubled || isTroubled(source)),
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

function rankOf({ status }: RankedSource): number {
  return STATUSES_BY_TROUBLE.indexOf(status);
}
