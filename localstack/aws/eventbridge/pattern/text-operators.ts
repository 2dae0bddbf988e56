import { isJsonObject, type Json } from '../../json.ts';
import { InvalidPatternError, type ValueTest } from './event-pattern.ts';

const foldCase = (text: string): string => text.toLowerCase();

export const equalsIgnoreCase = (argument: Json): ValueTest => {
  if (typeof argument !== 'string') {
    throw new InvalidPatternError('equals-ignore-case match pattern must be a string');
  }
  const wanted = foldCase(argument);
  return (value) => typeof value === 'string' && foldCase(value) === wanted;
};

type HasAffix = (text: string, affix: string) => boolean;

/** Creates `prefix` or `suffix`, which take a string or `{"equals-ignore-case": string}`. */
const createAffixOperator =
  (name: 'prefix' | 'suffix', has: HasAffix) =>
  (argument: Json): ValueTest => {
    if (typeof argument === 'string') {
      return (value) => typeof value === 'string' && has(value, argument);
    }
    if (!isJsonObject(argument)) {
      throw new InvalidPatternError(`${name} match pattern must be a string`);
    }
    const affix = foldCase(parseIgnoreCase(name, argument));
    return (value) => typeof value === 'string' && has(foldCase(value), affix);
  };

const parseIgnoreCase = (name: string, argument: { readonly [key: string]: Json }): string => {
  const { 'equals-ignore-case': affix, ...others } = argument;
  const [unsupported] = Object.keys(others);
  if (unsupported !== undefined) {
    throw new InvalidPatternError(`Unsupported ${name} pattern: ${unsupported}`);
  }
  if (typeof affix === 'string') return affix;
  throw new InvalidPatternError('equals-ignore-case match pattern must be a string');
};

export const prefix = createAffixOperator('prefix', (text, affix) => text.startsWith(affix));

export const suffix = createAffixOperator('suffix', (text, affix) => text.endsWith(affix));

/**
 * `*` matches any number of characters, including none. `\*` is an asterisk, and `\\` a backslash.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const wildcard = (argument: Json): ValueTest => {
  if (typeof argument !== 'string') {
    throw new InvalidPatternError('wildcard match pattern must be a string');
  }
  const [first = '', ...rest] = splitLiterals(argument);
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => typeof value === 'string' && matchesLiterals(value, first, rest, last);
};

/** Splits a pattern into the text between its wildcards. */
const splitLiterals = (pattern: string): readonly string[] => {
  const found = [''];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (character === '*') {
      if (next === '*') throw createPositionError('Consecutive wildcard characters', at);
      found.push('');
    } else if (character !== '\\') {
      found.push(`${found.pop()}${character}`);
    } else if (next === '*' || next === '\\') {
      found.push(`${found.pop()}${next}`);
      at += 1;
    } else {
      throw createPositionError('Invalid escape character', at);
    }
  }
  return found;
};

/** The earliest match of each literal never prevents a later one, so no backtracking is needed. */
const matchesLiterals = (
  text: string,
  first: string,
  middle: readonly string[],
  last: string,
): boolean => {
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const literal of middle) {
    const at = text.indexOf(literal, from);
    if (at === -1) return false;
    from = at + literal.length;
  }
  return from <= text.length - last.length;
};

/** The position includes the opening quote, as in EventBridge. */
const createPositionError = (what: string, at: number): InvalidPatternError =>
  new InvalidPatternError(`${what} at pos ${at + 1}`);
