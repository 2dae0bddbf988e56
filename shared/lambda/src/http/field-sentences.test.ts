import { allRoutes, type FieldError } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ProblemError } from '../errors.ts';
import { parseInput } from './request.ts';

/** A valid input for each schema that a route parses. Every one of their fields is spoiled in turn. */
const money = { amount: 4500, currency: 'EUR' };
const samples: Readonly<Record<string, object>> = {
  'POST /shows body': {
    name: 'Hamlet',
    venue: 'Globe',
    startsAt: '2031-06-01T20:00:00Z',
    timeZone: 'Europe/Madrid',
    price: money,
    seats: ['A-1'],
    onSale: true,
    saleOpensAt: '2031-01-01T20:00:00Z',
    saleClosesAt: '2031-06-01T19:00:00Z',
    maxTicketsPerBuyer: 4,
    onePurchaseAtATime: true,
    reminderLeadSeconds: 60,
  },
  'PATCH /shows/{showId} body': {
    price: money,
    onSale: true,
    startsAt: '2031-06-01T20:00:00Z',
    timeZone: 'Europe/Madrid',
    capacity: 7,
    saleOpensAt: null,
    saleClosesAt: null,
  },
  'PUT /shows/{showId}/seats body': { seats: ['A-1', 'A-2'] },
  'PATCH /shows/{showId}/seats/{seatId} body': { price: money },
  'POST /shows/{showId}/flyer body': { contentType: 'image/png', contentLength: 7 },
  'POST /purchases body': {
    showId: 'hamlet',
    seats: ['A-1'],
    holder: { name: 'Ana', email: 'ana@example.com' },
    card: { number: '4242424242424242', expiryMonth: 12, expiryYear: 2035 },
    expectedPrice: money,
    expectedTotal: money,
    reminderLeadSeconds: 60,
  },
  'PATCH /purchases/{purchaseId} body': {
    holder: { name: 'Ana', email: 'ana@example.com' },
    reminderLeadSeconds: 60,
  },
};

const parsed = allRoutes.flatMap(({ key, body, query }) => [
  ...(body === undefined ? [] : [{ input: `${key} body`, schema: body }]),
  ...(query === undefined ? [] : [{ input: `${key} query`, schema: query }]),
]);

type Path = readonly string[];

/** Every field of a schema, at every level, with the first item of each list. The root is the empty path. */
function pathsOf(schema: unknown, at: Path = []): Path[] {
  if (schema instanceof z.ZodMiniObject) {
    const inner = Object.entries(schema.shape).flatMap(([name, field]) =>
      pathsOf(field, [...at, name]),
    );
    return [at, ...inner];
  }
  if (schema instanceof z.ZodMiniArray) return [at, ...pathsOf(schema.def.element, [...at, '0'])];
  if (
    schema instanceof z.ZodMiniOptional ||
    schema instanceof z.ZodMiniNullable ||
    schema instanceof z.ZodMiniDefault
  ) {
    return pathsOf(schema.def.innerType, at);
  }
  return schema instanceof z.ZodMiniPipe ? pathsOf(schema.def.in, at) : [at];
}

/** Values of every kind: missing, of every type, too small, too large, too long, malformed. */
const badValues: readonly unknown[] = [
  ...[undefined, null, true, {}, [], { unknown: 1 }, [null], [7], ['A-1', 'A-1'], ['a b']],
  ...[0, -1, 1.5, 13, 99, 1e9, 1e12, Number.MAX_VALUE],
  ...[
    '',
    ' ',
    'x',
    '7',
    '-1',
    'eur',
    'ZZZ',
    'a b',
    'a\u0000b',
    '\u200b',
    '\ud800',
    'x'.repeat(3_000),
  ],
  ...['2031-06-01', '2031-02-30T20:00:00Z', '2031-06-01T20:00:00+02:00', 'image/gif'],
  ...['4242 4242 4242 4242', '4242424242424242@example.com', 'аня@example.com', 'a@b／c.com'],
  Array.from({ length: 600 }, (_, seat) => `A-${seat}`),
];

function withValue(input: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(input)) return [withValue(input[0], rest, value), ...input.slice(1)];
  return { ...Object(input), [name]: withValue(Reflect.get(Object(input), name), rest, value) };
}

function errorsOf(schema: z.ZodMiniType, input: unknown): readonly FieldError[] {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (error instanceof ProblemError) return error.document.errors ?? [];
    throw error;
  }
  return [];
}

/** What a caller can act on: one clause that says what is allowed. */
const SENTENCE = /^(must (be|have|contain|not|only) .+|specify .+|is not a field of this request)$/;
/** Words of zod's own sentences. */
const RAW =
  /invalid|too (big|small)|expected|received|unrecognized|input|option|NaN|undefined|[<>]=?/i;

describe.each(parsed)('$input', ({ input, schema }) => {
  const sample = samples[input] ?? {};

  it('accepts its sample', () => {
    expect(errorsOf(schema, sample)).toEqual([]);
  });

  it.each(pathsOf(schema).map((path) => [path.join('.') || 'as a whole', path] as const))(
    '%s: every refusal is a plain sentence that says what is allowed',
    (_, path) => {
      const errors = badValues.flatMap((bad) => errorsOf(schema, withValue(sample, path, bad)));
      expect(errors.length).toBeGreaterThan(0);
      for (const { message } of errors) {
        expect(message).toMatch(SENTENCE);
        expect(message).not.toMatch(RAW);
      }
    },
  );

  it('names each field at most once', () => {
    for (const path of pathsOf(schema)) {
      for (const bad of badValues) {
        const named = errorsOf(schema, withValue(sample, path, bad)).map((error) => error.path);
        expect(named).toEqual([...new Set(named)]);
      }
    }
  });

  it('names every field if all of them are wrong', () => {
    const fields = pathsOf(schema).filter((path) => path.length === 1);
    const wrong = Object.fromEntries(fields.map(([name = '']) => [name, { unknown: 1 }]));
    const named = new Set(errorsOf(schema, wrong).map(({ path }) => path.split('.')[0]));
    expect([...named].sort()).toEqual(fields.map(([name]) => name).sort());
  });
});

it('a rule about two fields is reported beside other faults', () => {
  const purchase = parsed.find(({ input }) => input === 'POST /purchases body');
  const show = parsed.find(({ input }) => input === 'POST /shows body');
  const namesOf = (schema: z.ZodMiniType | undefined, body: object) =>
    errorsOf(schema ?? z.never(), body).map(({ path }) => path);
  expect(namesOf(purchase?.schema, {})).toEqual(['showId', 'holder', 'quantity']);
  expect(
    namesOf(show?.schema, {
      ...samples['POST /shows body'],
      capacity: 5,
      name: '',
      saleOpensAt: '2032-01-01T00:00:00Z',
    }),
  ).toEqual(['name', 'saleOpensAt', 'capacity']);
});
