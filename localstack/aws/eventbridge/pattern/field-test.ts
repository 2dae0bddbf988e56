import { isJsonObject, type Json, type JsonScalar } from '../json.ts';
import type { FieldTest, ValueTest } from './event-pattern.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';
import { operatorTest } from './operators.ts';

/** The test of a field from the list of its values and operators, any of which suffices. */
export const fieldTest = (path: string, values: readonly Json[]): FieldTest => {
  if (values.length === 0) throw new InvalidPatternError('Empty arrays are not allowed');
  const tests = values.map((value) => valueTest(value));
  return {
    path,
    anyOf: tests.filter((test) => test !== 'absent'),
    mayBeAbsent: tests.includes('absent'),
  };
};

const valueTest = (wanted: Json): ValueTest | 'absent' => {
  if (isJsonObject(wanted)) return operatorTest(wanted);
  if (isScalar(wanted)) return (value) => value === wanted;
  throw new InvalidPatternError('Match value must be String, number, true, false, or null');
};

const isScalar = (value: Json): value is JsonScalar => typeof value !== 'object' || value === null;
