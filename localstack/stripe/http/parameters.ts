import * as z from 'zod';
import type { FormObject, FormValue } from './form.ts';
import { refuse, type StripeFailure } from './stripe-failure.ts';

/** Forms carry text only. */
export const Integer = z
  .string()
  .regex(/^-?\d{1,15}$/, { error: 'Invalid integer' })
  .transform(Number);

export const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** A list of at least one item. Forms have it as an object whose names are numbers. */
export const list = <Item>(item: z.ZodType<Item>) =>
  z.preprocess(
    (value) => (typeof value === 'object' && value !== null ? Object.values(value) : value),
    z.array(item).min(1),
  );

/** A key with an empty value is not set. Source: https://docs.stripe.com/api/metadata */
export const Metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((metadata) => Object.keys(metadata).length <= 50, 'Metadata has at most 50 keys')
  .transform((metadata) =>
    Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== '')),
  );

/** The text of a description. */
export const Description = z.string().max(1_000);

const Range = z.strictObject({
  gt: Integer.optional(),
  gte: Integer.optional(),
  lt: Integer.optional(),
  lte: Integer.optional(),
});

export const Expand = list(z.string()).optional();

/** The parameters of every list. Source: https://docs.stripe.com/api/pagination */
export const ListParameters = {
  limit: Integer.refine((limit) => limit >= 1 && limit <= 100, 'Invalid limit').optional(),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  expand: Expand,
};

/** A list of objects that have a time. */
export const CreatedParameters = {
  ...ListParameters,
  created: z.union([Range, Integer.transform((at) => ({ gte: at, lte: at }))]).optional(),
};

/**
 * Validates the parameters of a request.
 * @throws StripeFailure parameter_unknown, parameter_missing or another code. It never quotes a value,
 *   which could be a card number.
 */
export const parseParameters = <Output>(schema: z.ZodType<Output>, input: FormObject): Output => {
  refuseCardData(input);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue === undefined ? refuse('Invalid parameters') : explain(issue, input);
};

const explain = (issue: z.core.$ZodIssue, input: FormObject): StripeFailure => {
  const param = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => formatPath([...issue.path, key]));
    const plural = names.length === 1 ? '' : 's';
    return refuse(`Received unknown parameter${plural}: ${names.join(', ')}`, {
      code: 'parameter_unknown',
      param: names[0],
    });
  }
  const given = readPath(input, issue.path);
  if (given === undefined) {
    return refuse(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  if (given === '') {
    return refuse(
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
      { code: 'parameter_invalid_empty', param },
    );
  }
  if (issue.message === 'Invalid integer') {
    return refuse(`Invalid integer: ${param}`, { code: 'parameter_invalid_integer', param });
  }
  return issue.code === 'invalid_value'
    ? refuse(`Invalid ${param}: must be one of ${issue.values.join(', ')}`, { param })
    : refuse(`Invalid ${param}: ${issue.message}`, { param });
};

const formatPath = (path: readonly PropertyKey[]): string =>
  path.map((name, index) => (index === 0 ? String(name) : `[${String(name)}]`)).join('');

const readPath = (input: FormObject, path: readonly PropertyKey[]): FormValue | undefined => {
  let value: FormValue | undefined = input;
  for (const name of path) {
    if (typeof value !== 'object') return undefined;
    value = Reflect.get(value, name) as FormValue | undefined;
  }
  return value;
};

/**
 * Refuses a card of any kind. Stripe refuses it, too, unless an account may send cards, and the local
 * Stripe must not get a number that somebody typed in by mistake.
 * @throws StripeFailure
 */
const refuseCardData = (input: FormObject): void => {
  const places = [input, input.payment_method_data, input.source];
  if (!places.some((place) => typeof place === 'object' && ('card' in place || 'number' in place)))
    return;
  throw refuse(
    'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using, see https://stripe.com/docs/testing.',
  );
};
