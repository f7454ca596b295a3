/**
 * A Lua function for the other scripts: a field of `XINFO STREAM` for the log, or nil if there is no log or no such
 * field.
 */
export const LOG_FIELD = `
local function log_field(log, name)
  local fields = redis.call('EXISTS', log) == 1 and redis.call('XINFO', 'STREAM', log) or {}
  for at = 1, #fields, 2 do
    if fields[at] == name then return fields[at + 1] end
  end
end
`;
