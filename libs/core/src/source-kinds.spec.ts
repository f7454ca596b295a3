import { isUuid, SOURCE_KIND_FACTS, SOURCE_KINDS } from './source-kinds.js';

describe('the facts of the kinds', () => {
  it('exist for every kind and name at least one login', () => {
    expect(Object.keys(SOURCE_KIND_FACTS)).toEqual([...SOURCE_KINDS]);
    for (const kind of SOURCE_KINDS) expect(SOURCE_KIND_FACTS[kind].logins).not.toEqual([]);
  });

  it.each([
    ['0d9f4c1a-2b3c-11f0-a123-005056b0c0de', true],
    ['0D9F4C1A-2B3C-11F0-A123-005056B0C0DE', true],
    ['0d9f4c1a2b3c11f0a123005056b0c0de', false],
    ['0d9f4c1a-2b3c-11f0-a123-005056b0c0de\n', false],
    ['5bbee380a2df7a04d43ac001', false],
  ])('recognise a UUID: %j', (text, expected) => {
    expect(isUuid(text)).toBe(expected);
  });
});
