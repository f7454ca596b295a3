/** Gives a lease back. KEYS: lease. ARGV: the value it has while it is ours. */
export const RELEASE_LEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`;
