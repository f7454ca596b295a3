/** Unified Manager's error envelope: three strings. */
import { type Answer, json } from '../call.js';

/** An answer with an error. `target` is the invalid parameter. */
export function problem(status: number, code: string, message: string, target = ''): Answer {
  return json(status, { error: { code, message, target } });
}
