/** Random Service Engine jobs from a seed. */
import { type PlannedStep } from '../life-cycle.js';
import { type Random } from '../random.js';
import { type JobDesign } from '../simulated-job.js';
import { type ServiceEngineDetails } from './job-record.js';

/** The tenants of the jobs, for the filter `tenant_id`. */
export const TENANT_IDS = ['5bbee380a2df7a04d43ac001', '5bbee380a2df7a04d43ac002'] as const;

const WORDS = { create: 'Creation', update: 'Update', delete: 'Deletion' } as const;
const OBJECT_TYPES = ['sg_buckets', 'sg_groups', 'sg_users', 'sg_accounts'] as const;
const ERRORS = [
  'The grid did not answer within 60 seconds.',
  'The quota of the subtenant is exhausted.',
  'An object of that name exists already.',
] as const;

/** Creates a random job. */
export function designServiceEngineJob(random: Random): JobDesign<ServiceEngineDetails> {
  const action = random.pick(['create', 'update', 'delete'] as const);
  const objectType = random.pick(OBJECT_TYPES);
  const name = `${objectType.slice(3, -1)}-${random.hex(4)}`;
  return {
    nativeId: random.hex(24),
    details: {
      action,
      objectId: random.hex(24),
      objectType,
      ...(random.chance(0.8) && { objectName: name }),
      userId: random.pick(['5e85225af038943eb4b74684', '5bbee380a2df7a04d43acaee']),
      tenantId: random.pick(TENANT_IDS),
      taskIds: Array.from({ length: random.between(1, 2) }, () => random.hex(24)),
    },
    plan: [
      { state: 'pending', terminal: false, forMs: random.between(200, 5_000) },
      { state: 'running', terminal: false, forMs: Math.round(2_000 * 60 ** random.next()) },
      endStep(random, `${WORDS[action]} of ${objectType} '${name}'`),
    ],
    traits: { pausable: false, cancellable: false, cancelledAs: 'failure' },
  };
}

function endStep(random: Random, what: string): PlannedStep {
  if (!random.chance(0.15)) {
    return { state: 'successful', terminal: true, forMs: 0, message: `${what} completed successfully.` };
  }
  const error = { code: '', message: random.pick(ERRORS), arguments: [] };
  return { state: 'failed', terminal: true, forMs: 0, message: `${what} failed.`, error };
}
