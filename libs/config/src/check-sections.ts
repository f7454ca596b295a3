/**
 * Rules over several options. Every check looks only at what is sound, so a file with any other fault gets as many of its
 * faults told as can be.
 */
import { isIPv4 } from 'node:net';
import { checkLogin } from './check-login.js';
import { checkPoll } from './check-poll.js';
import { checkStore, checkTls } from './check-store.js';
import { type ConfigFiles } from './config-files.js';
import { type Faults } from './faults.js';
import { itemPath } from './option-path.js';
import { type FileSection, SourceSection } from './sections.js';

/** Adds the faults that no option shows by itself, and reads the files that are named. */
export function checkSections({ store, sources }: FileSection, files: ConfigFiles, faults: Faults): void {
  if (faults.sound('store.kind')) checkStore(store, files, faults);
  if (!Array.isArray(sources)) return;
  sources.forEach((source, index) => {
    if (source instanceof SourceSection) checkSource(source, itemPath('sources', index), files, faults);
  });
  checkNames(sources, faults);
}

function checkNames(sources: readonly SourceSection[], faults: Faults): void {
  const owners = new Map<string, string>();
  for (const [index, source] of sources.entries()) {
    const owner = itemPath('sources', index);
    const path = `${owner}.name`;
    if (!faults.sound(path)) continue;
    const first = owners.get(source.name);
    if (first === undefined) owners.set(source.name, owner);
    else faults.add(path, `expected a name of its own, got that of ${first}`);
  }
}

function checkSource(source: SourceSection, path: string, files: ConfigFiles, faults: Faults): void {
  const sound = (name: string) => faults.sound(`${path}.${name}`);
  const { kind, auth, tls, poll } = source;
  if (sound('url') && sound('tls.insecure') && isOpenHttp(source)) {
    faults.add(`${path}.url`, 'expected https: plain http is for loopback addresses, or with tls.insecure');
  }
  if (['kind', 'poll.interval', 'poll.timeout', 'poll.memory'].every(sound)) {
    checkPoll(kind, poll, `${path}.poll`, faults);
  }
  if (sound('kind') && sound('auth.certificate') && kind !== 'ontap' && auth.certificate) {
    faults.add(`${path}.auth.certificate`, `expected basic or bearer with kind ${kind}`);
  }
  checkLogin(auth, `${path}.auth`, files, faults);
  checkTls(`${path}.tls`, tls, files, faults);
}

function isOpenHttp({ url, tls }: SourceSection): boolean {
  const { protocol, hostname } = new URL(url);
  const loopback =
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
  return protocol === 'http:' && !loopback && String(tls?.insecure) !== 'true';
}
