import { BEGIN_LOG } from './begin-log.js';
import { LOG_FIELD } from './log-field.js';

/**
 * Counts the records, and moves keys out of the way that another program has replaced: every command on them fails.
 * KEYS: jobs and log, the other keys of which the last one is the format, and then for each of these a name to move it to.
 * ARGV: their types, then the format to write if there is none. Returns the latest revision, the number of records, the eviction policy (empty if INFO is not allowed), the moved keys, and those that
 * had an expiry, which is removed. While Redis accepts no writes, it only reads: a refused command must not end the script,
 * and Redis refuses PERSIST also if the key has no expiry.
 *
 * A log whose last entry has a number of more than 15 digits is moved too: no revision can follow it. Only another
 * program writes such an entry.
 */
export const INSPECT = `
${LOG_FIELD}
${BEGIN_LOG}
local moved, expiring = {}, {}
local count = #ARGV - 1
local function move(at)
  local done = redis.pcall('RENAME', KEYS[at], KEYS[count + at])
  if done.ok then moved[#moved + 1] = KEYS[at] end
end
for at = 1, count do
  local found = redis.call('TYPE', KEYS[at]).ok
  if found ~= 'none' and found ~= ARGV[at] then move(at) end
  if redis.call('PTTL', KEYS[at]) >= 0 and redis.pcall('PERSIST', KEYS[at]) == 1 then
    expiring[#expiring + 1] = KEYS[at]
  end
end
if redis.call('EXISTS', KEYS[count]) == 0 then redis.pcall('SET', KEYS[count], ARGV[#ARGV]) end
begin_log(KEYS[2], KEYS[1])
local last = log_field(KEYS[2], 'last-generated-id') or '0-0'
local ms, sequence = string.match(last, '^(%d+)-(%d+)$')
if #ms > 15 or #sequence > 15 then
  move(2)
  last = '0-0'
end
local info = redis.pcall('INFO', 'memory')
local policy = type(info) == 'string' and string.match(info, 'maxmemory_policy:([%w-]+)') or ''
return { last, redis.call('HLEN', KEYS[1]), policy, moved, expiring }
`;
