/** Returns the text of the format; empty if there is none or the key is no string. KEYS: format. */
export const READ_FORMAT = `
local stored = redis.pcall('GET', KEYS[1])
return type(stored) == 'string' and stored or ''
`;
