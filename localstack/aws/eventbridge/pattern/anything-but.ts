import { isJsonList, isJsonObject, type Json, type JsonObject } from '../json.ts';
import { equalsIgnoreCase } from './equals-ignore-case.ts';
import type { ValueTest } from './event-pattern.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';
import { prefix } from './prefix.ts';
import { suffix } from './suffix.ts';
import { wildcard } from './wildcard.ts';

/** What can be excluded besides plain values, each for a string or a list of strings. */
const EXCLUDABLE: ReadonlyMap<string, (argument: string) => ValueTest> = new Map([
  ['equals-ignore-case', equalsIgnoreCase],
  ['prefix', prefix],
  ['suffix', suffix],
  ['wildcard', wildcard],
]);

/**
 * Any value that is there, null included, except those named: strings, numbers, or one of the
 * operators above.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const anythingBut = (argument: Json): ValueTest => {
  const excluded = isJsonObject(argument) ? excludedByOperator(argument) : excludedValues(argument);
  return (value) => !excluded.some((excludes) => excludes(value));
};

const excludedValues = (argument: Json): readonly ValueTest[] => {
  const unwanted = isJsonList(argument) ? argument : [argument];
  if (!unwanted.every((value) => typeof value === 'string' || typeof value === 'number')) {
    throw new InvalidPatternError(
      isJsonList(argument)
        ? 'Inside anything but list, start|null|boolean is not supported.'
        : 'Value of anything-but must be an array or single string/number value.',
    );
  }
  if (new Set(unwanted.map((value) => typeof value)).size !== 1) {
    throw new InvalidPatternError(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  return unwanted.map((unwantedValue) => (value) => value === unwantedValue);
};

const excludedByOperator = (expression: JsonObject): readonly ValueTest[] => {
  const [name, ...more] = Object.keys(expression);
  const test = EXCLUDABLE.get(name ?? '');
  if (name === undefined || test === undefined) {
    throw new InvalidPatternError(`Unsupported anything-but pattern: ${name ?? ''}`);
  }
  if (more.length > 0) throw new InvalidPatternError('Only one key allowed in match expression');
  const argument = expression[name] ?? null;
  const unwanted = isJsonList(argument) ? argument : [argument];
  if (unwanted.length === 0) throw new InvalidPatternError('Empty arrays are not allowed');
  return unwanted.map((text) => test(excludedText(name, text)));
};

const excludedText = (name: string, text: Json): string => {
  if (typeof text !== 'string') {
    throw new InvalidPatternError(`anything-but ${name} match pattern must be a string`);
  }
  if (text === '' && (name === 'prefix' || name === 'suffix')) {
    throw new InvalidPatternError('Null prefix/suffix not allowed');
  }
  return text;
};
