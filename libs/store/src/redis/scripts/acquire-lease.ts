import { MAX_EXPIRY_MS } from './max-expiry.js';

/**
 * Acquires or renews a lease, by Redis's clock. KEYS: lease, fencing. ARGV: source, holder, time to live in ms, then
 * the caller's last lease of the source: fencing number and data set (both empty: none). Returns the fencing number as
 * text, or an empty text while another holder has the lease; the data set, or an empty text if no lease is new; then each
 * key that was repaired, followed by what was wrong with it.
 *
 * A new number is at least the time in ms since the epoch, so that numbers increase even if Redis loses all its data.
 * The caller's own expired lease is regained under its number if that is still the highest number of the source, so
 * that no other holder had the lease meanwhile. That is only certain in the same data set, and if the lease was not damaged:
 * after a failover or a restart, which may lose writes, Redis has another replication id.
 *
 * Repairs what a person or another program may have done to the keys, because the source would not be polled again. A
 * lease without expiry expires after the time to live, unless its holder renews it. What is no lease is deleted. A number
 * that cannot be increased exactly is replaced by a new one.
 */
export const ACQUIRE_LEASE = `
local lease, fencings = KEYS[1], KEYS[2]
local source, holder, ttl = ARGV[1], ARGV[2], ARGV[3]
local repairs = {}
local function note(key, problem)
  repairs[#repairs + 1] = key
  repairs[#repairs + 1] = problem
end
local function answer(fencing, data_set) return { fencing, data_set, unpack(repairs) } end
local function is_number(text) return string.find(text, '^%d+$') and tonumber(text) < ${Number.MAX_SAFE_INTEGER} end

local highest = redis.call('HGET', fencings, source)
if highest and not is_number(highest) then
  note(fencings, 'the field is not a fencing number')
  redis.call('HDEL', fencings, source)
  highest = false
end

local kind = redis.call('TYPE', lease).ok
local number, owner
if kind == 'string' then number, owner = string.match(redis.call('GET', lease), '^(%d+) (.+)$') end
local problem
if kind ~= 'none' and kind ~= 'string' then
  problem = 'the key is a ' .. kind
elseif kind == 'string' and not (number and is_number(number)) then
  problem = 'the value is not a lease'
elseif owner == holder and highest and tonumber(number) < tonumber(highest) then
  problem = 'the lease has a lower fencing number than its source'
end
if problem then
  note(lease, problem)
  redis.call('DEL', lease)
  owner = nil
end

if owner then
  local left = redis.call('PTTL', lease)
  local never_expires = left < 0 or left > ${MAX_EXPIRY_MS}
  if never_expires then note(lease, left < 0 and 'the lease has no expiry' or 'the lease expires too late') end
  if never_expires or owner == holder then redis.call('PEXPIRE', lease, ttl) end
  if owner ~= holder then return answer('', '') end
  if not highest then redis.call('HSET', fencings, source, number) end
  return answer(number, '')
end

local info = redis.pcall('INFO', 'replication')
local data_set = type(info) == 'string' and string.match(info, 'master_replid:(%x+)') or ''
local fencing = highest
if problem or data_set == '' or data_set ~= ARGV[5] or fencing ~= ARGV[4] then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  fencing = string.format('%.0f', math.max(tonumber(highest or 0) + 1, now))
  redis.call('HSET', fencings, source, fencing)
end
redis.call('SET', lease, fencing .. ' ' .. holder, 'PX', ttl)
return answer(fencing, data_set)
`;
