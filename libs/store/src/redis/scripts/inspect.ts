import { LOG_FIELD } from './log-field.js';

/**
 * Counts the records, and moves keys out of the way that another program has replaced: every command on them fails.
 * KEYS: jobs and log, the other keys, and then for each of these a name to move it to. ARGV: their types. Returns the
 * latest revision, the number of records, the eviction policy (empty if INFO is not allowed), and the moved keys.
 *
 * A log whose last entry has a number of more than 15 digits is moved too: no revision can follow it. Only another
 * program writes such an entry.
 */
export const INSPECT = `
${LOG_FIELD}
local moved = {}
local function move(at)
  redis.call('RENAME', KEYS[at], KEYS[#ARGV + at])
  moved[#moved + 1] = KEYS[at]
end
for at, expected in ipairs(ARGV) do
  local found = redis.call('TYPE', KEYS[at]).ok
  if found ~= 'none' and found ~= expected then move(at) end
end
local last = log_field(KEYS[2], 'last-generated-id') or '0-0'
local ms, sequence = string.match(last, '^(%d+)-(%d+)$')
if #ms > 15 or #sequence > 15 then
  move(2)
  last = '0-0'
end
local info = redis.pcall('INFO', 'memory')
local policy = type(info) == 'string' and string.match(info, 'maxmemory_policy:([%w-]+)') or ''
return { last, redis.call('HLEN', KEYS[1]), policy, unpack(moved) }
`;
