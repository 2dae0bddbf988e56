import type { Json } from '../json.ts';
import type { ValueTest } from './event-pattern.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';

/** A string with its case taken out. */
export const folded = (text: string): string => text.toLowerCase();

export const equalsIgnoreCase = (argument: Json): ValueTest => {
  if (typeof argument !== 'string') {
    throw new InvalidPatternError('equals-ignore-case match pattern must be a string');
  }
  const wanted = folded(argument);
  return (value) => typeof value === 'string' && folded(value) === wanted;
};
