/** Decorators for the options of a section. */
import { type ClassConstructor, Type } from 'class-transformer';
import { IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import 'reflect-metadata';

import { list, mapping, type Rule } from './rules.js';

/**
 * When an error message may show the value of an option. `never`: the value is or may hold a secret. `address`: only a
 * value that looks like an address without credentials. `always`: any value that does not look like a secret.
 */
export type Shown = 'always' | 'address' | 'never';

/** What is known of an option besides its rule. */
export interface OptionContext {
  /** @default never */
  readonly shown?: Shown;
  /** For lists and mappings: the key of the first part that breaks the rule. */
  readonly wrongPart?: (value: object) => string | undefined;
  /** The name that replaces this deprecated option. Messages and the example do not name deprecated options. */
  readonly replacedBy?: string;
}

/** An option as it was declared; `section` is its class if it holds a section or a list of sections. */
export interface DeclaredOption extends OptionContext {
  readonly section?: () => ClassConstructor<object>;
}

/** Prototype of a section class → the options that it declares itself, by name, in the order of declaration. */
const DECLARED = new Map<object, Map<string, DeclaredOption>>();

/** An option that must be present. */
export function Required(rule: Rule, context: OptionContext = {}): PropertyDecorator {
  const validator = {
    validate: (value: unknown) => rule(value) === undefined,
    defaultMessage: (seen?: { value: unknown }) => rule(seen?.value) ?? '',
  };
  return all(ValidateBy({ name: 'rule', validator }), declare(context));
}

/** An option that may be absent or empty. */
export function Optional(rule: Rule, context?: OptionContext): PropertyDecorator {
  return all(IsOptional(), Required(rule, context));
}

/** A section that must be present. */
export function RequiredSection(
  section: () => ClassConstructor<object>,
  context: OptionContext = {},
): PropertyDecorator {
  return all(Type(section), ValidateNested(), Required(mapping), declare({ ...context, section }));
}

/** A section that may be absent or empty. */
export function OptionalSection(section: () => ClassConstructor<object>, context?: OptionContext): PropertyDecorator {
  return all(IsOptional(), RequiredSection(section, context));
}

/** A list of sections that may be absent or empty. */
export function SectionList(section: () => ClassConstructor<object>, context: OptionContext = {}): PropertyDecorator {
  return all(Type(section), ValidateNested(), Optional(list), declare({ ...context, section }));
}

/**
 * The names of a section's options in the order of declaration, without deprecated ones. Those of a section that it
 * extends are last.
 */
export function optionNames(section: ClassConstructor<object>): readonly string[] {
  const options = prototypesOf(section).flatMap((prototype) => [...(DECLARED.get(prototype) ?? [])]);
  return options.flatMap(([name, { replacedBy }]) => (replacedBy === undefined ? [name] : []));
}

/**
 * The option at a path of keys and list indexes below a section. A part of an option's value counts as that option;
 * `undefined` for a key that the section does not have.
 */
export function optionAt(root: ClassConstructor<object>, keys: readonly string[]): DeclaredOption | undefined {
  let section: ClassConstructor<object> | undefined = root;
  let option: DeclaredOption | undefined;
  for (const key of keys) {
    if (section === undefined) return option;
    if (option?.section !== undefined && /^\d+$/.test(key)) continue;
    option = declaredOption(section, key);
    if (option === undefined) return undefined;
    section = option.section?.();
  }
  return option;
}

function declaredOption(section: ClassConstructor<object>, name: string): DeclaredOption | undefined {
  for (const prototype of prototypesOf(section)) {
    const option = DECLARED.get(prototype)?.get(name);
    if (option) return option;
  }
  return undefined;
}

/** The prototype of a section, then those of the sections that it extends. */
function prototypesOf(section: ClassConstructor<object>): readonly object[] {
  const prototypes: object[] = [];
  for (
    let each = section.prototype as object | null;
    each !== null;
    each = Object.getPrototypeOf(each) as object | null
  ) {
    prototypes.push(each);
  }
  return prototypes;
}

function declare(option: DeclaredOption): PropertyDecorator {
  return (prototype, name) => {
    const options = DECLARED.get(prototype) ?? new Map<string, DeclaredOption>();
    DECLARED.set(prototype, options.set(String(name), option));
  };
}

function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, name) => decorators.forEach((decorate) => decorate(target, name));
}
