/** Compares two positions in the change log, `<milliseconds>-<number>`: negative if the first one is earlier. */
export function compareRevisions(a: string, b: string): number {
  const [aTime = 0, aCount = 0] = a.split('-').map(Number);
  const [bTime = 0, bCount = 0] = b.split('-').map(Number);
  return aTime - bTime || aCount - bCount;
}
