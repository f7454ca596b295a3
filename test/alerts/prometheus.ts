/** A real Prometheus that scrapes one gateway and evaluates rules, on the loopback interface. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';

import { within } from './within.js';

/** Longer than any test: alerts that have fired at all. */
const EVER = '1h';

/** An alert, with the labels that identify what it is about. */
export interface ExpectedAlert {
  readonly alert: string;
  readonly source?: string;
  readonly route?: string;
}

/** What Prometheus needs in its folder, apart from its configuration. */
export interface PrometheusFiles {
  /** The text of the rules. */
  readonly rules: string;
  /** `host:port` of the gateway, which uses TLS. */
  readonly target: string;
  readonly caFile: string;
  readonly token: string;
}

/** A running Prometheus. */
export class Prometheus {
  private constructor(
    private readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  /** Starts it with its files in `folder`. Resolves when it answers. */
  static async start(folder: string, { caFile, rules, target, token }: PrometheusFiles): Promise<Prometheus> {
    const address = `127.0.0.1:${await freePort()}`;
    await writeFile(join(folder, 'alerts.yaml'), rules);
    const job = {
      ...{ job_name: 'job-gateway', scheme: 'https', tls_config: { ca_file: caFile } },
      authorization: { credentials: token },
      static_configs: [{ targets: [target] }],
    };
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: ['alerts.yaml'],
      scrape_configs: [job],
    };
    const file = join(folder, 'prometheus.yaml');
    await writeFile(file, JSON.stringify(config));
    const child = spawn(
      'prometheus',
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'prometheus')}`,
        `--web.listen-address=${address}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    const ended = once(child, 'exit');
    const close = async (): Promise<void> => {
      child.kill('SIGTERM');
      await ended;
    };
    const prometheus = new Prometheus(`http://${address}`, close);
    await within('Prometheus answers', async () => (await prometheus.#query('vector(1)')).length === 1);
    return prometheus;
  }

  /** Resolves when Prometheus has scraped the gateway this many times without an error. */
  async scraped(times: number): Promise<void> {
    await within('the gateway is scraped', async () => {
      const [count] = await this.#query(`sum_over_time(up{job="job-gateway"}[${EVER}])`);
      return Number(count?.value) >= times;
    });
  }

  /** The names of the alerts that fire now, with their source. */
  async firing(): Promise<readonly string[]> {
    const samples = await this.#query('ALERTS{alertstate="firing"}');
    return samples.map(({ metric: { alertname = '', source = '' } }) => `${alertname} ${source}`.trim()).sort();
  }

  /** Resolves when an alert fires, or has fired since a time in ms. Throws after 150 s. */
  async fired(expected: ExpectedAlert, since: number): Promise<void> {
    await within(`${describe(expected)} fires`, async () => {
      const seconds = Math.max(1, Math.ceil((Date.now() - since) / 1_000));
      return (await this.#query(`max_over_time(${selectorOf(expected)}[${seconds}s])`)).length > 0;
    });
  }

  /** Resolves when an alert does not fire. Throws after 150 s. */
  async cleared(expected: ExpectedAlert): Promise<void> {
    await within(`${describe(expected)} clears`, async () => (await this.#query(selectorOf(expected))).length === 0);
  }

  async #query(expression: string): Promise<readonly Sample[]> {
    const response = await fetch(`${this.url}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const { data, error } = (await response.json()) as QueryAnswer;
    if (data === undefined) throw new Error(`Prometheus refuses ${expression}: ${error}`);
    return data.result.map(({ metric, value: [, value] }) => ({ metric, value }));
  }
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: string;
}

interface QueryAnswer {
  readonly error?: string;
  readonly data?: {
    readonly result: readonly { readonly metric: Sample['metric']; readonly value: readonly [number, string] }[];
  };
}

function selectorOf({ alert, route, source }: ExpectedAlert): string {
  const labels = { alertname: alert, alertstate: 'firing', ...(source && { source }), ...(route && { route }) };
  return `ALERTS{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}}`;
}

function describe({ alert, route, source }: ExpectedAlert): string {
  return [alert, source ?? route].filter((each) => each !== undefined).join(' of ');
}
