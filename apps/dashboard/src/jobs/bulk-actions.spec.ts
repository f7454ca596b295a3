import { type Action } from '../api/types';
import { actionsByAttention, type ReadActions } from './bulk-actions';

/** An audit with the given number of actions of each outcome. */
const audit = (counts: Partial<Record<Action['outcome'], number>>): { read: ReadActions; asked: string[] } => {
  const asked: string[] = [];
  const all = Object.entries(counts).flatMap(([outcome, count]) => Array<string>(count).fill(outcome));
  const read: ReadActions = async (value, limit) => {
    asked.push(value);
    const names = value.replace('!', '').split('|');
    const wanted = all.filter((outcome) => names.includes(outcome) !== value.startsWith('!')).slice(0, limit);
    return await Promise.resolve(wanted.map((outcome) => ({ outcome }) as Action));
  };
  return { read, asked };
};
const outcomes = async (read: ReadActions, limit: number): Promise<readonly string[]> =>
  (await actionsByAttention(read, limit)).map(({ outcome }) => outcome);

it('puts failures before refusals, and both before the others', async () => {
  const { read } = audit({ done: 1, refused: 2, failed: 1, unknown: 1, not_honoured: 1, accepted: 1 });
  expect(await outcomes(read, 100)).toEqual([
    'failed',
    'unknown',
    'not_honoured',
    'refused',
    'refused',
    'done',
    'accepted',
  ]);
});

it('shows every failure, however many refusals there are, and reads no more than is shown', async () => {
  const { read, asked } = audit({ refused: 162, failed: 7, done: 9 });
  expect((await outcomes(read, 100)).filter((outcome) => outcome === 'failed')).toHaveLength(7);
  expect(await outcomes(read, 100)).toHaveLength(100);
  expect(asked).not.toContain('!failed|not_honoured|unknown|refused');
});
