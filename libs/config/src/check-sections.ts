/**
 * Rules over several options. Each rule is checked only if the options it reads have no fault of their own, so that
 * a file gets all of its independent faults reported at once.
 */
import { type LoginType, SOURCE_KIND_FACTS, SOURCE_KINDS, type SourceKind } from '@gateway/core';

import { checkAccess } from './check-access.js';
import { checkConnection, checkConnectionFiles } from './check-connection.js';
import { checkDiscover } from './check-discover.js';
import { checkLogin } from './check-login.js';
import { checkPoll, checkTtlNames } from './check-poll.js';
import { checkServer } from './check-server.js';
import { checkStore } from './check-store.js';
import { type ConfigFiles } from './config-files.js';
import { type OptionsPlace, placesOf, withDefaults } from './defaults.js';
import { type Faults } from './faults.js';
import { itemPath } from './option-path.js';
import { MAX_LABELS } from './rules.js';
import { type AuthSection, type Defaults, type FileSection, SourceDefaultsSection, SourceSection } from './sections.js';

/** Where each source is, by its name. */
export type SourceOwners = ReadonlyMap<string, string>;

/** What a list of sources at the path `sources` is checked against. */
export interface ListContext {
  /** What messages call the list. */
  readonly list: string;
  /** Sources of other lists, whose names are in use. */
  readonly others: SourceOwners;
  readonly defaults: Defaults | null | undefined;
}

/** Adds the faults that involve several options or a file, and reads the files that are named. */
export function checkSections(sections: FileSection, files: ConfigFiles, faults: Faults): void {
  const { access, defaults, server, store, sources } = sections;
  checkServer(sections, files, faults);
  checkAccess(access, server?.host, files, faults);
  if (faults.isSound('store.kind')) checkStore(store, files, faults);
  if (faults.isSound('defaults') && defaults != null) checkDefaults(defaults, files, faults);
  checkSources(sources, { list: 'sources', others: new Map(), defaults }, files, faults);
}

/** As `checkSections`, for a list of sources. */
export function checkSources(
  sources: readonly SourceSection[] | null | undefined,
  { defaults, list, others }: ListContext,
  files: ConfigFiles,
  faults: Faults,
): void {
  if (!Array.isArray(sources)) return;
  const hasSoundDefaults = !faults.hasIn('defaults');
  for (const [index, source] of sources.entries()) {
    if (!(source instanceof SourceSection)) continue;
    const path = itemPath('sources', index);
    checkPollNames(source, path, faults);
    if (hasSoundDefaults) checkWithDefaults(source, path, defaults, faults);
    if (source.discover != null) checkDiscover(source, path, hasSoundDefaults && { defaults }, faults);
    checkFiles(source, path, files, faults);
  }
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

function checkDefaults(defaults: Defaults, files: ConfigFiles, faults: Faults): void {
  checkPollNames(defaults, 'defaults', faults);
  checkFiles(defaults, 'defaults', files, faults);
  for (const kind of SOURCE_KINDS) {
    const options = defaults[kind];
    const path = `defaults.${kind}`;
    if (!(options instanceof SourceDefaultsSection)) continue;
    checkPollNames(options, path, faults);
    if (faults.isSound(`${path}.auth`)) checkLoginType(options.auth, kind, `${path}.auth`, faults);
    checkFiles(options, path, files, faults);
  }
}

function checkPollNames({ poll }: SourceDefaultsSection, path: string, faults: Faults): void {
  const isSound = (name: string) => faults.isSound(`${path}.poll.${name}`);
  if (isSound('finished_job_ttl') && isSound('memory')) checkTtlNames(poll, `${path}.poll`, faults);
}

/** Checks the options that can name files. */
function checkFiles(options: SourceDefaultsSection, path: string, files: ConfigFiles, faults: Faults): void {
  checkLogin(options.auth, `${path}.auth`, files, faults);
  checkConnectionFiles(options, path, files, faults);
}

/**
 * The rules over the options that a source has with its defaults, which have no fault. Without a valid kind, those of a
 * kind are not known.
 */
function checkWithDefaults(
  source: SourceSection,
  path: string,
  defaults: Defaults | null | undefined,
  faults: Faults,
): void {
  const isSound = (name: string) => faults.isSound(`${path}.${name}`);
  const hasKind = isSound('kind');
  if (!hasKind && SOURCE_KINDS.some((kind) => defaults?.[kind])) return;
  const places = placesOf(source, path, defaults);
  const complete = withDefaults(source, defaults);
  const { auth, kind, labels, poll } = complete;
  checkConnection(complete, path, faults);
  const pollOptions = ['kind', ...['interval', 'timeout', 'finished_job_ttl', 'memory'].map((name) => `poll.${name}`)];
  if (pollOptions.every(isSound)) checkPoll(kind, poll, places, path, faults);
  if (isSound('auth') && auth == null) faults.add(`${path}.auth`, 'expected a login, here or in defaults, got nothing');
  if (isSound('auth') && hasKind) checkTakenLogin(places, kind, path, faults);
  if (isSound('labels') && Object.keys(labels ?? {}).length > MAX_LABELS) {
    faults.add(`${path}.labels`, `expected at most ${MAX_LABELS} labels, with those of defaults`);
  }
}

function checkTakenLogin(places: readonly OptionsPlace[], kind: SourceKind, path: string, faults: Faults): void {
  const taken = places.find(({ options }) => options.auth != null);
  if (taken?.path === path) checkLoginType(taken.options.auth, kind, `${path}.auth`, faults);
  if (taken?.path !== 'defaults') return;
  for (const type of typesNotOf(kind, taken.options.auth)) {
    faults.add(`${path}.auth`, `${expectedLogin(kind)}, got ${type} from defaults.auth`);
  }
}

function checkLoginType(auth: AuthSection | null | undefined, kind: SourceKind, path: string, faults: Faults): void {
  for (const type of typesNotOf(kind, auth)) {
    const at = `${path}.${type}`;
    if (faults.isSound(at)) faults.add(at, `${expectedLogin(kind)}, got ${type}`);
  }
}

/** The logins that are given and that the kind of backend does not have. */
function typesNotOf(kind: SourceKind, auth: AuthSection | null | undefined): readonly LoginType[] {
  const { logins } = SOURCE_KIND_FACTS[kind];
  return (['basic', 'bearer', 'certificate'] as const).filter((type) => auth?.[type] && !logins.includes(type));
}

function expectedLogin(kind: SourceKind): string {
  return `expected ${SOURCE_KIND_FACTS[kind].logins.join(' or ')} with kind ${kind}`;
}
