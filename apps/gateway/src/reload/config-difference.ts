import { type LoadedConfig, type LoadedSource } from '@gateway/config';

/** What a newly loaded configuration changes. */
export interface ConfigDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly edited: readonly string[];
  readonly retention: boolean;
}

/** Compares two configurations. A source that names one of the `touched` files counts as edited although it reads as before. */
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
  };
}

/** True when nothing is to be done. */
export function isSame({ added, edited, removed, retention }: ConfigDifference): boolean {
  return added.length + edited.length + removed.length === 0 && !retention;
}

/** The sections that count at the start only and are not as they were then. */
export function waitingForRestart(running: LoadedConfig, next: LoadedConfig): readonly ('server' | 'store')[] {
  return (['server', 'store'] as const).filter((name) => running.atStart[name] !== next.atStart[name]);
}

function byName({ sources }: LoadedConfig): ReadonlyMap<string, LoadedSource> {
  return new Map(sources.map((configured) => [configured.source.name, configured]));
}
