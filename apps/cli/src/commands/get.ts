import { type Job, type JobPart } from '../api/types.js';
import { type Cli } from '../cli.js';
import { type ExitCode, exitCodeOfActions } from '../exit-codes.js';
import { DEFAULT_JOB_COLUMNS, JOB_COLUMNS } from '../output/job-columns.js';
import { jobDetail } from '../output/job-detail.js';
import { columnsFor, RecordPrinter } from '../output/print-records.js';
import { forEachOf } from './each.js';

/** `jobs get`: prints jobs, each in full. */
export async function get(cli: Cli, ids: readonly string[]): Promise<ExitCode> {
  const { gateway } = await cli.session();
  const { codes, results } = await forEachOf(cli, ids, (id) => gateway.getJob(id));
  if (cli.output.isForPerson) await printDetails(cli, results);
  else await printJobs(cli, results, ids.length);
  return exitCodeOfActions(codes);
}

async function printDetails(cli: Cli, jobs: readonly Job[]): Promise<void> {
  const { output } = cli;
  const view = await cli.view();
  for (const [at, job] of jobs.entries()) {
    await output.writeLines([...(at > 0 ? [''] : []), ...jobDetail(job, view, output.paint)]);
  }
}

/** In JSON, one id gives the job and several give a list. */
async function printJobs(cli: Cli, jobs: readonly Job[], asked: number): Promise<void> {
  const { output } = cli;
  const columns = columnsFor<JobPart>(output, JOB_COLUMNS, DEFAULT_JOB_COLUMNS, undefined);
  const view = await cli.view();
  const printer = new RecordPrinter<JobPart>(output, { columns, nameOf: ({ id }) => id }, () => view);
  await printer.add(jobs);
  if (asked > 1 || jobs.length > 0) {
    await printer.end((records) => (asked === 1 ? records[0] : { records, num_records: records.length }));
  }
}
