import { curlCommand, formatQuery, hasRelativeTime, parseQuery } from './list-query';

describe('the query of an address', () => {
  it('has filters and an order, and nothing of the page itself', () => {
    expect(parseQuery('state=failure|running&end_time=>-2h&order_by=end_time+desc&ui.cols=a&fields=id')).toEqual({
      filter: [
        ['state', 'failure|running'],
        ['end_time', '>-2h'],
      ],
      orderBy: 'end_time desc',
    });
  });

  it('leaves out the default order', () => {
    expect(parseQuery('order_by=created_time+desc')).toEqual({ filter: [] });
  });

  it('is readable and reads back', () => {
    const query = {
      filter: [
        ['state', 'a|b'],
        ['description', 'x & y+z%'],
        ['end_time', '>=-2h'],
      ] as const,
    };
    const text = formatQuery(query);
    expect(text).toBe('state=a|b&description=x+%26+y%2Bz%25&end_time=>=-2h');
    expect(parseQuery(text)).toEqual(query);
  });
});

it('a relative time is found in time fields only', () => {
  expect(hasRelativeTime(parseQuery('end_time=>-2h'))).toBe(true);
  expect(hasRelativeTime(parseQuery('created_time=-7d..-1d'))).toBe(true);
  expect(hasRelativeTime(parseQuery('end_time=>2026-01-31'))).toBe(false);
  expect(hasRelativeTime(parseQuery('description=-2h'))).toBe(false);
});

it('a curl command survives quotes in values', () => {
  expect(curlCommand('http://127.0.0.1:8080', parseQuery("description=it's"))).toBe(
    "curl -sg 'http://127.0.0.1:8080/api/jobs?description=it%27s'",
  );
});
