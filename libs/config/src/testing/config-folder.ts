import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { BlockedFiles } from '../blocked-files.js';
import { buildConfig } from '../build-config.js';
import { buildSourcesFiles } from '../build-sources-files.js';
import { type LoadedConfig } from '../config.js';
import { checkConfig } from '../config-check.js';
import { ConfigError } from '../config-error.js';
import { folderOf } from '../config-files.js';
import { ConfigReader } from '../config-reader.js';
import { LoadedFiles } from '../loaded-files.js';
import { SecretTexts } from '../secret-texts.js';
import { type Environment } from '../variables.js';

/** The smallest valid configuration. */
export const STORE = 'store: { kind: embedded, path: ./data }\n';

/** A valid login. */
export const BASIC = '{ basic: { username: gateway, password: word } }';

/** A file with one source: these options, and valid ones for every required option that is not among them. */
export function withSource(options: Readonly<Record<string, string>>): string {
  const all = { name: 'east', kind: 'ontap', url: 'https://10.0.0.1', auth: BASIC, ...options };
  const lines = Object.entries(all).map(([name, value]) => `    ${name}: ${value}\n`);
  return `${STORE}sources:\n  -\n${lines.join('')}`;
}

/** As `ConfigReader.load`, once and in this thread. */
export function loadConfig(file: string, environment: Environment): LoadedConfig {
  const nothing = new Map<string, never>();
  const answer = checkConfig({ file, environment, secretFiles: nothing, blocked: [], lastValid: nothing });
  if ('faults' in answer) throw new ConfigError(file, answer.faults, answer.files);
  const secrets = new SecretTexts();
  secrets.update(answer.secrets);
  const files = new LoadedFiles(folderOf(file), answer.texts, secrets);
  const { sections, sourcesFiles } = answer;
  const built = buildSourcesFiles(sourcesFiles, nothing, { defaults: sections.defaults, files });
  return buildConfig(file, sections, files, built);
}

/** A new folder for each test, and configurations in it. */
export class ConfigFolder {
  #path = '';

  constructor() {
    beforeEach(() => {
      this.#path = mkdtempSync(join(tmpdir(), 'config-'));
    });
    afterEach(() => rmSync(this.#path, { recursive: true }));
  }

  /** The absolute path of a file. */
  at(name: string): string {
    return join(this.#path, name);
  }

  /** Writes a file, in a folder that is created if it does not exist. */
  save(name: string, text: string | Buffer): void {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), text);
  }

  /** A reader of `gateway.yaml` that checks it in this thread. */
  reader(): ConfigReader {
    return new ConfigReader(this.at('gateway.yaml'), new BlockedFiles(), {}, async (task) => checkConfig(task));
  }

  load(yaml: string | Buffer, environment: Readonly<Record<string, string>> = {}): LoadedConfig {
    this.save('gateway.yaml', yaml);
    return loadConfig(this.at('gateway.yaml'), environment);
  }

  /** The error that a text is rejected with. */
  errorOf(yaml: string | Buffer, environment: Readonly<Record<string, string>> = {}): ConfigError {
    try {
      this.load(yaml, environment);
    } catch (error) {
      if (error instanceof ConfigError) return error;
      throw error;
    }
    throw new Error('expected a ConfigError');
  }

  /** The faults of a text: path → message. */
  faultsOf(yaml: string | Buffer, environment: Readonly<Record<string, string>> = {}): Record<string, string> {
    return Object.fromEntries(this.errorOf(yaml, environment).faults.map(({ path, message }) => [path, message]));
  }
}
