import { createHash } from 'node:crypto';

import { type Grant, type JobSource, type Role, ROLES, type SourceScope, type SourceSelector } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** Scopes that are kept for other grants with the same sources. */
const MAX_SCOPES = 1_000;

/** Makes the scopes of grants. Equal sets of sources are the same object, also after sources have changed. */
@Injectable()
export class SourceScopes {
  readonly #scopes = new LRUCache<string, SourceScope>({ max: MAX_SCOPES });
  #sources: { readonly version: number; readonly list: readonly JobSource[] } = { version: -1, list: [] };

  constructor(@Inject(Poller) private readonly poller: Pick<Poller, 'datedReports' | 'sourcesVersion'>) {}

  /**
   * A function that returns the sources of the grants with at least this role; `undefined` for all. It computes them
   * again only after sources were added, replaced or removed.
   */
  of(grants: readonly Grant[]): (role: Role) => SourceScope | undefined {
    const known = new Map<Role, { readonly version: number; readonly scope: SourceScope | undefined }>();
    return (role) => {
      const version = this.poller.sourcesVersion;
      const last = known.get(role);
      if (last?.version === version) return last.scope;
      const scope = this.#scope(grants.filter((grant) => ROLES.indexOf(grant.role) >= ROLES.indexOf(role)));
      known.set(role, { version, scope });
      return scope;
    };
  }

  #scope(grants: readonly Grant[]): SourceScope | undefined {
    const selectors: SourceSelector[] = [];
    for (const { sources } of grants) {
      if (sources === undefined) return undefined;
      selectors.push(sources);
    }
    const selected = this.#allSources().filter((source) => selectors.some((selector) => selector.includes(source)));
    return this.#withSources(selected.map(({ name }) => name).sort());
  }

  #withSources(names: readonly string[]): SourceScope {
    const key = createHash('sha256').update(names.join(' ')).digest('base64url');
    const known = this.#scopes.get(key);
    if (known) return known;
    const scope: SourceScope = { key, sources: new Set(names) };
    this.#scopes.set(key, scope);
    return scope;
  }

  #allSources(): readonly JobSource[] {
    const { sourcesVersion: version } = this.poller;
    if (this.#sources.version !== version) {
      this.#sources = { version, list: this.poller.datedReports().map(({ report }) => report) };
    }
    return this.#sources.list;
  }
}
