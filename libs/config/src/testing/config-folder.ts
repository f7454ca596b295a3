import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoadedConfig } from '../config.js';
import { ConfigError } from '../config-error.js';
import { loadConfig } from '../load-config.js';

/** The least a configuration needs. */
export const STORE = 'store: { kind: embedded, path: ./data }\n';

/** A login that is in order. */
export const BASIC = '{ basic: { username: gateway, password: word } }';

/** A file with one source of these options, over those every source needs. */
export function withSource(options: Readonly<Record<string, string>>): string {
  const all = { name: 'east', kind: 'ontap', url: 'https://10.0.0.1', auth: BASIC, ...options };
  const lines = Object.entries(all).map(([name, value]) => `    ${name}: ${value}\n`);
  return `${STORE}sources:\n  -\n${lines.join('')}`;
}

/** A folder of its own for each test, and configurations in it. */
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

  /** The error a text is refused with. */
  errorOf(yaml: string, environment: Readonly<Record<string, string>> = {}): ConfigError {
    try {
      this.load(yaml, environment);
    } catch (error) {
      if (error instanceof ConfigError) return error;
      throw error;
    }
    throw new Error('expected to be refused');
  }

  /** The faults of a text, as path → message. */
  faultsOf(yaml: string, environment: Readonly<Record<string, string>> = {}): Record<string, string> {
    return Object.fromEntries(this.errorOf(yaml, environment).faults.map(({ path, message }) => [path, message]));
  }
}
