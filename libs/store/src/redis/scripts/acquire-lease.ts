/**
 * Acquires or renews a lease, by Redis's clock. KEYS: lease, fencing. ARGV: source, holder, time to live in ms. Returns
 * the fencing number as text, or nil while another holder has the lease. A new number is at least the time in ms since
 * the epoch, so that numbers increase even if Redis loses all its data.
 */
export const ACQUIRE_LEASE = `
local held = redis.call('GET', KEYS[1])
if held then
  local fencing, holder = string.match(held, '^(%d+) (.*)$')
  if holder ~= ARGV[2] then return false end
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return fencing
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or 0)
local fencing = string.format('%.0f', math.max(last + 1, now))
redis.call('HSET', KEYS[2], ARGV[1], fencing)
redis.call('SET', KEYS[1], fencing .. ' ' .. ARGV[2], 'PX', ARGV[3])
return fencing
`;
