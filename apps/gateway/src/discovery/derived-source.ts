import { type ConfiguredSource, type DiscoveryRule } from '@gateway/core';

/**
 * The source of a discovered cluster: the ONTAP API of the cluster, reached through its Unified Manager and with its
 * login.
 */
export function derivedSource(
  { connection, source }: ConfiguredSource,
  { labels, poll }: DiscoveryRule,
  { name, uuid }: { readonly name: string; readonly uuid: string },
): ConfiguredSource {
  const basePath = `${connection.basePath}/gateways/${uuid}`;
  return {
    source: {
      ...poll,
      name,
      kind: 'ontap',
      url: source.url,
      // The same backend, whichever Unified Manager leads to it.
      backendFingerprint: uuid,
      labels,
      origin: { kind: 'discovery', source: source.name, cluster_uuid: uuid },
    },
    connection: { ...connection, basePath, linkPath: basePath },
  };
}

/** True if a rule covers a cluster of this name. `*` in the rule is any text, and case is ignored. */
export function isMatch({ match }: Pick<DiscoveryRule, 'match'>, name: string): boolean {
  const parts = match.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|/]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'isu').test(name);
}
