import { LOG_FIELD } from './log-field.js';

/**
 * Answers 1 when the log holds every change after a revision, -1 when it has lost some, and 0 when it has let them go, or is a
 * new one. KEYS: log. ARGV: the revision. Entries go from
 * the front only, so the log is whole from any entry that is still there. That the very entry must be there also tells a
 * log that was lost, or came back older, and has gone on since. Before 7.0 Redis does not count the entries ever added;
 * a log that is not empty then never reaches back to the first revision.
 */
export const CHECK_REACH = `
${LOG_FIELD}
local log, after = KEYS[1], ARGV[1]
if after == (log_field(log, 'last-generated-id') or '0-0') then return 1 end
if after == '0-0' then return log_field(log, 'entries-added') == log_field(log, 'length') and 1 or 0 end
if #redis.call('XRANGE', log, after, after) > 0 then return 1 end
return #redis.call('XRANGE', log, '-', after, 'COUNT', 1) > 0 and -1 or 0
`;
