/** Random Unified Manager jobs from a seed. */
import { type PlannedStep } from '../life-cycle.js';
import { type Random } from '../random.js';
import { type JobDesign } from '../simulated-job.js';
import { type UnifiedManagerDetails } from './job-record.js';

const WORKS = [
  { name: 'Create Access-endpoint', type: 'provision_eth_endpoint_create', result: 'accessEndpointKey' },
  { name: 'Create LUN', type: 'provision_lun_create', result: 'lunKey' },
  { name: 'Create File Share', type: 'provision_fileshare_create', result: 'fileshareKey' },
  { name: 'Modify Volume', type: 'provision_volume_modify', result: 'volumeKey' },
  { name: 'Create Storage VM', type: 'provision_svm_create', result: 'svmKey' },
] as const;
const TASKS = [
  'provision_validate',
  'provision_modify_broadcast_domain',
  'provision_create',
  'provision_refresh',
] as const;

/** One job in seven has started another one: the job with the next ordinal. */
const FAMILY = 7;

/** Creates the job with an ordinal. `randomOf` returns the same numbers for the same ordinal. */
export function designUnifiedManagerJob(
  ordinal: number,
  randomOf: (ordinal: number) => Random,
): JobDesign<UnifiedManagerDetails> {
  const random = randomOf(ordinal);
  const nativeId = keyFrom(random);
  const work = random.pick(WORKS);
  const place = ordinal < 0 ? undefined : ordinal % FAMILY;
  return {
    nativeId,
    details: {
      name: work.name,
      type: work.type,
      escapesLinks: ordinal % 2 === 0,
      ...(place === FAMILY - 1 && { parentKey: keyFrom(randomOf(ordinal - 1)) }),
      childKeys: place === FAMILY - 2 ? [keyFrom(randomOf(ordinal + 1))] : [],
      tasks: TASKS.slice(0, random.between(1, TASKS.length)).map((name) => ({ key: keyFrom(random), name })),
      results: [{ name: work.result, value: `${random.uuid()}:type=${work.type.split('_')[1]},uuid=${random.uuid()}` }],
    },
    plan: planFrom(random),
    traits: { pausable: false, cancellable: false, cancelledAs: 'failure' },
  };
}

function planFrom(random: Random): readonly PlannedStep[] {
  const waiting: PlannedStep = { state: 'queued/normal', terminal: false, forMs: random.between(100, 3_000) };
  const running: PlannedStep = {
    state: 'running/normal',
    terminal: false,
    forMs: Math.round(3_000 * 60 ** random.next()),
  };
  return [...(random.chance(0.5) ? [waiting] : []), running, ...endSteps(random)];
}

function endSteps(random: Random): readonly PlannedStep[] {
  const chance = random.next();
  if (chance < 0.05) {
    return [
      { state: 'aborting/normal', terminal: false, forMs: random.between(500, 3_000) },
      { state: 'aborted/error', terminal: true, forMs: 0, message: 'The job was aborted by the user.' },
    ];
  }
  if (chance < 0.15) return [ended('error', 'The aggregate has not enough space.')];
  if (chance < 0.22) return [ended('partial_failures', 'One of the volumes could not be moved.')];
  if (chance < 0.3) return [ended('warning', 'The cluster was not refreshed.')];
  return [ended('normal')];
}

function ended(status: string, message?: string): PlannedStep {
  return { state: `completed/${status}`, terminal: true, forMs: 0, ...(message !== undefined && { message }) };
}

/** A key such as `db409f4c1430246f:e6fd83b:16e69bdf32f:-7fbd`. */
function keyFrom(random: Random): string {
  const second = `${random.chance(0.5) ? '-' : ''}${random.hex(7)}`;
  return `${random.hex(16)}:${second}:${random.hex(11)}:-7${random.hex(3)}`;
}
