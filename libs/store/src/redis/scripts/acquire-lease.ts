/**
 * Acquires or renews a lease, by Redis's clock. KEYS: lease, fencing. ARGV: source, holder, time to live in ms, then
 * the caller's last lease of the source: fencing number and data set (both empty: none). Returns nil while another
 * holder has the lease, else the fencing number as text, and the data set unless the lease was only renewed.
 *
 * A new number is at least the time in ms since the epoch, so that numbers increase even if Redis loses all its data.
 * The caller's own expired lease is regained under its number if that is still the highest number of the source, so
 * that no other holder had the lease meanwhile. That is only certain in the same data set: after a failover or a restart,
 * which may lose writes, Redis has another replication id.
 */
export const ACQUIRE_LEASE = `
local held = redis.call('GET', KEYS[1])
if held then
  local fencing, holder = string.match(held, '^(%d+) (.*)$')
  if holder ~= ARGV[2] then return false end
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return { fencing, '' }
end
local info = redis.pcall('INFO', 'replication')
local data_set = type(info) == 'string' and string.match(info, 'master_replid:(%x+)') or ''
local fencing = redis.call('HGET', KEYS[2], ARGV[1])
if data_set == '' or data_set ~= ARGV[5] or fencing ~= ARGV[4] then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  fencing = string.format('%.0f', math.max(tonumber(fencing or 0) + 1, now))
  redis.call('HSET', KEYS[2], ARGV[1], fencing)
end
redis.call('SET', KEYS[1], fencing .. ' ' .. ARGV[2], 'PX', ARGV[3])
return { fencing, data_set }
`;
