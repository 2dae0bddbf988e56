import * as fc from 'fast-check';
import * as z from 'zod';
import type { Schema } from './description.ts';

const Known = z.object({
  type: z.enum(['object', 'array', 'string', 'integer', 'number', 'boolean', 'null']).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.record(z.string(), z.unknown())).optional(),
  oneOf: z.array(z.record(z.string(), z.unknown())).optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
  items: z.record(z.string(), z.unknown()).optional(),
  minItems: z.int().default(0),
  maxItems: z.int().optional(),
  minLength: z.int().default(0),
  maxLength: z.int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
});

/** The longest lists and texts that are made. Longer ones show nothing new and take long. */
const MOST_ITEMS = 10;
const MOST_CHARACTERS = 40;

/** Makes values that match a schema. Rules that JSON Schema cannot state can still refuse them. */
export function matching(schema: Schema): fc.Arbitrary<unknown> {
  const it = Known.parse(schema);
  if ('const' in schema) return fc.constant(schema.const);
  if (it.enum !== undefined) return fc.constantFrom(...it.enum);
  const union = it.anyOf ?? it.oneOf;
  if (union !== undefined && it.type === undefined) return fc.oneof(...union.map(matching));
  switch (it.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(it.properties).map(([name, each]) => [name, matching(each)]),
        ),
        { requiredKeys: it.required },
      );
    case 'array':
      return fc.array(matching(it.items ?? {}), {
        minLength: it.minItems,
        maxLength: Math.min(it.maxItems ?? MOST_ITEMS, MOST_ITEMS),
      });
    case 'integer':
      return fc.integer({ min: it.minimum ?? -1_000, max: it.maximum ?? 1_000_000_000 });
    case 'number':
      return fc.double({ min: it.minimum ?? 0, max: it.maximum ?? 1_000_000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return matchingText(it);
    case undefined:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

const matchingText = (it: z.infer<typeof Known>): fc.Arbitrary<string> => {
  if (it.format === 'date-time') {
    return fc
      .date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (it.format?.endsWith('email')) return fc.emailAddress();
  if (it.pattern !== undefined) return matchingPattern(it.pattern);
  return fc.string({
    unit: 'grapheme',
    minLength: it.minLength,
    maxLength: Math.min(it.maxLength ?? MOST_CHARACTERS, MOST_CHARACTERS),
  });
};

/** fast-check makes no text for a lookahead, so the pattern without them makes it and the whole one filters it. */
const matchingPattern = (pattern: string): fc.Arbitrary<string> => {
  const whole = new RegExp(pattern);
  return fc
    .stringMatching(new RegExp(pattern.replaceAll(/\(\?![^()]*(?:\([^()]*\)[^()]*)*\)/g, '')))
    .filter((text) => whole.test(text));
};

/** Values of every JSON type, and texts at the limits of fields. */
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, '', ' ', 0, -1, 1.5, 1e21, true, [], {}, 'x'.repeat(300)),
);

/** Makes values that are mostly wrong: a field is missing, unknown, or has another type. */
export function breaking(schema: Schema): fc.Arbitrary<unknown> {
  const { type, properties } = Known.parse(schema);
  const names = Object.keys(properties);
  if (type !== 'object' || names.length === 0) return anyValue;
  const changed = fc
    .tuple(matching(schema), fc.constantFrom(...names), anyValue, fc.nat(3))
    .map(([good, name, value, how]) => {
      const body = { ...Object(good) };
      if (how === 0) delete body[name];
      else if (how === 1) body[`${name}X`] = value;
      else body[name] = value;
      return body;
    });
  return fc.oneof({ weight: 4, arbitrary: changed }, { weight: 1, arbitrary: anyValue });
}
