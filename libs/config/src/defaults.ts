/**
 * The defaults of sources: an option of a source takes precedence over that of its kind, and that over the general one.
 */
import { SOURCE_KINDS } from '@gateway/core';

import {
  type Defaults,
  type PollSection,
  type SourceDefaultsSection,
  type SourceSection,
  type SourceTlsSection,
} from './sections.js';

/**
 * How a source takes each option: from the first place that has it, or each member of it from the first place that has
 * it.
 */
export const TAKEN: Readonly<Record<keyof SourceDefaultsSection, 'whole' | 'by member'>> = {
  auth: 'whole',
  tls: 'by member',
  proxy: 'whole',
  poll: 'by member',
  labels: 'by member',
};

/** A place that can have options of a source. */
export interface OptionsPlace {
  readonly path: string;
  readonly options: SourceDefaultsSection;
}

/**
 * Where the options of a source are, in the order of precedence: the source, the defaults of its kind, those of all
 * sources.
 */
export function placesOf(
  source: SourceSection,
  path: string,
  defaults: Defaults | null | undefined,
): readonly OptionsPlace[] {
  const ofKind = SOURCE_KINDS.includes(source.kind) ? defaults?.[source.kind] : undefined;
  return [
    { path, options: source },
    ...(ofKind ? [{ path: `defaults.${source.kind}`, options: ofKind }] : []),
    ...(defaults ? [{ path: 'defaults', options: defaults }] : []),
  ];
}

/** Where the defaults are, in the order of their declaration. */
export function placesOfDefaults(defaults: Defaults | null | undefined): readonly OptionsPlace[] {
  if (!defaults) return [];
  const ofKinds = SOURCE_KINDS.map((kind) => ({ path: `defaults.${kind}`, options: defaults[kind] }));
  return [{ path: 'defaults', options: defaults }, ...ofKinds.filter(hasOptions)];
}

/** A source with its defaults. An empty option counts as absent. */
export function withDefaults(source: SourceSection, defaults: Defaults | null | undefined): SourceSection {
  const places = placesOf(source, '', defaults).map(({ options }) => withCurrentNames(options));
  const taken = Object.entries(TAKEN).map(([name, how]) => {
    const values = places
      .map((options) => options[name as keyof SourceDefaultsSection])
      .filter((value) => value != null);
    return [name, how === 'whole' ? values[0] : firstMembers(values)];
  });
  const options = Object.fromEntries(taken) as SourceDefaultsSection;
  return { ...source, ...options, tls: takenTls(options.tls, places) };
}

/** The path of an option of `poll` that a source takes, under any of the names; `undefined` if no place has it. */
export function pathOfPollOption(
  places: readonly OptionsPlace[],
  names: readonly (keyof PollSection)[],
): string | undefined {
  for (const { options, path } of places) {
    const name = names.find((each) => options.poll?.[each] != null);
    if (name !== undefined) return `${path}.poll.${name}`;
  }
  return undefined;
}

function hasOptions(place: {
  readonly path: string;
  readonly options: SourceDefaultsSection | null | undefined;
}): place is OptionsPlace {
  return place.options != null;
}

function withCurrentNames(options: SourceDefaultsSection): SourceDefaultsSection {
  return options.poll ? { ...options, poll: currentPoll(options.poll) } : options;
}

function currentPoll({ memory, ...poll }: PollSection): PollSection {
  return { ...poll, finished_job_ttl: poll.finished_job_ttl ?? memory ?? null };
}

/** `insecure` does not reach a place that says which certificates to accept: it would make that void. */
function takenTls(
  tls: SourceTlsSection | null | undefined,
  places: readonly SourceDefaultsSection[],
): SourceTlsSection {
  const first = places.findIndex(({ tls: options }) =>
    [options?.ca_file, options?.fingerprint_sha256, options?.server_name].some((option) => option != null),
  );
  const allowed = first < 0 ? places : places.slice(0, first + 1);
  const insecure = allowed.map((options) => options.tls?.insecure).find((each) => each != null) ?? null;
  return { ...tls, insecure };
}

function firstMembers(values: readonly object[]): object {
  const members: Record<string, unknown> = {};
  for (const [name, value] of values.toReversed().flatMap((each) => Object.entries(each))) {
    if (value != null) members[name] = value;
  }
  return members;
}
