import { isJsonObject, type Json } from '../json.ts';
import { folded } from './equals-ignore-case.ts';
import type { ValueTest } from './event-pattern.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';

type HasAffix = (text: string, affix: string) => boolean;

/** `prefix` or `suffix`: of a string, or of `{"equals-ignore-case": string}`. */
export const affixOperator =
  (name: 'prefix' | 'suffix', has: HasAffix) =>
  (argument: Json): ValueTest => {
    if (typeof argument === 'string') {
      return (value) => typeof value === 'string' && has(value, argument);
    }
    if (!isJsonObject(argument)) {
      throw new InvalidPatternError(`${name} match pattern must be a string`);
    }
    const affix = folded(ignoringCase(name, argument));
    return (value) => typeof value === 'string' && has(folded(value), affix);
  };

const ignoringCase = (name: string, argument: { readonly [key: string]: Json }): string => {
  const { 'equals-ignore-case': affix, ...others } = argument;
  const [unsupported] = Object.keys(others);
  if (unsupported !== undefined) {
    throw new InvalidPatternError(`Unsupported ${name} pattern: ${unsupported}`);
  }
  if (typeof affix === 'string') return affix;
  throw new InvalidPatternError('equals-ignore-case match pattern must be a string');
};
