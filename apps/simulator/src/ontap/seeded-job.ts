/** Random ONTAP jobs from a seed, like those on a busy cluster. */
import { type JobFailure, type PlannedStep } from '../life-cycle.js';
import { type Random } from '../random.js';
import { type JobDesign, type JobTraits } from '../simulated-job.js';
import { type OntapDetails } from './job-record.js';
import { type Svm, svmsOf } from './svms.js';

/** A type of job. `{uuid}` and `{n}` in its texts are replaced. */
interface Work {
  readonly description: string;
  readonly progress: readonly string[];
  readonly scope: 'svm' | 'cluster';
  readonly takes?: readonly ('pause' | 'cancel')[];
}

const WORKS: readonly Work[] = [
  { description: 'POST /api/storage/volumes/{uuid}', progress: ['Creating volume'], scope: 'svm' },
  { description: 'PATCH /api/storage/volumes/{uuid}', progress: ['Modifying volume'], scope: 'svm' },
  { description: 'DELETE /api/storage/volumes/{uuid}', progress: ['Deleting volume'], scope: 'svm' },
  {
    description: 'POST /api/storage/volumes/{uuid}/snapshots/{uuid}',
    progress: ['Creating snapshot'],
    scope: 'svm',
  },
  {
    description: 'Clone Volume',
    progress: ['Creating clone volume', 'Setting up clone'],
    scope: 'svm',
    takes: ['cancel'],
  },
  {
    description: 'Move "vol{n}" to aggregate "aggr{n}"',
    progress: ['Volume move job preparing transfer', 'Transferring data', 'Volume move job in cutover'],
    scope: 'svm',
    takes: ['pause', 'cancel'],
  },
  {
    description: 'App Snapshot Job',
    progress: ['Quiescing application', 'Creating snapshots'],
    scope: 'svm',
    takes: ['pause', 'cancel'],
  },
  {
    description: 'POST /api/snapmirror/relationships/{uuid}/transfers',
    progress: ['Transferring'],
    scope: 'svm',
    takes: ['cancel'],
  },
  {
    description: 'Cluster Backup Job',
    progress: ['creating_node_backups', 'creating_cluster_backup', 'uploading'],
    scope: 'cluster',
    takes: ['pause', 'cancel'],
  },
  { description: 'PATCH /api/cluster', progress: ['Modifying cluster'], scope: 'cluster' },
];

const NOT_FOUND = "entry doesn't exist";
const FAILURES: readonly { readonly code: number; readonly message: string; readonly error?: JobFailure }[] = [
  { code: 4, message: NOT_FOUND },
  { code: 4, message: NOT_FOUND, error: { code: '4', message: NOT_FOUND, target: 'uuid', arguments: [] } },
  failure(917927, 'The specified volume was not found.', [{ code: 'vol1', message: 'vol1' }]),
  failure(2621573, 'The configuration is temporarily locked by another operation.'),
  failure(2621706, 'The specified "svm.uuid" and "svm.name" do not refer to the same SVM.'),
];

/** Creates a random job of a cluster. */
export function designOntapJob(random: Random, cluster: string): JobDesign<OntapDetails> {
  const work = random.pick(WORKS);
  return {
    nativeId: random.uuid(),
    details: {
      description: filled(work.description, random),
      node: `${cluster}-0${random.between(1, 2)}`,
      ...(work.scope === 'svm' && { svm: svmOf(random, cluster) }),
    },
    plan: [
      { state: 'queued', terminal: false, forMs: random.between(100, 4_000) },
      ...work.progress.map((message) => progressStep(message, random)),
      endStep(random),
    ],
    traits: traitsOf(work, random),
  };
}

function progressStep(message: string, random: Random): PlannedStep {
  return { state: 'running', terminal: false, message, forMs: Math.round(2_000 * 60 ** random.next()) };
}

function endStep(random: Random): PlannedStep {
  if (random.chance(0.15)) return { state: 'failure', terminal: true, forMs: 0, ...random.pick(FAILURES) };
  const message = random.pick(['success', 'Complete: Successful']);
  return { state: 'success', terminal: true, forMs: 0, message };
}

function traitsOf({ takes }: Work, random: Random): JobTraits {
  return {
    pausable: takes?.includes('pause') ?? false,
    cancellable: takes?.includes('cancel') ?? false,
    cancelledAs: random.pick(['success', 'failure']),
  };
}

function svmOf(random: Random, cluster: string): Svm {
  return random.pick(svmsOf(cluster));
}

function filled(text: string, random: Random): string {
  return text.replaceAll('{uuid}', () => random.uuid()).replaceAll('{n}', () => String(random.between(1, 40)));
}

function failure(
  code: number,
  message: string,
  args: JobFailure['arguments'] = [],
): { readonly code: number; readonly message: string; readonly error: JobFailure } {
  return { code, message, error: { code: String(code), message, arguments: args } };
}
