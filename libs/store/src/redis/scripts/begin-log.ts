/**
 * A Lua function for the other scripts: begins a log again that was lost while there are records, at the time of Redis, so
 * that the latest revision is later than those of the records. Followers continue after its first entry, the removal of no
 * job; a deleted one before it shows them that the log does not reach back to the first revision. Does nothing if Redis
 * accepts no writes.
 */
export const BEGIN_LOG = `
local function begin_log(log, jobs)
  if redis.call('EXISTS', log) == 1 or redis.call('EXISTS', jobs) == 0 then return end
  local time = redis.call('TIME')
  local ms = time[1] .. string.format('%03d', math.floor(time[2] / 1000))
  local added = redis.pcall('XADD', log, ms .. '-0', 'type', 'remove', 'id', '', 'text', '')
  if type(added) == 'table' then return end
  redis.call('XADD', log, ms .. '-1', 'type', 'remove', 'id', '', 'text', '')
  redis.call('XDEL', log, added)
end
`;
