import type { Json } from '../json.ts';
import type { ValueTest } from './event-pattern.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';

/**
 * `*` stands for any characters, none included; `\*` and `\\` for an asterisk and a backslash.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const wildcard = (argument: Json): ValueTest => {
  if (typeof argument !== 'string') {
    throw new InvalidPatternError('wildcard match pattern must be a string');
  }
  const [first = '', ...rest] = literals(argument);
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => typeof value === 'string' && fits(value, first, rest, last);
};

/** The stretches of text between the wildcards. */
const literals = (pattern: string): readonly string[] => {
  const found = [''];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (character === '*') {
      if (next === '*') throw invalidAt('Consecutive wildcard characters', at);
      found.push('');
    } else if (character !== '\\') {
      found.push(`${found.pop()}${character}`);
    } else if (next === '*' || next === '\\') {
      found.push(`${found.pop()}${next}`);
      at += 1;
    } else {
      throw invalidAt('Invalid escape character', at);
    }
  }
  return found;
};

/** Taking the earliest place for each stretch never spoils a later one, so there is no search. */
const fits = (text: string, first: string, middle: readonly string[], last: string): boolean => {
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const literal of middle) {
    const at = text.indexOf(literal, from);
    if (at === -1) return false;
    from = at + literal.length;
  }
  return from <= text.length - last.length;
};

/** EventBridge counts the opening quote. */
const invalidAt = (what: string, at: number): InvalidPatternError =>
  new InvalidPatternError(`${what} at pos ${at + 1}`);
