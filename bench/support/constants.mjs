import { notModified, sameBytes } from './checks.mjs';
import { captured, startPeer } from './peers.mjs';

/**
 * Starts a peer that sends the gateway's own answers from constants: `node-http` or `nest`. `subjects` are those of
 * `loadInRounds`, under the names `<peer>.list`, `.job`, `.summary`, and with `nest` also `.304`.
 */
export async function startConstants(peer, urls) {
  const answers = {};
  for (const [name, url] of Object.entries(urls)) answers[name] = await captured(url);
  const { pid, stop, url } = await startPeer(peer, { answers });
  const subjects = Object.entries(answers).map(([name, { body }]) => ({
    name: `${peer}.${name}`,
    pid,
    url: `${url}/${name}`,
    check: sameBytes(body),
  }));
  const empty = { name: `${peer}.304`, pid, url: `${url}/not-modified`, script: ['revalidate'], check: notModified };
  return { stop, subjects: peer === 'nest' ? [...subjects, empty] : subjects };
}
