import { Problem } from '../problems/problem.js';

/**
 * Converts a problem to the one ONTAP would return. A malformed id is a 404 with code 2, as recorded from a cluster. A job
 * that is gone is a 404 with code 4. The target `id` becomes `uuid`.
 */
export function toOntapProblem(problem: Problem): Problem {
  const { extras, slug } = problem;
  switch (slug) {
    case 'malformed-id':
      return new Problem('job-not-found', 'this is not a valid job uuid', { code: '2', target: 'uuid' });
    case 'job-gone':
      return new Problem('job-not-found', problem.detail, { target: 'uuid' });
    default:
      return extras.target === 'id' ? new Problem(slug, problem.detail, { ...extras, target: 'uuid' }) : problem;
  }
}

/** Awaits a result. A `Problem` it rejects with is converted by `toOntapProblem`. */
export async function withOntapProblems<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw error instanceof Problem ? toOntapProblem(error) : error;
  }
}
