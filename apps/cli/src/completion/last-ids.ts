/** The ids of the last list, for completion. */
import { join } from 'node:path';

import { readFileIfAny, writePrivateFile } from '../contexts/private-files.js';
import { type Environment } from '../environment.js';

/** How long ids are offered after a list. */
const KEPT_MS = 600_000;
/** The most ids that are kept. */
const MAX_IDS = 1_000;

interface LastIds {
  readonly time: number;
  readonly ids: readonly string[];
}

/** Keeps the ids of a list. Completion is a convenience: an error here is none of the command. */
export function rememberIds({ cacheFolder }: Environment, ids: readonly string[]): void {
  const last: LastIds = { time: Date.now(), ids: ids.slice(0, MAX_IDS) };
  ignoringErrors(() => writePrivateFile(fileIn(cacheFolder), JSON.stringify(last)));
}

/** The ids of the last list, if it is not older than ten minutes. */
export function lastIds({ cacheFolder }: Environment, now = Date.now()): readonly string[] {
  return (
    ignoringErrors(() => {
      const file = readFileIfAny(fileIn(cacheFolder));
      if (file === undefined) return [];
      const { ids, time } = JSON.parse(file.text) as LastIds;
      return now - time < KEPT_MS ? ids : [];
    }) ?? []
  );
}

function fileIn(folder: string): string {
  return join(folder, 'last-ids.json');
}

function ignoringErrors<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
