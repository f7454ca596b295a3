import { checkEncryption, chooseContext } from './choose-context.js';
import { parseConfig } from './config-file.js';

const CONFIG = parseConfig(
  'current: prod\ncontexts: { prod: { url: "https://jobs.example.net", token: t }, lab: { url: "http://127.0.0.1:8080" } }',
  'c',
);
const NONE = { url: undefined, context: undefined };

it('takes the option, then the environment, then the current context', () => {
  const environment = { url: undefined, context: 'lab' };
  expect(chooseContext({ context: 'prod' }, environment, CONFIG).name).toBe('prod');
  expect(chooseContext({}, environment, CONFIG).name).toBe('lab');
  expect(chooseContext({}, NONE, CONFIG).name).toBe('prod');
});

it('sends no token of a context to a URL that was given without it', () => {
  const url = 'https://other.example.net';
  expect(chooseContext({ url }, { url: undefined, context: 'prod' }, CONFIG)).toEqual({
    name: undefined,
    context: { url },
  });
  expect(chooseContext({}, { url, context: undefined }, CONFIG)).toEqual({ name: undefined, context: { url } });
  expect(chooseContext({ url, context: 'prod' }, NONE, CONFIG).context).toEqual({ url, token: 't' });
});

it('says what to do if there is nothing to choose', () => {
  expect(() => chooseContext({}, NONE, parseConfig('', 'c'))).toThrow('no gateway is chosen');
  expect(() => chooseContext({ context: 'tokyo' }, NONE, CONFIG)).toThrow('there is no context "tokyo"');
  expect(() => chooseContext({ url: 'jobs' }, NONE, CONFIG)).toThrow('the URL must be one such as');
});

it.each([
  ['http://jobs.example.net', {}, true],
  ['http://127.0.0.1.example.net', {}, true],
  ['http://jobs.example.net', { allow_http: true }, false],
  ['https://jobs.example.net', {}, false],
  ['http://localhost:8080', {}, false],
  ['http://127.8.0.1:8080', {}, false],
  ['http://[::1]:8080', {}, false],
])('a token to %s with %j: refused %s', (url, more, refused) => {
  const check = (): void => checkEncryption({ url, ...more }, true);
  if (refused) expect(check).toThrow(`a token would be sent to ${url} without encryption`);
  else expect(check).not.toThrow();
  expect(() => checkEncryption({ url, ...more }, false)).not.toThrow();
});
