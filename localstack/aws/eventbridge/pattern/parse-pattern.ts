import {
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  type JsonScalar,
  parseJson,
} from '../../json.ts';
import {
  type EventPattern,
  type FieldTest,
  InvalidPatternError,
  type ValueTest,
} from './event-pattern.ts';
import { isOperator, parseOperator } from './operators.ts';

type Alternatives = readonly (readonly FieldTest[])[];

/**
 * EventBridge refuses a pattern whose `$or` produce more combinations.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
const MAX_COMBINATIONS = 1_000;

/**
 * Parses an event pattern from JSON.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 * @throws InvalidPatternError when EventBridge would refuse it
 */
export const parsePattern = (text: string): EventPattern => {
  const pattern = parseJson(text);
  if (pattern === undefined) throw new InvalidPatternError('The pattern is not valid JSON');
  if (!isJsonObject(pattern)) throw new InvalidPatternError('Filter is not an object');
  const alternatives = parseObject(pattern, '', false);
  for (const tests of alternatives) refuseRepeatedPaths(tests);
  return { alternatives };
};

const parseObject = (object: JsonObject, path: string, inOr: boolean): Alternatives => {
  const members = Object.entries(object);
  if (members.length === 0) throw new InvalidPatternError('Empty objects are not allowed');
  return members.reduce<Alternatives>(
    (before, [name, value]) => combine(before, parseMember(name, value, path, inOr)),
    [[]],
  );
};

const parseMember = (name: string, value: Json, parent: string, inOr: boolean): Alternatives => {
  if (name === '$or') return parseOr(value, parent);
  if (inOr && isOperator(name)) {
    throw new InvalidPatternError(`${name} is reserved and cannot be used as a field inside $or.`);
  }
  const path = parent === '' ? name : `${parent}.${name}`;
  if (isJsonObject(value)) return parseObject(value, path, inOr);
  if (isJsonList(value)) return [[parseField(path, value)]];
  throw new InvalidPatternError(`"${name}" must be an object or an array`);
};

const parseOr = (value: Json, path: string): Alternatives => {
  if (!isJsonList(value)) throw new InvalidPatternError('It must be an Array followed with $or.');
  if (value.length < 2) {
    throw new InvalidPatternError('There must have at least 2 Objects in $or relationship.');
  }
  return value.flatMap((branch) => {
    if (isJsonObject(branch)) return parseObject(branch, path, true);
    throw new InvalidPatternError('Only JSON object is allowed in array of $or relationship.');
  });
};

const combine = (left: Alternatives, right: Alternatives): Alternatives => {
  if (left.length * right.length > MAX_COMBINATIONS) {
    throw new InvalidPatternError(`$or makes over ${MAX_COMBINATIONS} rule combinations.`);
  }
  return left.flatMap((tests) => right.map((more) => [...tests, ...more]));
};

/** Refuses two conditions on one field, because AWS does not document which one applies. */
const refuseRepeatedPaths = (tests: readonly FieldTest[]): void => {
  const seen = new Set<string>();
  for (const { path } of tests) {
    if (seen.has(path)) {
      throw new InvalidPatternError(`Path \`${path}\` cannot be allowed multiple times`);
    }
    seen.add(path);
  }
};

/** Parses the values and operators of a field. Any one of them is enough for a match. */
const parseField = (path: string, values: readonly Json[]): FieldTest => {
  if (values.length === 0) throw new InvalidPatternError('Empty arrays are not allowed');
  const tests = values.map((value) => parseValue(value));
  return {
    path,
    anyOf: tests.filter((test) => test !== 'absent'),
    canBeAbsent: tests.includes('absent'),
  };
};

const parseValue = (wanted: Json): ValueTest | 'absent' => {
  if (isJsonObject(wanted)) return parseOperator(wanted);
  if (isScalar(wanted)) return (value) => value === wanted;
  throw new InvalidPatternError('Match value must be String, number, true, false, or null');
};

const isScalar = (value: Json): value is JsonScalar => typeof value !== 'object' || value === null;
