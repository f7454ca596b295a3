import { LOG_FIELD } from './log-field.js';
import { RECORD_HEAD } from './record-head.js';

/**
 * Returns the latest revision, then the revision of each record; empty if there is none or its head is not valid. KEYS:
 * jobs, log. ARGV: job ids, at most some thousand.
 */
export const READ_REVISIONS = `
${LOG_FIELD}
${RECORD_HEAD}
local answer = { log_field(KEYS[2], 'last-generated-id') or '0-0' }
local records = #ARGV > 0 and redis.call('HMGET', KEYS[1], unpack(ARGV)) or {}
for at = 1, #ARGV do answer[at + 1] = record_head(records[at]) or '' end
return answer
`;
