/** Decorators for the options of a section. */
import 'reflect-metadata';
import { type ClassConstructor, Type } from 'class-transformer';
import { getMetadataStorage, IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import { list, mapping, type Rule } from './rules.js';

/** What a fault may say of a value besides what was expected. */
export interface OptionContext {
  /** True when the value itself may be repeated; never for what is or may hold a secret. */
  readonly shown: boolean;
}

/** An option that must be there. */
export function Required(rule: Rule, context: OptionContext = { shown: false }): PropertyDecorator {
  const validator = {
    validate: (value: unknown) => rule(value) === undefined,
    defaultMessage: (seen?: { value: unknown }) => rule(seen?.value) ?? '',
  };
  return ValidateBy({ name: 'rule', validator }, { context });
}

/** An option that may be left out or left empty. */
export function Optional(rule: Rule, context?: OptionContext): PropertyDecorator {
  return all(IsOptional(), Required(rule, context));
}

/** A section that must be there. */
export function RequiredSection(type: () => ClassConstructor<object>): PropertyDecorator {
  return all(Type(type), ValidateNested(), Required(mapping));
}

/** A section that may be left out or left empty. */
export function OptionalSection(type: () => ClassConstructor<object>): PropertyDecorator {
  return all(IsOptional(), RequiredSection(type));
}

/** A list of sections that may be left out or left empty. */
export function SectionList(type: () => ClassConstructor<object>): PropertyDecorator {
  return all(Type(type), ValidateNested(), Optional(list));
}

/** The names of a section's options, in their order. */
export function optionNames(section: ClassConstructor<object>): readonly string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(section, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}

function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, name) => decorators.forEach((decorate) => decorate(target, name));
}
