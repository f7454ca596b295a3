import { LOG_FIELD } from './log-field.js';

/**
 * Checks whether the log holds every change after a revision. KEYS: log. ARGV: the revision. Returns 1 if it does; -1
 * if it still holds earlier changes, so that the later ones were lost; 0 if it was compacted or is a new log.
 *
 * Compaction removes entries only from the beginning, so the log is complete after any entry that it still holds. The
 * entry of the revision itself must be there: this also detects a log that was lost, or restored from an older copy,
 * and has grown since. Redis before 7.0 does not count the entries ever added; there, a log with entries never reaches
 * back to the first revision.
 */
export const CHECK_REACH = `
${LOG_FIELD}
local log, after = KEYS[1], ARGV[1]
if after == (log_field(log, 'last-generated-id') or '0-0') then return 1 end
if after == '0-0' then return log_field(log, 'entries-added') == log_field(log, 'length') and 1 or 0 end
if #redis.call('XRANGE', log, after, after) > 0 then return 1 end
return #redis.call('XRANGE', log, '-', after, 'COUNT', 1) > 0 and -1 or 0
`;
