import { ConfigFolder, STORE } from './testing/config-folder.js';

const folder = new ConfigFolder();

/** A configuration with one Unified Manager that has these options, and these defaults. */
function yaml(discover: string, defaults = '', kind = 'unified-manager'): string {
  const auth = '{ basic: { username: gateway, password: word } }';
  const source = `{ name: um1, kind: ${kind}, url: "https://10.0.0.1", auth: ${auth}, discover: ${discover} }`;
  return `${STORE}${defaults && `defaults: ${defaults}\n`}sources:\n  - ${source}\n`;
}

const ruleOf = (...args: Parameters<typeof yaml>) => folder.load(yaml(...args)).sources[0]?.discovery;

describe('discover', () => {
  it('has defaults', () => {
    expect(ruleOf('{ clusters: true }')).toEqual({
      intervalMs: 300_000,
      match: '*',
      labels: {},
      poll: { intervalMs: 5_000, timeoutMs: 30_000, finishedJobTtlMs: 300_000 },
    });
    expect(ruleOf('{ clusters: false, interval: 10m }')).toBeUndefined();
  });

  it('has options of its own, and those of the defaults for ONTAP and for all kinds', () => {
    const defaults =
      '{ labels: { a: x, b: x, c: x }, poll: { interval: 20s }, ontap: { labels: { b: y, c: y }, poll: { timeout: 7s } } }';
    const options = '{ clusters: true, interval: 1m, match: "prod-*", labels: { c: z }, poll: { timeout: 8s } }';
    expect(ruleOf(options, defaults)).toEqual({
      intervalMs: 60_000,
      match: 'prod-*',
      labels: { a: 'x', b: 'y', c: 'z' },
      poll: { intervalMs: 20_000, timeoutMs: 8_000, finishedJobTtlMs: 300_000 },
    });
  });

  it('does not take the options of the Unified Manager itself', () => {
    const text = yaml('{ clusters: true }').replace(
      'discover:',
      'labels: { a: x }, poll: { interval: 10m }, discover:',
    );
    expect(folder.load(text).sources[0]?.discovery).toMatchObject({ labels: {}, poll: { intervalMs: 5_000 } });
  });

  it.each([
    ['{}', 'clusters', 'expected true or false, got nothing'],
    ['{ clusters: maybe }', 'clusters', 'expected true or false, got "maybe"'],
    ['{ clusters: true, interval: 1s }', 'interval', 'expected a duration from 10s to 1d, got "1s"'],
    ['{ clusters: true, match: [a] }', 'match', 'expected one line of text, got a list'],
    ['{ clusters: true, poll: { interval: 5m } }', 'poll.interval', 'expected at most four fifths of'],
    ['{ clusters: true, poll: { timeout: 5m } }', 'poll.timeout', 'expected interval and timeout together below'],
    ['{ clusters: true, labels: { "a b": x } }', 'labels', 'expected a mapping'],
    ['{ clusters: true, name: x }', 'name', 'unknown'],
  ])('%s is rejected at %s', (discover, path, message) => {
    const faults = folder.faultsOf(yaml(discover));
    expect(Object.keys(faults)).toEqual([`sources[0].discover.${path}`]);
    expect(Object.values(faults)[0]).toContain(message);
  });

  it('is rejected with another kind', () => {
    expect(folder.faultsOf(yaml('{ clusters: true }', '', 'ontap'))).toEqual({
      'sources[0].discover': 'expected only with kind unified-manager, got it with kind ontap',
    });
  });

  it('makes another source of the Unified Manager if it changes', () => {
    const fingerprint = (discover: string) => folder.load(yaml(discover)).sources[0]?.fingerprint;
    expect(fingerprint('{ clusters: true }')).toBe(fingerprint('{ clusters: true, interval: 5m }'));
    expect(fingerprint('{ clusters: true }')).not.toBe(fingerprint('{ clusters: true, match: a }'));
  });
});
