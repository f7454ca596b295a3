// The long test suites: `npm run test:long` runs all of them one after the other, `npm run test:long model` one. Arguments
// after the name go to the suite: `npm run test:long model -- --seed 7`. Ends with a line that counts suites.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';

/** The exit code of a suite that cannot run here; the suite itself has printed why. */
const SKIPPED = 77;

const NGINX = { program: 'nginx', folders: ['/usr/sbin'] };
const PYTHON = { program: 'python3' };
const CHROMIUM = { program: 'chromium' };
const TASKSET = { program: 'taskset' };
const PROMETHEUS = { program: 'prometheus' };

/** The end-to-end tests that run on the newest version of Node too: of the gateway as a process, its stores and its commands. */
const NODE_SPECS = [
  'end-to-end',
  'watch',
  'store-damage',
  'process',
  'process-access',
  'process-cli',
  'process-cli-interrupts',
  'process-first-run',
];

/** What a suite runs, and whether it needs the build and a program that may not be installed. */
const SUITES = {
  durability: { ...jest('durability', 60_000), needsBuild: true },
  replicas: { ...jest('replicas', 180_000), needsBuild: true },
  retention: { ...jest('retention', 180_000), needsBuild: true },
  clients: { command: ['node', 'test/clients/netapp/run.mjs'], needsBuild: true, needs: PYTHON },
  schemathesis: { command: ['node', 'test/clients/schemathesis/run.mjs'], needsBuild: true, needs: PYTHON },
  proxy: { ...jest('proxy', 180_000), needsBuild: true, needs: NGINX },
  browser: { ...jest('browser', 120_000), needsBuild: true, needs: CHROMIUM },
  docs: { ...jest('docs', 60_000), needsBuild: true },
  site: { command: ['npm', 'run', '--silent', 'docs:check'] },
  process: { ...jest('process', 60_000), needsBuild: true },
  node: { ...onNewestNode(jest('process', 60_000), NODE_SPECS), needsBuild: true },
  package: { ...jest('package', 180_000), needsBuild: true },
  image: { command: ['node', 'test/image/run.mjs'] },
  deploy: { command: ['node', 'test/deploy/run.mjs'] },
  reload: { ...jest('reload', 60_000), needsBuild: true },
  upgrade: { ...jest('upgrade', 300_000), needsBuild: true },
  soak: { command: ['node', 'bench/soak.mjs', '--short'], needsBuild: true, needs: TASKSET },
  cluster: jest('cluster', 60_000),
  alerts: { ...jest('alerts', 180_000), needsBuild: true, needs: PROMETHEUS },
  model: { command: ['node', 'test/model/run.mjs'] },
  fuzz: inTwoProcesses(jest('fuzz', 600_000)),
};

const given = process.argv.slice(2).filter((arg) => arg !== '--');
const [name] = given;
if (name !== undefined && !Object.hasOwn(SUITES, name)) {
  console.error(`there is no suite ${name}: ${Object.keys(SUITES).join(', ')}`);
  process.exit(2);
}

/** No suite of a whole run begins later than this many seconds after its start. */
const BUDGET_S = Number(process.env.TEST_LONG_BUDGET_S ?? Infinity);

let built;
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const suite of name === undefined ? Object.keys(SUITES) : [name]) {
  console.log(`\n== ${suite} ==`);
  const began = performance.now();
  const outcome = await run(SUITES[suite], given.slice(1));
  counts[outcome] += 1;
  console.log(`${suite}: ${outcome} after ${Math.round((performance.now() - began) / 1_000)} s`);
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;

/** Runs one suite and returns how it ended. */
async function run({ command, env = {}, needs, needsBuild = false }, args) {
  if (performance.now() > BUDGET_S * 1_000) {
    console.log(`skipped: the ${BUDGET_S} s of TEST_LONG_BUDGET_S have passed`);
    return 'skipped';
  }
  if (needs && !isInstalled(needs)) {
    console.log(`skipped: ${needs.program} is not on the PATH`);
    return 'skipped';
  }
  if (needsBuild && !(await build())) return 'failed';
  const code = await exitOf([...command, ...args], env);
  return code === 0 ? 'passed' : code === SKIPPED ? 'skipped' : 'failed';
}

/** Builds both programs, once for all suites; true when that worked. */
function build() {
  built ??= exitOf(['npm', 'run', '--silent', 'build']).then((code) => code === 0);
  return built;
}

async function exitOf([program, ...args], env = {}) {
  const [code] = await once(spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } }), 'exit');
  return code;
}

/** The specs of one project of jest.config.mjs, one file after the other. A test without a limit of its own has `limitMs`. */
function jest(project, limitMs) {
  return {
    // A test that fails may leave programs and servers running, for which Jest would wait.
    command: ['node_modules/.bin/jest', '--selectProjects', project, '--runInBand', `--testTimeout=${limitMs}`],
    env: { NODE_OPTIONS: '--experimental-vm-modules', DURABILITY_ROUNDS: process.env.DURABILITY_ROUNDS ?? '10' },
  };
}

/** These end-to-end tests on the newest version of Node instead of the suite's own. */
function onNewestNode({ command: [program, , project, ...options], env }, names) {
  const specs = names.map((name) => `test/e2e/${name}.spec.ts`);
  const args = ['--selectProjects', 'fast', project, ...options, '--runTestsByPath', ...specs];
  return { command: ['node', 'scripts/on-newest-node.mjs', program, ...args], env };
}

/** The suite with its files in two processes at once. */
function inTwoProcesses(suite) {
  return { ...suite, command: suite.command.map((arg) => (arg === '--runInBand' ? '--maxWorkers=2' : arg)) };
}

function isInstalled({ program, folders = [] }) {
  return [...(process.env.PATH ?? '').split(delimiter), ...folders].some((folder) =>
    isExecutable(join(folder, program)),
  );
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
