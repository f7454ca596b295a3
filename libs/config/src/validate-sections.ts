import { inspect } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { type Faults } from './faults.js';
import { type OptionContext, optionNames } from './option.js';
import { itemPath, memberPath } from './option-path.js';
import { FileSection } from './sections.js';

/**
 * Turns the file's values into sections and adds a fault for each unknown key and each value that breaks its rule. What
 * lies at a sound path has its declared type. Faults repeat values only as `written` has them, before substitution.
 */
export function validateSections(values: object, written: object, faults: Faults): FileSection {
  const file = plainToInstance(FileSection, values);
  collect(validateSync(file, { whitelist: true, forbidNonWhitelisted: true }), '', written, faults);
  return file;
}

function collect(errors: readonly ValidationError[], parent: string, written: unknown, faults: Faults): void {
  for (const error of errors) {
    const inList = Array.isArray(written);
    const path = inList ? itemPath(parent, error.property) : memberPath(parent, error.property);
    const value = (written as Readonly<Record<string, unknown>> | undefined)?.[error.property];
    const { rule, whitelistValidation, nestedValidation } = error.constraints ?? {};
    if (whitelistValidation !== undefined) faults.add(path, `unknown key, expected ${namesBeside(error)}`);
    else if (rule !== undefined) faults.add(path, `expected ${rule}${got(value, isShown(error))}`);
    else if (nestedValidation !== undefined) faults.add(path, `expected a mapping${got(value, false)}`);
    if (rule === undefined) collect(error.children ?? [], path, value, faults);
  }
}

function namesBeside({ target }: ValidationError): string {
  const names = optionNames(target?.constructor as new () => object);
  return names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function isShown({ contexts }: ValidationError): boolean {
  return (contexts?.rule as OptionContext | undefined)?.shown ?? false;
}

function got(value: unknown, shown: boolean): string {
  if (value === undefined || value === null) return ', got nothing';
  if (Array.isArray(value)) return ', got a list';
  if (typeof value === 'object') return ', got a mapping';
  if (!shown) return typeof value === 'string' ? '' : `, got a ${typeof value}`;
  if (typeof value !== 'string') return `, got ${inspect(value)}`;
  return `, got ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
}
