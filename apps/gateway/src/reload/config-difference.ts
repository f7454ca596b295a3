import { type LoadedConfig, type LoadedSource, START_SECTIONS, type StartSection } from '@gateway/config';

/** The changes between two configurations: the names of sources, and whether retention or access rules differ. */
export interface ConfigDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly edited: readonly string[];
  readonly retention: boolean;
  readonly access: boolean;
}

/**
 * Compares two configurations. A source that names a file in `touched` counts as edited even if its content is the
 * same.
 */
export function differenceOf(
  running: LoadedConfig,
  next: LoadedConfig,
  touched: ReadonlySet<string>,
): ConfigDifference {
  const before = byName(running);
  const after = byName(next);
  const both = next.sources.flatMap((now) => {
    const was = before.get(now.source.name);
    return was ? [{ now, was }] : [];
  });
  const edited = both.filter(
    ({ now, was }) => now.fingerprint !== was.fingerprint || now.files.some((file) => touched.has(file)),
  );
  return {
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name)),
    edited: edited.map(({ now }) => now.source.name),
    retention:
      running.retention.terminalMs !== next.retention.terminalMs ||
      running.retention.maxJobs !== next.retention.maxJobs,
    access: running.accessFingerprint !== next.accessFingerprint,
  };
}

/** True if there are no changes. */
export function isEmpty({ access, added, edited, removed, retention }: ConfigDifference): boolean {
  return added.length + edited.length + removed.length === 0 && !retention && !access;
}

/** The changed options that only a restart applies. */
export function sectionsForRestart(started: LoadedConfig, next: LoadedConfig): readonly StartSection[] {
  return START_SECTIONS.filter((name) => started.atStart[name] !== next.atStart[name]);
}

function byName({ sources }: LoadedConfig): ReadonlyMap<string, LoadedSource> {
  return new Map(sources.map((configured) => [configured.source.name, configured]));
}
