import { Problem } from '../problems/problem.js';

/**
 * A problem as ONTAP would have it: an id that cannot be one is a 404 with code 2, as captured from a cluster, and so is,
 * with code 4, a job the backend has no more; what is at fault with an id is called `uuid`.
 */
export function toOntapProblem(problem: Problem): Problem {
  const { extras, slug } = problem;
  switch (slug) {
    case 'malformed-id':
      return new Problem('job-not-found', 'this cannot be the uuid of a job', { code: '2', target: 'uuid' });
    case 'job-gone':
      return new Problem('job-not-found', problem.detail, { target: 'uuid' });
    default:
      return extras.target === 'id' ? new Problem(slug, problem.detail, { ...extras, target: 'uuid' }) : problem;
  }
}

/** Waits for what can fail with a problem; it fails with ONTAP's. */
export async function withOntapProblems<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof Problem ? toOntapProblem(error) : error;
  }
}
