/**
 * A Lua function for the other scripts: the head of a record as `parseRecordHead` reads it, as revision, time of
 * observation and fencing number; nil if there is no record or its head is not valid.
 */
export const RECORD_HEAD = `
local function record_head(record)
  if not record then return nil end
  local ms, sequence, observed_at, fencing = string.match(record, '^(%d+)-(%d+) (%S+) (%d+)\\n')
  observed_at = tonumber(observed_at)
  if not observed_at or #ms > 15 or #sequence > 15 then return nil end
  return ms .. '-' .. sequence, observed_at, tonumber(fencing)
end
`;
