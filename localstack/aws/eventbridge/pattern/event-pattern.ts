import type { JsonScalar } from '../../json.ts';

/** Whether a value of an event matches. */
export type ValueTest = (value: JsonScalar) => boolean;

/** The test of one field in a pattern. */
export type FieldTest = {
  /** Names joined by dots. EventBridge treats `{"a.b": 1}` and `{"a": {"b": 1}}` as equal. */
  readonly path: string;
  /** At least one of these must accept a value of the field. */
  readonly anyOf: readonly ValueTest[];
  /** Whether `exists: false` is among the values. */
  readonly canBeAbsent: boolean;
};

/** A pattern with its `$or` expanded: all tests of one alternative must match. */
export type EventPattern = { readonly alternatives: readonly (readonly FieldTest[])[] };

/** An event pattern is not valid. The message is AWS's reason. */
export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError';
}
