import { hasColours, painter } from './colours.js';

const ENVIRONMENT = { noColor: false, forceColor: undefined, canRedraw: true };

it('a terminal has colours, a pipe has none', () => {
  expect(hasColours(true, false, ENVIRONMENT)).toBe(true);
  expect(hasColours(false, false, ENVIRONMENT)).toBe(false);
});

it('obeys NO_COLOR, TERM=dumb, FORCE_COLOR and --no-color, the later ones first', () => {
  expect(hasColours(true, false, { ...ENVIRONMENT, noColor: true })).toBe(false);
  expect(hasColours(true, false, { ...ENVIRONMENT, canRedraw: false })).toBe(false);
  expect(hasColours(false, false, { ...ENVIRONMENT, noColor: true, forceColor: true })).toBe(true);
  expect(hasColours(true, false, { ...ENVIRONMENT, forceColor: false })).toBe(false);
  expect(hasColours(true, true, { ...ENVIRONMENT, forceColor: true })).toBe(false);
});

it('paints with the 16-colour palette', () => {
  expect(painter(true)('x', ['bold', 'red'])).toBe('\u001b[1m\u001b[31mx\u001b[39m\u001b[22m');
  expect(painter(false)('x', 'red')).toBe('x');
  expect(painter(true)('x', undefined)).toBe('x');
});
