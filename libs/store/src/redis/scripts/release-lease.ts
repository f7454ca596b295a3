/** Releases a lease, unless another holder has it. KEYS: lease. ARGV: the value that the lease must have. */
export const RELEASE_LEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`;
