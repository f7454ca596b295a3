import { type JobSource } from '@gateway/core';
import { type Freshness } from '@gateway/poller';

import { freshnessOfFilters } from './freshness-part.js';
import { parseJobListRequest } from './list-request.js';

const SOURCES: readonly JobSource[] = [
  { name: 'east-01', kind: 'ontap', labels: { site: 'lab' } },
  { name: 'east-02', kind: 'ontap', labels: {} },
  { name: 'um1', kind: 'unified-manager', labels: { site: 'lab' } },
];
const FROM = '2026-11-29T02:48:03.545Z';
const ALL: Freshness = {
  stale: SOURCES.map(({ name }) => ({ name, reason: 'unreachable: x' })),
  gaps: SOURCES.map(({ name }) => ({ source: name, from: FROM })),
};

const sourceNamed = (name: string): JobSource | undefined => SOURCES.find((source) => source.name === name);
const filtersOf = (query: string) => parseJobListRequest(query, 0).query.filters;

describe('the freshness of filters', () => {
  it.each([
    ['source.name=east-01', ['east-01']],
    ['source.name=east*', ['east-01', 'east-02']],
    ['source.name=!east-01', ['east-02', 'um1']],
    ['source.kind=unified-manager|ontap', ['east-01', 'east-02', 'um1']],
    ['source.labels.site=lab', ['east-01', 'um1']],
    ['source.labels.site=null&source.name=east*|um1', ['east-02']],
    ['source.name="east"', []],
  ])('has the sources that %s selects', (query, expected) => {
    const part = freshnessOfFilters(ALL, filtersOf(`state=running&${query}`), sourceNamed);
    expect(part.stale.map(({ name }) => name)).toEqual(expected);
    expect(part.gaps.map(({ source }) => source)).toEqual(expected);
  });

  it('is the whole one if no filter is about sources, or there is nothing to select', () => {
    expect(freshnessOfFilters(ALL, filtersOf('state=running&query=backup'), sourceNamed)).toBe(ALL);
    const nothing = { stale: [], gaps: [] };
    expect(freshnessOfFilters(nothing, filtersOf('source.name=um1'), sourceNamed)).toBe(nothing);
  });

  it('is the same object until its own content changes', () => {
    const filters = filtersOf('source.name=um1');
    const before = freshnessOfFilters(ALL, filters, sourceNamed);
    const others = { ...ALL, gaps: ALL.gaps.slice(1) };
    expect(freshnessOfFilters(others, filters, sourceNamed)).toBe(before);
    const own = { ...ALL, gaps: ALL.gaps.slice(0, 2) };
    expect(freshnessOfFilters(own, filters, sourceNamed)).not.toBe(before);
  });

  it('keeps a source that is configured no longer', () => {
    const gone = { stale: [], gaps: [{ source: 'old', from: FROM }] };
    expect(freshnessOfFilters(gone, filtersOf('source.name=um1'), sourceNamed)).toEqual(gone);
  });
});
