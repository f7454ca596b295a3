// Loaded into the gateway's process (`--import`): SIGUSR2 fills the heap to 87 % of its limit, and empties it again.
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// NODE_OPTIONS does not allow this flag.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const SHARE = 0.87;
/** About 1 MB. */
const NUMBERS = 131_072;

let kept = [];
process.on('SIGUSR2', () => {
  if (kept.length > 0) {
    kept = [];
    collectGarbage(); // An idle process may not collect garbage for minutes.
  } else while (isBelow(SHARE)) kept.push(new Array(NUMBERS).fill(0.5));
});

function isBelow(share) {
  const { heap_size_limit, used_heap_size } = getHeapStatistics();
  return used_heap_size < share * heap_size_limit;
}
