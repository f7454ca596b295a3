/**
 * Stores metadata if the present text is the expected one. KEYS: metadata. ARGV: key, 1 if a text is expected or 0
 * if none is, the expected text, the new text. Returns 1 if it is stored, else 0.
 */
export const REPLACE_METADATA = `
local stored = redis.call('HGET', KEYS[1], ARGV[1])
local isExpected
if ARGV[2] == '1' then isExpected = stored == ARGV[3] else isExpected = not stored end
if not isExpected then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
return 1
`;
