/** Every command of the documentation runs, against the demo that it is written for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

import { codeBlocks } from './code-blocks.js';
import { Demo } from './demo.js';
import { commandsOf, type DocumentedCommand, expectedStatus } from './documented-commands.js';

/** Commands that do not run here, and what runs them, or why nothing does. */
const ELSEWHERE: readonly (readonly [start: string, reason: string])[] = [
  ['npm ci && npm run demo', 'this suite starts the demo'],
  ['npm ci && npm run build', 'test/e2e/process-check.spec.ts runs check and start'],
  ['npm ci && npm run build && npm link', 'test/e2e/process-cli.spec.ts, test/e2e/process-cli-terminal.spec.ts'],
  ['jobs cancel -f', 'asks on a terminal; test/e2e/process-cli-terminal.spec.ts'],
  ['jgw wait', 'its exit code depends on the outcome; test/e2e/process-cli.spec.ts'],
  ['npm start --silent -- backup', 'test/upgrade/documented-commands.spec.ts'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'starts a gateway; apps/gateway/src/tracing/tracing.spec.ts'],
  ['docker build', 'needs an engine; test/image/image.spec.ts builds and runs the image'],
  ['export JOBS_TOKEN=jgw_…\ndocker exec', 'needs an engine; test/image/image.spec.ts runs the same commands'],
  ['docker stop', 'needs an engine; test/upgrade/documented-commands.spec.ts restores a backup'],
  ['docker compose', 'needs an engine; test/deploy/compose.spec.ts'],
  ['kubectl create', 'needs a cluster; test/deploy/chart.spec.ts'],
  ['npm install --global', 'installs a service; test/deploy/systemd.spec.ts'],
  ['npm run package', 'test/package/package.spec.ts'],
  ['security login', 'commands of an ONTAP cluster'],
];

/** Gives curl a time limit and prints the status of each answer; a watch ends after two seconds. */
const PRELUDE = `
curl() {
  local limit=30 ended=28
  case " $* " in *" -sN "*) limit=2 ;; *) ended=0 ;; esac
  command curl --max-time $limit -w '\\n<%{http_code}>\\n' "$@" || [ $? = $ended ]
}
jobs() { node ${resolve('dist/apps/cli/src/main.js')} "$@"; }
jgw() { jobs "$@"; }
`;

/** A job of the demo may end before the command that acts on it arrives; a command that is wrong fails every time. */
const MOST_ATTEMPTS = 5;

/** What a command has done: its exit code, the statuses that its page does not have, and what it printed. */
interface Outcome {
  readonly code: number | null;
  readonly wrong: readonly string[];
  readonly output: string;
  readonly errors: string;
}

const described = codeBlocks()
  .flatMap((block) => commandsOf(block).map((command) => ({ command, name: `${block.page}:${block.line}` })))
  .filter(({ command }) => !ELSEWHERE.some(([start]) => command.text.startsWith(start)))
  .map(({ command, name }) => [`${name} ${command.text.split('\n')[0]}`, command] as const);

describe('the command', () => {
  let demo: Demo;
  /** What commands have assigned, and what the answers so far contain. */
  const variables: Record<string, string> = {};

  beforeAll(async () => {
    demo = await Demo.start();
    Object.assign(variables, demo.tokens, { id: await demo.job('north') });
  });
  afterAll(() => demo.stop());

  /** Replaces what differs in each run: the port, ids and revisions; and a wait takes two seconds. */
  async function adapted(command: string): Promise<string> {
    let adaptedText = command.replaceAll('http://127.0.0.1:8080', demo.url).replace(/^CONFIRM=.*/m, ':');
    for (const [shown, source] of adaptedText.matchAll(/\b(north|west|east|um1|engine1)~[\w:-]+(?=[?'"/]|$)/gm))
      adaptedText = adaptedText.replace(shown, await demo.job(source ?? ''));
    const revision = await demo.revision();
    return adaptedText
      .replaceAll(/(after=|Last-Event-ID: )\d+-\d+/g, `$1${revision}`)
      .replaceAll(/(?<=[?&]wait=)\d+/g, '2')
      .replaceAll(/(?<=bulk-actions\/)[\w-]+/g, variables['BULK'] ?? '');
  }

  function remember(output: string): void {
    const found = {
      CONFIRM: /"confirm":"([^"]+)"/,
      BULK: /^location: \/api\/bulk-actions\/(\S+)/im,
      JOB: /"id":"(north~[^"]+)"/,
    };
    for (const [name, pattern] of Object.entries(found)) {
      const value = pattern.exec(output)?.[1];
      if (value !== undefined) variables[name] = value;
    }
    for (const [, name, value] of output.matchAll(/^declare -- (\w+)="(.*)"$/gm))
      variables[name as string] = value as string;
  }

  async function run(command: DocumentedCommand, attempt: number): Promise<Outcome> {
    if (/\$JOB\?action=|^JOB=\$/.test(command.text)) variables['JOB'] = await demo.job('north');
    const adaptedText = (await adapted(command.text)).replace('tour-1', `tour-${attempt}`);
    const script = `${PRELUDE}\n${adaptedText}\nstatus=$?; declare -p JOB EAST 2>/dev/null; exit $status`;
    const child = spawn('bash', ['-c', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], HOME: '/nonexistent', JOBS_URL: demo.url, ...variables },
    });
    const [output, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    remember(output);
    const statuses = [...output.matchAll(/<(\d{3})>/g)].map(([, status]) => status as string);
    const wrong = statuses.filter((status) => !expectedStatus(command).test(status));
    return { code, wrong, output, errors };
  }

  it.each(described)('%s', async (_, command: DocumentedCommand) => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await run(command, attempt);
      if (attempt < MOST_ATTEMPTS && (outcome.code !== 0 || outcome.wrong.length > 0)) continue;
      // Notes of the command line go to standard error, so that is shown if the test fails, and not compared.
      expect(outcome).toMatchObject({ code: 0, wrong: [] });
      return;
    }
  });
});
