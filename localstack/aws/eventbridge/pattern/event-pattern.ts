import type { JsonScalar } from '../../json.ts';

/** Whether one value of an event is accepted. */
export type ValueTest = (value: JsonScalar) => boolean;

/** What a pattern demands of one field. */
export type FieldTest = {
  /** Names joined by dots: EventBridge takes `{"a.b": 1}` and `{"a": {"b": 1}}` for the same. */
  readonly path: string;
  /** One of these has to accept a value of the field. */
  readonly anyOf: readonly ValueTest[];
  /** `exists: false` was among the values. */
  readonly canBeAbsent: boolean;
};

/** A pattern with its `$or` multiplied out: all tests of one alternative have to hold. */
export type EventPattern = { readonly alternatives: readonly (readonly FieldTest[])[] };

/** An event pattern that can never be used; the message is the reason, in the words of AWS. */
export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError';
}
