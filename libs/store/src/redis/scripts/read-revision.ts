import { BEGIN_LOG } from './begin-log.js';
import { LOG_FIELD } from './log-field.js';

/** Returns the revision of the last change ever written. KEYS: log, jobs. */
export const READ_REVISION = `
${LOG_FIELD}
${BEGIN_LOG}
begin_log(KEYS[1], KEYS[2])
return log_field(KEYS[1], 'last-generated-id') or '0-0'
`;
