/** Fields of the API that the generated types do not have yet. */
import { type Problem } from './types.js';

/** A problem whose error has the offset of the wrong term in the value of the parameter. */
export type LocatedProblem = Problem & { readonly error: { readonly position?: number } };
