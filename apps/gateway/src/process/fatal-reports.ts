/**
 * Makes Node write a report to standard error, as one line of JSON, when it ends the process itself, for example because the
 * heap is full. A report contains the environment, and so secrets, unless Node can leave it out (22.13 or later): an older
 * version only writes its own message.
 */
export function reportFatalErrors(): void {
  const { report } = process;
  if (report === undefined || !('excludeEnv' in report)) return;
  Object.assign(report, {
    excludeEnv: true,
    excludeNetwork: true,
    compact: true,
    filename: 'stderr',
    reportOnFatalError: true,
  });
}
