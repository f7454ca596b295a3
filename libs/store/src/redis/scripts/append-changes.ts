import { CLOCK_TOLERANCE_MS } from '@gateway/core';

import { LOG_FIELD } from './log-field.js';
import { RECORD_HEAD } from './record-head.js';

/**
 * Writes drafts in order, each independently of the others, by the rules of `mayWrite`. KEYS: jobs, log, fencing. ARGV:
 * source, fencing number (0: none), time of observation in ms, log length; then for each draft: type, id, expected
 * revision (empty: none), text. Returns the revision of the last change written, or the log's latest if none was,
 * followed by the ids of the rejected drafts, each with the revision of its record (empty: none). Returns nil and writes
 * nothing if the source has a newer lease.
 *
 * All records are read by one command and written by another, because calls from Lua are slow. The number of drafts is
 * limited by the number of arguments of a Lua function, about 8,000.
 */
export const APPEND_CHANGES = `
${LOG_FIELD}
${RECORD_HEAD}
local jobs, log = KEYS[1], KEYS[2]
local fencing, observed_at = tonumber(ARGV[2]), tonumber(ARGV[3])
if fencing > 0 and fencing < (tonumber(redis.call('HGET', KEYS[3], ARGV[1]) or 0) or 0) then return false end

local time = redis.call('TIME')
local future = time[1] * 1000 + math.floor(time[2] / 1000) + ${CLOCK_TOLERANCE_MS}

local records, ids = {}, {}
for at = 6, #ARGV, 4 do ids[#ids + 1] = ARGV[at] end
local stored = #ids > 0 and redis.call('HMGET', jobs, unpack(ids)) or {}
for at, id in ipairs(ids) do records[id] = stored[at] end

local function is_later(stored_at, stored_fencing)
  if stored_fencing > 0 and fencing > 0 and stored_fencing ~= fencing then return stored_fencing > fencing end
  return stored_at > observed_at and stored_at <= future
end

local answer, changed = { false }, {}
local head_end = ' ' .. ARGV[3] .. ' ' .. ARGV[2] .. '\\n'
for at = 5, #ARGV, 4 do
  local change, id, text = ARGV[at], ARGV[at + 1], ARGV[at + 3]
  local stored, stored_at, stored_fencing = record_head(records[id])
  if (stored or '') ~= ARGV[at + 2] or (stored and is_later(stored_at, stored_fencing)) then
    answer[#answer + 1] = id
    answer[#answer + 1] = stored or ''
  else
    local revision = redis.call('XADD', log, '*', 'type', change, 'id', id, 'text', text)
    records[id] = change == 'put' and revision .. head_end .. text
    changed[id] = true
    answer[1] = revision
  end
end

local put, removed = {}, {}
for id in pairs(changed) do
  if records[id] then
    put[#put + 1] = id
    put[#put + 1] = records[id]
  else
    removed[#removed + 1] = id
  end
end
if #put > 0 then redis.call('HSET', jobs, unpack(put)) end
if #removed > 0 then redis.call('HDEL', jobs, unpack(removed)) end
if answer[1] then redis.call('XTRIM', log, 'MAXLEN', '~', ARGV[4]) end
answer[1] = answer[1] or log_field(log, 'last-generated-id') or '0-0'
return answer
`;
