// The long test suites: `npm run test:long` runs all of them, two at a time, `npm run test:long model` one. Arguments
// after the name go to the suite: `npm run test:long model -- --seed 7`. Ends with a line that counts suites.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

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
  image: { command: ['node', 'test/image/run.mjs'] },
  alerts: { ...jest('alerts', 180_000), needsBuild: true, needs: PROMETHEUS },
  browser: { ...jest('browser', 120_000), needsBuild: true, needs: CHROMIUM },
  deploy: { command: ['node', 'test/deploy/run.mjs'] },
  node: { ...onNewestNode(jest('process', 60_000), NODE_SPECS), needsBuild: true },
  upgrade: { ...jest('upgrade', 300_000), needsBuild: true },
  soak: { command: ['node', 'bench/soak.mjs', '--short'], needsBuild: true, needs: TASKSET, isAlone: true },
  durability: { ...jest('durability', 60_000), needsBuild: true },
  replicas: { ...jest('replicas', 180_000), needsBuild: true },
  process: { ...jest('process', 60_000), needsBuild: true },
  docs: { ...jest('docs', 60_000), needsBuild: true },
  site: { command: ['npm', 'run', '--silent', 'docs:check'] },
  package: { ...jest('package', 180_000), needsBuild: true },
  reload: { ...jest('reload', 60_000), needsBuild: true },
  proxy: { ...jest('proxy', 180_000), needsBuild: true, needs: NGINX },
  clients: { command: ['node', 'test/clients/netapp/run.mjs'], needsBuild: true, needs: PYTHON },
  schemathesis: { command: ['node', 'test/clients/schemathesis/run.mjs'], needsBuild: true, needs: PYTHON },
  retention: { ...jest('retention', 400_000), needsBuild: true },
  cluster: jest('cluster', 60_000),
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

/** Suites that run at the same time in a whole run: most of them wait for something most of the time. */
const LANES = 2;
/** How long the last output of a suite that has ended may take. */
const DRAIN_MS = 5_000;

let built;
const counts = { passed: 0, failed: 0, skipped: 0 };
const waiting = name === undefined ? Object.keys(SUITES) : [name];
// What measures the process runs before the others.
await runSuites(waiting.filter((suite) => SUITES[suite].isAlone));
const together = waiting.filter((suite) => !SUITES[suite].isAlone);
await Promise.all(Array.from({ length: LANES }, () => runSuites(together)));
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;

/** Takes and runs one suite after the other. The output of a suite is printed as a whole, unless it is the only one. */
async function runSuites(suites) {
  for (let suite = suites.shift(); suite !== undefined; suite = suites.shift()) {
    const began = performance.now();
    const output = [];
    const print = name === undefined ? (text) => output.push(text) : (text) => process.stdout.write(text);
    const outcome = await run(SUITES[suite], given.slice(1), print);
    counts[outcome] += 1;
    const seconds = Math.round((performance.now() - began) / 1_000);
    console.log(`\n== ${suite} ==\n${output.join('')}${suite}: ${outcome} after ${seconds} s`);
  }
}

/** Runs one suite and returns how it ended. */
async function run({ command, env = {}, needs, needsBuild = false }, args, print) {
  if (performance.now() > BUDGET_S * 1_000) {
    print(`skipped: the ${BUDGET_S} s of TEST_LONG_BUDGET_S have passed\n`);
    return 'skipped';
  }
  if (needs && !isInstalled(needs)) {
    print(`skipped: ${needs.program} is not on the PATH\n`);
    return 'skipped';
  }
  if (needsBuild && !(await build())) return 'failed';
  const code = await exitOf([...command, ...args], env, print);
  return code === 0 ? 'passed' : code === SKIPPED ? 'skipped' : 'failed';
}

/** Builds the programs, once for all suites; true when that worked. */
function build() {
  built ??= exitOf(['npm', 'run', '--silent', 'build'], {}, (text) => process.stdout.write(text)).then(
    (code) => code === 0,
  );
  return built;
}

async function exitOf([program, ...args], env, print) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print);
  const closed = once(child, 'close');
  const [code] = await once(child, 'exit');
  // A server that a failed test has left running keeps the pipes open.
  await Promise.race([closed, delay(DRAIN_MS, undefined, { ref: false })]);
  for (const stream of [child.stdout, child.stderr]) stream.destroy();
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
