import { checkPoll } from './check-poll.js';
import { placesOf, withDefaults } from './defaults.js';
import { discoveredSection } from './discovered.js';
import { type Faults } from './faults.js';
import { MAX_LABELS } from './rules.js';
import { type Defaults, type SourceSection } from './sections.js';

/**
 * Adds the faults of `discover` that involve several options: of the kind and, unless the defaults have faults
 * (`false`), of the options of discovered clusters.
 */
export function checkDiscover(
  manager: SourceSection,
  path: string,
  context: { readonly defaults: Defaults | null | undefined } | false,
  faults: Faults,
): void {
  const at = `${path}.discover`;
  const isSound = (name: string): boolean => faults.isSound(`${at}.${name}`);
  if (faults.isSound(`${path}.kind`) && manager.kind !== 'unified-manager') {
    faults.add(at, `expected only with kind unified-manager, got it with kind ${manager.kind}`);
    return;
  }
  const discovered = context && isSound('clusters') ? discoveredSection(manager) : undefined;
  if (!context || !discovered) return;
  const { defaults } = context;
  const { labels, poll } = withDefaults(discovered, defaults);
  const pollOptions = ['interval', 'timeout', 'finished_job_ttl'].map((name) => `poll.${name}`);
  if (pollOptions.every(isSound)) checkPoll('ontap', poll, placesOf(discovered, at, defaults), at, faults);
  if (isSound('labels') && Object.keys(labels ?? {}).length > MAX_LABELS)
    faults.add(`${at}.labels`, `expected at most ${MAX_LABELS} labels, with those of defaults`);
}
