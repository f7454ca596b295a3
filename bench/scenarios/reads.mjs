/** Lists, 304, single jobs and summaries against Nest on Fastify that sends the same answers from constants. */
import { startConstants } from '../support/constants.mjs';
import { startFilled } from '../support/dataset.mjs';
import { makeFolder } from '../support/folders.mjs';
import { loadInRounds, perSecond } from '../support/rounds.mjs';
import { ratioOf } from '../support/statistics.mjs';
import { lists, revalidated, singleJobs, summaryByStateAndSource } from '../support/subjects.mjs';
import { underChanges } from '../support/under-changes.mjs';

export const title = 'Reads of 100,000 jobs of 20 sources';
export const defaults = { jobs: 100_000, sources: 20, rounds: 5, seconds: 3, rate: 200 };

/**
 * Figures: `<read>.<quiet|busy>` is the share of the constant. The constants are measured while nothing changes: the
 * gateway's work for the changes would slow them down on the shared core.
 */
export async function run(options) {
  const filled = await startFilled(options);
  const { folder, remove } = await makeFolder();
  const { backend, gateway } = filled;
  const size = { ...options, running: backend.settings.running };
  const [one, random] = await singleJobs(gateway, size, folder);
  const summary = summaryByStateAndSource(gateway, size);
  const constants = await startConstants('nest', {
    list: `${gateway.url}/api/jobs?max_records=50`,
    job: one.url,
    summary: summary.url,
  });
  const quiet = await loadInRounds(
    [...lists(gateway, size, true), revalidated(gateway, true), one, random, summary, ...constants.subjects],
    options,
  );
  const busySubjects = [...lists(gateway, size, false), revalidated(gateway, false)];
  const { result: busy, ...changes } = await underChanges(filled, options.rate, () =>
    loadInRounds(busySubjects, options),
  );
  const { warnings } = gateway.log;
  await constants.stop();
  await filled.close();
  await remove();
  return {
    figures: { ...figuresOf(quiet, 'quiet', quiet), ...figuresOf(busy, 'busy', quiet) },
    raw: { quiet, busy, changes, warnings },
  };
}

function figuresOf(results, phase, peers) {
  const reads = Object.keys(results).filter((name) => !name.startsWith('nest.'));
  const entries = reads.flatMap((name) => {
    const peer = `nest.${name.split('.')[0]}`;
    return [
      [`${name}.${phase}`, ratioOf(results[name].perSecond, peers[peer].perSecond)],
      [`${name}.${phase}.perSecond`, perSecond(results, name)],
    ];
  });
  return Object.fromEntries([...entries, ['nest.list.quiet.perSecond', perSecond(peers, 'nest.list')]]);
}
