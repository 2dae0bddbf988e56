import { BlockList, isIP, isIPv4 } from 'node:net';
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { InvalidPatternError, type ValueTest } from './event-pattern.ts';
import { equalsIgnoreCase, prefix, suffix, wildcard } from './text-operators.ts';

export const isOperator = (name: string): boolean => OPERATORS.has(name);

/** Parses an operator object such as `{"prefix": "us-"}`. */
export const parseOperator = (expression: JsonObject): ValueTest | 'absent' => {
  const [name, argument] = onlyMember(expression);
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw new InvalidPatternError(`Unrecognized match type ${name}`);
  return operator(argument);
};

const onlyMember = (expression: JsonObject): readonly [string, Json] => {
  const [member, ...more] = Object.entries(expression);
  if (member === undefined) throw new InvalidPatternError('Match expression name not found');
  if (more.length > 0) throw new InvalidPatternError('Only one key allowed in match expression');
  return member;
};

const exists = (argument: Json): ValueTest | 'absent' => {
  if (argument === true) return () => true;
  if (argument === false) return 'absent';
  throw new InvalidPatternError('exists match pattern must be either true or false.');
};

/** Operators that `anything-but` can exclude, each with a string or a list of strings. */
const EXCLUDABLE: ReadonlyMap<string, (argument: string) => ValueTest> = new Map([
  ['equals-ignore-case', equalsIgnoreCase],
  ['prefix', prefix],
  ['suffix', suffix],
  ['wildcard', wildcard],
]);

/**
 * Matches any existing value, including null, except the excluded ones: strings, numbers, or one of the
 * operators above.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
const anythingBut = (argument: Json): ValueTest => {
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

/**
 * The largest number that numeric matching supports, in patterns and events.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
const MAX_NUMBER = 5e9;

type Comparison = (value: number, bound: number) => boolean;

const COMPARISONS: ReadonlyMap<Json | undefined, Comparison> = new Map([
  ['=', (value, bound) => value === bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
]);

/** One comparison such as `["<", 10]`, or a range from its lower bound: `[">", 0, "<=", 5]`. */
const numeric = (argument: Json): ValueTest => {
  if (!isJsonList(argument)) throw new InvalidPatternError('Value of numeric must be an array.');
  const [operator, value, upper, top, ...more] = argument;
  const compare = COMPARISONS.get(operator);
  if (compare === undefined) {
    throw new InvalidPatternError(`Unrecognized numeric range operator: ${String(operator)}`);
  }
  const bound = parseBound(operator, value);
  if (upper === undefined) return (candidate) => isInRange(candidate) && compare(candidate, bound);
  if (!(operator === '>' || operator === '>=') || more.length > 0) {
    throw new InvalidPatternError('Too many elements in numeric expression');
  }
  const compareTop = upper === '<' || upper === '<=' ? COMPARISONS.get(upper) : undefined;
  if (compareTop === undefined) {
    throw new InvalidPatternError(`Bad numeric range operator: ${String(upper)}`);
  }
  const topBound = parseBound(upper, top);
  if (bound >= topBound) throw new InvalidPatternError('Bottom must be less than top');
  return (candidate) =>
    isInRange(candidate) && compare(candidate, bound) && compareTop(candidate, topBound);
};

const parseBound = (operator: Json | undefined, value: Json | undefined): number => {
  if (typeof value !== 'number') {
    throw new InvalidPatternError(`Value of ${String(operator)} must be numeric`);
  }
  if (isInRange(value)) return value;
  throw new InvalidPatternError(
    `Value must be between ${-MAX_NUMBER} and ${MAX_NUMBER}, inclusive`,
  );
};

const isInRange = (value: Json): value is number =>
  typeof value === 'number' && Math.abs(value) <= MAX_NUMBER;

/** Matches an IPv4 or IPv6 address in a CIDR block. */
const cidr = (argument: Json): ValueTest => {
  if (typeof argument !== 'string') {
    throw new InvalidPatternError('cidr match pattern must be a string');
  }
  const { address, maskBits } = parseBlock(argument);
  const block = new BlockList();
  block.addSubnet(address, maskBits, familyOf(address));
  return (value) =>
    typeof value === 'string' &&
    isIP(value) === isIP(address) &&
    block.check(value, familyOf(value));
};

const parseBlock = (block: string): { readonly address: string; readonly maskBits: number } => {
  const [address = '', bits, ...more] = block.split('/');
  if (bits === undefined || more.length > 0) {
    throw new InvalidPatternError("Malformed CIDR, one '/' required");
  }
  if (!/^\d{1,3}$/.test(bits)) {
    throw new InvalidPatternError('Malformed CIDR, mask bits must be an integer');
  }
  if (isIP(address) === 0) throw new InvalidPatternError(`Nonstandard IP address: ${address}`);
  const maskBits = Number(bits);
  const width = isIPv4(address) ? 32 : 128;
  if (maskBits >= width) {
    throw new InvalidPatternError(`IPv${isIP(address)} mask bits must be < ${width}`);
  }
  return { address, maskBits };
};

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv4(address) ? 'ipv4' : 'ipv6');

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS: ReadonlyMap<string, (argument: Json) => ValueTest | 'absent'> = new Map([
  ['anything-but', anythingBut],
  ['cidr', cidr],
  ['equals-ignore-case', equalsIgnoreCase],
  ['exists', exists],
  ['numeric', numeric],
  ['prefix', prefix],
  ['suffix', suffix],
  ['wildcard', wildcard],
]);
