import type { Json, JsonObject } from '../json.ts';
import { anythingBut } from './anything-but.ts';
import { cidr } from './cidr.ts';
import { equalsIgnoreCase } from './equals-ignore-case.ts';
import type { ValueTest } from './event-pattern.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';
import { numeric } from './numeric.ts';
import { prefix } from './prefix.ts';
import { suffix } from './suffix.ts';
import { wildcard } from './wildcard.ts';

const exists = (argument: Json): ValueTest | 'absent' => {
  if (argument === true) return () => true;
  if (argument === false) return 'absent';
  throw new InvalidPatternError('exists match pattern must be either true or false.');
};

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

export const isOperator = (name: string): boolean => OPERATORS.has(name);

/** The test that an operator object such as `{"prefix": "us-"}` stands for. */
export const operatorTest = (expression: JsonObject): ValueTest | 'absent' => {
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
