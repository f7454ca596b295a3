import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type LoadedConfig } from '../config.js';
import { ConfigError } from '../config-error.js';
import { loadConfig } from '../load-config.js';

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

  save(name: string, text: string): void {
    writeFileSync(this.at(name), text);
  }

  load(yaml: string, environment: Readonly<Record<string, string>> = {}): LoadedConfig {
    this.save('gateway.yaml', yaml);
    return loadConfig(this.at('gateway.yaml'), environment);
  }

  /** The error that a text is rejected with. */
  errorOf(yaml: string, environment: Readonly<Record<string, string>> = {}): ConfigError {
    try {
      this.load(yaml, environment);
    } catch (error) {
      if (error instanceof ConfigError) return error;
      throw error;
    }
    throw new Error('expected a ConfigError');
  }

  /** The faults of a text: path → message. */
  faultsOf(yaml: string, environment: Readonly<Record<string, string>> = {}): Record<string, string> {
    return Object.fromEntries(this.errorOf(yaml, environment).faults.map(({ path, message }) => [path, message]));
  }
}
