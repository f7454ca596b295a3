import { MAX_EXPIRY_MS } from './max-expiry.js';

/**
 * Marks a replica as live, by Redis's clock. KEYS: replicas. ARGV: replica, time to live in ms (0: it leaves at once).
 * Returns the names of all live replicas, and those that were removed because they would be live for too long: such an
 * entry comes from another program, or the clock of Redis was set back.
 */
export const ANNOUNCE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local too_late = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now + ${MAX_EXPIRY_MS}, '+inf')
for _, replica in ipairs(too_late) do redis.call('ZREM', KEYS[1], replica) end
if tonumber(ARGV[2]) > 0 then
  redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
else
  redis.call('ZREM', KEYS[1], ARGV[1])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
return { redis.call('ZRANGE', KEYS[1], 0, -1), too_late }
`;
