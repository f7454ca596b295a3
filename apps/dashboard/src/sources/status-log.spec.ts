import { StatusLog } from './status-log';

it('has the changes of a source, newest first, and no first status', () => {
  const log = new StatusLog();
  log.note([{ name: 'east', status: 'ok' }], 1);
  log.note([{ name: 'east', status: 'degraded' }], 2);
  log.note(
    [
      { name: 'east', status: 'failing' },
      { name: 'west', status: 'failing' },
    ],
    3,
  );
  log.note([{ name: 'east', status: 'failing' }], 4);
  expect(log.of('east')).toEqual([
    { time: 3, from: 'degraded', to: 'failing' },
    { time: 2, from: 'ok', to: 'degraded' },
  ]);
  expect(log.of('west')).toEqual([]);
});

it('keeps the last twenty changes', () => {
  const log = new StatusLog();
  for (let time = 0; time < 50; time++) log.note([{ name: 'east', status: time % 2 === 0 ? 'ok' : 'failing' }], time);
  expect(log.of('east')).toHaveLength(20);
  expect(log.of('east')[0]).toEqual({ time: 49, from: 'ok', to: 'failing' });
});
