import { join } from 'node:path';

import { SOURCE_KINDS } from '@gateway/core';

import { CHECKS, missingPlaces, readChecklist } from './new-kind-places.js';

const ROOT = join(import.meta.dirname, '../..');

describe('the checklist for a new kind of backend', () => {
  it.each(SOURCE_KINDS)('has no open item for %s', (kind) => {
    expect(missingPlaces(kind, ROOT)).toEqual([]);
  });

  it('has a check for each item in libs/adapters/README.md, in the same order', () => {
    expect(readChecklist(ROOT).map(({ place }) => place)).toEqual(Object.keys(CHECKS));
  });

  it('has every item open for a kind that does not exist', () => {
    const open = missingPlaces('example-kind', ROOT);
    const places = open.map((line) => line.slice(0, line.indexOf(': add ')));
    expect(places).toEqual(readChecklist(ROOT).map(({ place }) => place.replaceAll('<kind>', 'example-kind')));
    expect(open).toContainEqual(expect.stringMatching(/^apps\/simulator\/src\/example-kind\/: add a class that/));
  });
});
