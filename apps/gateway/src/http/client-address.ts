/** Addresses of clients, as limits and logs use them. */

const MAPPED = '::ffff:';
/** A client usually has a whole /64 of IPv6 addresses (RFC 6177), so its groups are the first four. */
const NETWORK_GROUPS = 4;

/** An address as people write it: an IPv4 address that IPv6 carries (`::ffff:10.0.0.1`) without its prefix. */
export function plainAddress(address: string): string {
  return address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address;
}

/** What the limits of an address apply to: an IPv4 address, or the /64 network of an IPv6 address. */
export function addressKey(address: string): string {
  const plain = plainAddress(address);
  return plain.includes(':') ? networkOf(plain) : plain;
}

function networkOf(address: string): string {
  const [before = '', after] = address.split('::');
  const head = before === '' ? [] : before.split(':');
  if (after === undefined || head.length >= NETWORK_GROUPS) return `${head.slice(0, NETWORK_GROUPS).join(':')}::/64`;
  const tail = after === '' ? 0 : after.split(':').length;
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail) }, () => '0');
  const groups = [...head, ...zeros, ...after.split(':')].slice(0, NETWORK_GROUPS);
  return `${groups.join(':')}::/64`;
}
