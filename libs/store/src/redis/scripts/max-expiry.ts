/**
 * No lease and no announcement of a replica lasts longer than this from its last renewal, in ms. A later expiry was set by
 * something else, or before the clock of Redis was set back.
 */
export const MAX_EXPIRY_MS = 3_600_000;
