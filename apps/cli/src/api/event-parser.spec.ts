import { EventParser } from './event-parser.js';

const STREAM =
  'retry: 2000\n\nevent: bookmark\nid: 1-1\n\n: comment\nevent: added\nid: 1-2\ndata: {"a":\r\ndata: 1}\r\n\r\nevent: removed\ndata: x\n\n';
const EVENTS = [
  { type: 'bookmark', data: '', id: '1-1' },
  { type: 'added', data: '{"a":\n1}', id: '1-2' },
  { type: 'removed', data: 'x', id: '1-2' },
];

it('reads events', () => {
  expect(new EventParser().feed(STREAM)).toEqual(EVENTS);
});

it('reads the same events from pieces of any size', () => {
  for (const size of [1, 2, 3, 7]) {
    const parser = new EventParser();
    const pieces = STREAM.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    expect(pieces.flatMap((piece) => parser.feed(piece))).toEqual(EVENTS);
  }
});

it('an event that is not complete is none', () => {
  expect(new EventParser().feed('event: added\ndata: x\n')).toEqual([]);
});
