/** Addresses of clients, as limits and logs use them. */

const MAPPED = /^::ffff:(?=[\d.]+$)/i;
/** A client usually has a whole /64 of IPv6 addresses (RFC 6177), so its groups are the first four. */
const NETWORK_GROUPS = 4;

/** An address as people write it: an IPv4 address that IPv6 carries (`::ffff:10.0.0.1`) without its prefix. */
export function plainAddress(address: string): string {
  return address.replace(MAPPED, '');
}

/** What the limits of an address apply to: an IPv4 address, or the /64 network of an IPv6 address. */
export function addressKey(address: string): string {
  const plain = plainAddress(address);
  return plain.includes(':') ? networkOf(plain) : plain;
}

/** Equal for all ways to write the addresses of a network (RFC 4291, 2.2), because proxies write them too. */
function networkOf(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const first = groupsOf(head);
  const last = groupsOf(tail ?? '');
  // An IPv4 address at the end stands for two groups.
  const count = last.length + (last.at(-1)?.includes('.') ? 1 : 0);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - count);
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last].slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
