import { Problem } from '../problem.js';
import { quoted } from '../query-parameters.js';
import { isJobField, JOB_FIELDS } from './job.schema.js';

/** Reads the value of `fields`: the paths to serve, `undefined` for all of them, or the problem with it. */
export function chosenFields(value: string | undefined): readonly string[] | undefined | Problem {
  if (value === undefined) return undefined;
  const paths = value.split(',').map((path) => path.trim());
  const unknown = paths.find((path) => path !== '*' && !isJobField(path));
  if (unknown !== undefined) {
    const expected = `expected * or a comma-separated list of ${JOB_FIELDS.join(', ')}, with dots into them`;
    return new Problem('invalid-parameter', `${quoted(unknown)} is no field of a job; ${expected}`, {
      target: 'fields',
    });
  }
  return paths.includes('*') ? undefined : paths;
}
