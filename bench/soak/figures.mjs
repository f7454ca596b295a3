/** What the soak measures of the process of the gateway. */
import { readdir, readlink } from 'node:fs/promises';

import { residentBytes } from '../support/processes.mjs';

const MB = 2 ** 20;

/** Reads memory and open files of a process now. */
export async function sampleOf(pid) {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all((await readdir(folder)).map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  const sockets = links.filter((link) => link.startsWith('socket:')).length;
  return { rssMb: (await residentBytes(pid)) / MB, files: links.length - sockets, sockets };
}

/** The slope of the least squares line through points `[x, y]`. */
export function slopeOf(points) {
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return above / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

/** The lowest of each `size` values after each other: what stays after the garbage of the time between is collected. */
export function lowestOfEach(samples, size) {
  const groups = Array.from({ length: Math.floor(samples.length / size) }, (_, at) =>
    samples.slice(at * size, (at + 1) * size),
  );
  return groups.map((group) => group.reduce((lowest, each) => (each.rssMb < lowest.rssMb ? each : lowest)));
}

/** The mean of a figure in the first and in the last third of the samples. */
export function thirdsOf(samples, name) {
  const third = Math.ceil(samples.length / 3);
  const mean = (part) => part.reduce((sum, sample) => sum + sample[name], 0) / part.length;
  return [mean(samples.slice(0, third)), mean(samples.slice(-third))];
}
