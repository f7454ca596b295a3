import { readEnvironment } from './environment.js';

it('follows XDG and the own variables', () => {
  expect(readEnvironment({ HOME: '/home/anna' })).toMatchObject({
    configFile: '/home/anna/.config/job-gateway/config.yaml',
    cacheFolder: '/home/anna/.cache/job-gateway',
    url: undefined,
  });
  const xdg = { HOME: '/home/anna', XDG_CONFIG_HOME: '/c', XDG_CACHE_HOME: '/k' };
  expect(readEnvironment(xdg)).toMatchObject({
    configFile: '/c/job-gateway/config.yaml',
    cacheFolder: '/k/job-gateway',
  });
  expect(readEnvironment({ ...xdg, JOBS_CONFIG: '/own.yaml' }).configFile).toBe('/own.yaml');
});

it('takes an empty variable for an absent one', () => {
  expect(readEnvironment({ HOME: '/h', JOBS_TOKEN: '', NO_COLOR: '' })).toMatchObject({
    token: undefined,
    noColor: false,
  });
});

it.each([
  [undefined, undefined],
  ['1', true],
  ['0', false],
  ['false', false],
])('FORCE_COLOR=%s means %s', (text, forced) => {
  expect(readEnvironment({ HOME: '/h', FORCE_COLOR: text }).forceColor).toBe(forced);
});

it('a dumb terminal cannot be redrawn', () => {
  expect(readEnvironment({ HOME: '/h', TERM: 'dumb' }).canRedraw).toBe(false);
});
