import { changedAddress } from './changed-address';

it('changes, adds and removes values, and keeps the others', () => {
  expect(changedAddress('/overview', 'ui.range=1h&ui.split=kind', { range: '7d' })).toBe(
    '/overview?ui.range=7d&ui.split=kind',
  );
  expect(changedAddress('/sources', '', { label: 'site=a&b' })).toBe('/sources?ui.label=site%3Da%26b');
  expect(changedAddress('/sources', 'ui.find=x', { find: '' })).toBe('/sources');
});
