import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

import { type Faults } from './faults.js';
import { memberPath } from './member-path.js';
import { optionNames } from './option.js';
import { itemPath } from './option-path.js';

/**
 * Turns the substituted values of a file into a section. Adds a fault for each unknown key and each value that breaks
 * its rule; the value at a path without a fault has its declared type. `parent` is the path of the values.
 */
export function validateSections<T extends object>(
  section: ClassConstructor<T>,
  values: object,
  faults: Faults,
  parent = '',
): T {
  const file = plainToInstance(section, values);
  collect(validateSync(file, { whitelist: true, forbidNonWhitelisted: true }), parent, faults);
  return file;
}

function collect(errors: readonly ValidationError[], parent: string, faults: Faults): void {
  for (const error of errors) {
    const { children = [], constraints = {}, property } = error;
    const path = Array.isArray(error.target) ? itemPath(parent, property) : memberPath(parent, property);
    const { rule, whitelistValidation, nestedValidation } = constraints;
    if (whitelistValidation !== undefined) faults.add(path, `unknown key, expected ${namesBeside(error)}`);
    else if (rule !== undefined) faults.addWithValue(path, `expected ${rule}`);
    else if (nestedValidation !== undefined) faults.addWithValue(path, 'expected a mapping');
    if (rule === undefined) collect(children, path, faults);
  }
}

function namesBeside({ target }: ValidationError): string {
  const names = optionNames(target?.constructor as new () => object);
  return names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
