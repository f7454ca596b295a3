import { placeVariables } from './place-environment.js';

it.each([
  [{}, {}],
  [{ JOB_GATEWAY_CONFIG: '', JOB_GATEWAY_FIRST_RUN: '' }, {}],
  [
    { JOB_GATEWAY_CONFIG: 'a.yaml', JOB_GATEWAY_FIRST_RUN: 'data' },
    { config: 'a.yaml', firstRun: 'data' },
  ],
])('the place of the configuration in the environment %j is %j', (env, place) => {
  expect(placeVariables(env)).toEqual(place);
});
