/**
 * Saves a source checkpoint. KEYS: lease, checkpoints. ARGV: the value that the lease must have, source, JSON.
 * Returns 1, or 0 without writing if the lease is lost or the key is no lease.
 */
export const SAVE_CHECKPOINT = `
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return 1
`;
