// Writes the software bill of materials of the running gateway, in CycloneDX JSON, by `npm sbom`: `npm run sbom`, or
// `npm run sbom -- FILE` for another file than sbom.cdx.json.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const [file = 'sbom.cdx.json'] = process.argv.slice(2);
const { status, stdout } = spawnSync('npm', ['sbom', '--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) process.exit(1);
const { components, bomFormat, specVersion } = JSON.parse(stdout);
writeFileSync(file, stdout);
console.log(`${file}: ${components.length} packages, ${bomFormat} ${specVersion}`);
