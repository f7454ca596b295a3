/**
 * Releases a lease, unless another holder has it or the key is no lease. KEYS: lease. ARGV: the value that the lease must
 * have.
 */
export const RELEASE_LEASE = `
if redis.pcall('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`;
