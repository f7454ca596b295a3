/**
 * Rules over several options. Each rule is checked only if the options it reads have no fault of their own, so that a file
 * gets all of its independent faults reported at once.
 */
import { isIPv4 } from 'node:net';

import { SOURCE_KIND_FACTS } from '@gateway/core';

import { checkLogin } from './check-login.js';
import { checkPoll, checkTtlNames } from './check-poll.js';
import { checkStore, checkTls } from './check-store.js';
import { type ConfigFiles } from './config-files.js';
import { type Faults } from './faults.js';
import { itemPath } from './option-path.js';
import { type FileSection, SourceSection } from './sections.js';

/** Where each source is, by its name. */
export type SourceOwners = ReadonlyMap<string, string>;

/** Adds the faults that involve several options or a file, and reads the files that are named. */
export function checkSections({ store, sources }: FileSection, files: ConfigFiles, faults: Faults): void {
  if (faults.isSound('store.kind')) checkStore(store, files, faults);
  checkSources(sources, { list: 'sources', others: new Map() }, files, faults);
}

/**
 * As `checkSections`, for a list of sources at the path `sources`. Messages call the list `list`; the names of `others` are
 * in use.
 */
export function checkSources(
  sources: readonly SourceSection[] | null | undefined,
  { list, others }: { readonly list: string; readonly others: SourceOwners },
  files: ConfigFiles,
  faults: Faults,
): void {
  if (!Array.isArray(sources)) return;
  sources.forEach((source, index) => {
    if (source instanceof SourceSection) checkSource(source, itemPath('sources', index), files, faults);
  });
  checkNames(sources, list, others, faults);
}

function checkNames(sources: readonly SourceSection[], list: string, others: SourceOwners, faults: Faults): void {
  const owners = new Map(others);
  for (const [index, source] of sources.entries()) {
    const path = `${itemPath('sources', index)}.name`;
    if (!faults.isSound(path)) continue;
    const first = owners.get(source.name);
    if (first === undefined) owners.set(source.name, itemPath(list, index));
    else faults.addWithValue(path, `expected a unique name, not that of ${first}`);
  }
}

function checkSource(source: SourceSection, path: string, files: ConfigFiles, faults: Faults): void {
  const isSound = (name: string) => faults.isSound(`${path}.${name}`);
  const { auth, kind, poll, tls } = source;
  if (isSound('url') && isSound('tls.insecure') && isPlainHttp(source)) {
    faults.addWithValue(`${path}.url`, 'expected https: plain http is for loopback addresses, or with tls.insecure');
  }
  if (isSound('poll.finished_job_ttl') && isSound('poll.memory')) checkTtlNames(poll, `${path}.poll`, faults);
  const pollOptions = ['interval', 'timeout', 'finished_job_ttl', 'memory'].map((name) => `poll.${name}`);
  if (['kind', ...pollOptions].every(isSound)) checkPoll(kind, poll, `${path}.poll`, faults);
  if (isSound('kind') && isSound('auth')) checkLoginType(source, `${path}.auth`, faults);
  checkLogin(auth, `${path}.auth`, files, faults);
  checkTls(`${path}.tls`, tls, files, faults);
}

function checkLoginType({ auth, kind }: SourceSection, path: string, faults: Faults): void {
  const { logins } = SOURCE_KIND_FACTS[kind];
  for (const type of ['basic', 'bearer', 'certificate'] as const) {
    const at = `${path}.${type}`;
    if (!auth[type] || logins.includes(type) || !faults.isSound(at)) continue;
    faults.add(at, `expected ${logins.join(' or ')} with kind ${kind}, got ${type}`);
  }
}

/** True for http to another host, unless `tls.insecure` allows it. */
function isPlainHttp({ tls, url }: SourceSection): boolean {
  const { hostname, protocol } = new URL(url);
  const isLoopback =
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
  return protocol === 'http:' && !isLoopback && String(tls?.insecure) !== 'true';
}
