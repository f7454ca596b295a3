import { LOG_FIELD } from './log-field.js';

/** Returns the revision of the last change ever written. KEYS: log. */
export const READ_REVISION = `
${LOG_FIELD}
return log_field(KEYS[1], 'last-generated-id') or '0-0'
`;
