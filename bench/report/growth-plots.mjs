import { plot } from './plot.mjs';

const AXES = { jobs: 'jobs of 20 sources', sources: 'sources with 100,000 jobs together' };

/** The plots of growth by file name. */
export function growthPlots({ raw }) {
  return Object.fromEntries(
    Object.entries(AXES).flatMap(([axis, x]) => {
      const points = raw.filter((point) => point.axis === axis);
      const line = (name, of, scale = 1) => ({
        name,
        points: points.map((point) => [point[axis], of(point).value / scale]),
      });
      return [
        [
          `growth-latency-${axis}.svg`,
          plot({
            title: 'Latency of a list while 200 jobs/s change',
            x,
            y: 'ms',
            lines: [line('median', ({ p50 }) => p50), line('p99', ({ p99 }) => p99)],
          }),
        ],
        [
          `growth-cycle-${axis}.svg`,
          plot({
            title: 'CPU time to poll every source once',
            x,
            y: 's',
            lines: [line('cycle', ({ cycle }) => cycle)],
          }),
        ],
        [
          `growth-memory-${axis}.svg`,
          plot({
            title: 'Resident memory above an idle process',
            x,
            y: 'MB',
            lines: [line('memory', ({ memory }) => memory, 1e6)],
          }),
        ],
      ];
    }),
  );
}
