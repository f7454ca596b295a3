import { BackupError } from './backup-error.js';
import { formatManifest, type Manifest, parseManifest } from './manifest.js';

const MANIFEST: Manifest = {
  time: '2030-01-01T00:00:00.000Z',
  version: '1.2.3',
  files: (['jobs', 'actions'] as const).map((store) => ({
    ...{ store, name: `${store}.ndjson.gz`, revision: '7-1', entries: 3, bytes: 100, sha256: 'ab' },
  })),
};
const [JOBS, ACTIONS] = MANIFEST.files;

describe('the manifest of a backup', () => {
  it('is read as it was written', () => {
    expect(parseManifest(formatManifest(MANIFEST), 'm')).toMatchObject(MANIFEST);
  });

  it.each<[string, object]>([
    ['without files', { files: [] }],
    ['with the files in another order', { files: [ACTIONS, JOBS] }],
    ['with a file of another name', { files: [{ ...JOBS, name: '../../etc/passwd' }, ACTIONS] }],
    ['with a file without a size', { files: [{ ...JOBS, bytes: undefined }, ACTIONS] }],
    ['with a revision that is none', { files: [{ ...JOBS, revision: 'x' }, ACTIONS] }],
    ['without a time', { time: undefined }],
    ['without a format', { format: undefined }],
  ])('is refused %s', (_what, changes) => {
    const text = JSON.stringify({ ...(JSON.parse(formatManifest(MANIFEST)) as object), ...changes });
    expect(() => parseManifest(text, 'm')).toThrow(new BackupError('m is not the manifest of a backup'));
  });

  it('of a later format is refused, whatever else it has', () => {
    expect(() => parseManifest('{"format":2,"readable_since":"0.4.0"}', 'm')).toThrow(
      'the backup has format 2, which needs gateway 0.4.0 or later; this version reads formats up to 1',
    );
  });
});
