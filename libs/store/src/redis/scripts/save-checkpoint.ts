/**
 * Saves what is remembered of a source. KEYS: lease, memory. ARGV: the value the lease has while it is ours, source,
 * JSON. Answers 1, or 0 with nothing written when the lease is no longer ours.
 */
export const SAVE_CHECKPOINT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return 1
`;
