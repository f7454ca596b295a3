import { StreamReader } from './stream-reader';

const TEXT = ': hello\nretry: 2000\n\nevent: bookmark\nid: 5-1\n\nevent: added\nid: 6-0\ndata: {"a":\ndata: 1}\n\n';
const EVENTS = [
  { event: 'bookmark', id: '5-1', data: '' },
  { event: 'added', id: '6-0', data: '{"a":\n1}' },
];

describe('the reader of streams', () => {
  it('finds the events', () => expect(new StreamReader().read(TEXT)).toEqual(EVENTS));

  it.each([1, 2, 3, 7])('finds them in chunks of %d characters', (size) => {
    const reader = new StreamReader();
    const chunks = TEXT.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    expect(chunks.flatMap((chunk) => reader.read(chunk))).toEqual(EVENTS);
  });

  it('understands line ends of Windows, also between two chunks', () => {
    const reader = new StreamReader();
    expect([...reader.read('event: a\r'), ...reader.read('\ndata: 1\r\n\r'), ...reader.read('\n')]).toEqual([
      { event: 'a', id: undefined, data: '1' },
    ]);
  });
});
