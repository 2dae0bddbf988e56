import * as z from 'zod/mini';

// The kinds of fields that many schemas share. Each has one sentence that says what is allowed, and gives
// it for every way in which a value can be wrong, including a missing one. zod's own sentences speak of its
// parser ("Too big: expected number to be <=8").

/** A schema with the sentence that the OpenAPI document or the catalogue of events has about it. */
export const described = <S extends z.ZodMiniType>(schema: S, sentence: string): S =>
  schema.check(z.describe(sentence));

/** A whole number in a range. `what` can name its unit. */
export const wholeNumber = (least: number, most: number, what = 'whole number') => {
  const error = `must be a ${what} from ${least} to ${most}`;
  return z.int({ error }).check(z.gte(least, { error }), z.lte(most, { error }));
};

/** A boolean. */
export const trueOrFalse = () => z.boolean({ error: 'must be true or false' });

/** One of a few words. */
export const oneOf = <const Word extends string>(words: readonly Word[]) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });

/**
 * An object with these fields and no others. A parser lists unknown fields one by one, each by its name, so
 * the sentence is only for a value that is not an object.
 */
export const objectOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape, what: string) =>
  z.strictObject(shape, { error: `must be ${what}` });

type FieldsAsSent = Readonly<Record<string, unknown>>;

/**
 * A check of several fields of one object. It runs even if other fields are wrong, so that one answer lists
 * everything. Therefore `holds` gets the fields as they were sent, of any type or missing.
 *
 * @param path the field that the sentence is about.
 */
export const rule = (holds: (fields: FieldsAsSent) => boolean, error: string, path: string) =>
  z.refine<object>((value) => holds({ ...value }), {
    error,
    path: [path],
    when: ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value),
  });

/** The rule that exactly one of two fields is specified. */
export const either = (one: string, other: string) =>
  rule(
    (fields) => (fields[one] === undefined) !== (fields[other] === undefined),
    `specify either ${one} or ${other}`,
    one,
  );

/** A JSON object of optional fields, of which at least one is specified. */
export const changeOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  objectOf(shape, 'a JSON object').check(
    z.refine((change) => Object.values(change).some((value) => value !== undefined), {
      error: 'specify at least one change',
    }),
  );
