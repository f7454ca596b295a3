import { readFile } from 'node:fs/promises';

const PREFIX = 'node_modules/';

/** The names of the packages in the lock that only the development needs, at any depth. */
export async function developmentPackages(): Promise<readonly string[]> {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>;
  };
  const paths = Object.entries(packages).filter(([, { dev, devOptional }]) => dev || devOptional);
  return paths.map(([path]) => path.slice(PREFIX.length));
}
