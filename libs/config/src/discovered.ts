/** The options of the clusters that a Unified Manager manages. */
import { type DiscoveryRule } from '@gateway/core';

import { finishedJobTtl, POLL_DEFAULTS } from './check-poll.js';
import { withDefaults } from './defaults.js';
import { milliseconds } from './duration.js';
import { type Defaults, type SourceSection } from './sections.js';

const INTERVAL = '5m';
const EVERY_NAME = '*';

/**
 * The source of a discovered cluster as if it were written down: an ONTAP source with the address and the login of
 * its Unified Manager, and without defaults. `undefined` without `discover.clusters`.
 */
export function discoveredSection(manager: SourceSection): SourceSection | undefined {
  const { discover } = manager;
  if (String(discover?.clusters) !== 'true') return undefined;
  const { labels = null, poll = null } = discover ?? {};
  return { ...manager, kind: 'ontap', labels, poll, discover: null };
}

/** What is discovered through a Unified Manager. Expects a section without a fault. */
export function discoveryRule(
  manager: SourceSection,
  defaults: Defaults | null | undefined,
): DiscoveryRule | undefined {
  const discovered = discoveredSection(manager);
  if (!discovered) return undefined;
  const { labels, poll } = withDefaults(discovered, defaults);
  const ttl = finishedJobTtl('ontap', poll);
  return {
    intervalMs: milliseconds(manager.discover?.interval ?? INTERVAL),
    match: manager.discover?.match ?? EVERY_NAME,
    labels: labels ?? {},
    poll: {
      intervalMs: milliseconds(poll?.interval ?? POLL_DEFAULTS.interval),
      timeoutMs: milliseconds(poll?.timeout ?? POLL_DEFAULTS.timeout),
      ...(ttl !== undefined && { finishedJobTtlMs: milliseconds(ttl) }),
    },
  };
}
