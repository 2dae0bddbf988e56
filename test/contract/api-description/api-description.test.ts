import { writePaymentKeys } from '@willcall/localstack';
import * as fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { purchaseBody, showBody } from '../../support/http/bodies.ts';
import { openBoxOffice } from '../../support/http/box-office.ts';
import { purchaseIdOf } from '../../support/http/buyer.ts';
import { openLocalProvider } from '../../support/payments/local-provider.ts';
import { listDifferences, listUndescribed, type Operation, operations } from './description.ts';
import { breaking, matching } from './generated-values.ts';

/** Requests of each kind for each operation. They take about 10 ms each. */
const REQUESTS = 25;

const WEBHOOK_SECRET = 'whsec_of_the_test';
const { local, payments } = await openLocalProvider();
const { secretKey, publishableKey } = local;
await writePaymentKeys(payments.keysFile, {
  ...{ secretKey, publishableKey },
  webhookSecrets: [WEBHOOK_SECRET],
});
const office = await openBoxOffice({ payments });
const ana = await office.buyer();
const tokens = { none: undefined, wrong: 'x.y.z', buyer: ana.token, admin: office.adminToken };

const GENERAL = showBody();
const { capacity: _, ...reserved } = GENERAL;
const RESERVED = { ...reserved, seats: ['1-A9', '1-A10'] };
const PAID = { ...GENERAL, payment: 'PROVIDER' } as const;

type Show = typeof GENERAL | typeof RESERVED | typeof PAID;

/** The shows for which the examples of a purchase are valid, by the example's name. */
const shows: Readonly<Record<string, Show>> = {
  general: GENERAL,
  reserved: RESERVED,
  free: { ...GENERAL, price: { amount: 0, currency: 'EUR' } },
};

/** Creates what the paths of an operation name: a show, its second seat if it has seats, and a purchase. */
async function makeResources(show: Show = RESERVED): Promise<Record<string, string>> {
  const { body } = await office.client.call('createShow', {
    body: show,
    token: office.adminToken,
  });
  const { showId, seating, price } = body;
  const { quantity, card, ...purchase } = purchaseBody({ showId });
  const location = await ana.request({
    ...purchase,
    ...(seating === 'RESERVED' ? { seats: ['1-A9'] } : { quantity }),
    ...(price.amount === 0 || show === PAID ? {} : { card }),
  });
  await ana.decided(location);
  return { showId, seatId: '1-A10', userId: ana.userId, purchaseId: purchaseIdOf(location) };
}

/** The show that an operation needs. */
const showOf = ({ operationId, path }: Operation): Show => {
  if (operationId === 'startPayment') return PAID;
  return path.includes('seat') ? RESERVED : GENERAL;
};

/** Starts an audit of a show, for the operation that reads one. */
async function startAudit(showId: string): Promise<string> {
  const { body } = await office.client.call('startAudit', {
    path: { showId },
    token: office.adminToken,
  });
  return body.auditId;
}

/** A message of the payment provider that nothing follows from. */
const makeWebhook = () => {
  const payload = JSON.stringify({
    ...{ id: 'evt_1', object: 'event', type: 'customer.created' },
    data: { object: {} },
  });
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
  return { rawBody: payload, headers: { 'stripe-signature': signature } };
};

type Values = Readonly<Record<string, unknown>>;

const fill = (operation: Operation, values: Values, query: Values): string => {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(isSegment(values[name]) ? toText(values[name]) : '~'),
  );
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, toText(value)]),
  );
  return `${path === '/health' ? '' : '/v1'}${path}${search.size === 0 ? '' : `?${search}`}`;
};

/** Makes the values of an operation's parameters in the path or the query. */
const makeParameters = (
  { parameters }: Operation,
  where: 'path' | 'query',
  make: typeof matching,
): fc.Arbitrary<Values> => {
  const own = parameters.filter((parameter) => parameter.in === where);
  return fc.record(
    Object.fromEntries(own.map(({ name, schema }) => [name, make(schema)])),
    where === 'path' ? {} : { requiredKeys: [] },
  );
};

/** A generated object can have a `toString` of its own that is no function. */
const toText = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Other segments would change the path: an empty one and dots are not values of a parameter. */
const isSegment = (value: unknown): boolean => !['', '.', '..'].includes(toText(value));

const bodyOf = ({ requestBody }: Operation) => requestBody?.content['application/json'];

/** Sends a request and expects an answer that the document describes. */
async function expectDescribed(
  operation: Operation,
  request: {
    path: Values;
    query?: Values;
    body?: unknown;
    rawBody?: string;
    headers?: Readonly<Record<string, string>>;
    as: keyof typeof tokens;
  },
) {
  const { rawBody, headers } = request;
  const answer = await office.send({
    method: operation.method,
    path: fill(operation, request.path, request.query ?? {}),
    token: tokens[request.as],
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(rawBody === undefined ? {} : { rawBody }),
    ...(headers === undefined ? {} : { headers }),
  });
  expect(listUndescribed(operation, answer), `${answer.status} ${answer.text}`).toEqual([]);
  return answer;
}

describe.each(operations)('$operationId', (operation) => {
  it('answers its examples with success, as described', async () => {
    const { examples = { none: { value: undefined } } } = bodyOf(operation) ?? {};
    for (const [name, { value }] of Object.entries(examples)) {
      const path = await makeResources(shows[name] ?? showOf(operation));
      if (operation.path.includes('{auditId}'))
        path.auditId = await startAudit(String(path.showId));
      // A show with sales cannot be removed.
      if (operation.operationId === 'removeShow')
        await ana.cancel(`/v1/purchases/${path.purchaseId}`);
      const body = isObject(value) && 'showId' in value ? { ...value, showId: path.showId } : value;
      const as = operation.path.startsWith('/purchases') ? 'buyer' : 'admin';
      const webhook = operation.operationId === 'receiveWebhook' ? makeWebhook() : {};
      const answer = await expectDescribed(operation, { path, body, as, ...webhook });
      expect(answer.status, answer.text).toBeLessThan(300);
    }
  });

  it('answers valid requests as described', async () => {
    const path = await makeResources();
    const query = makeParameters(operation, 'query', matching);
    const schema = bodyOf(operation)?.schema;
    const body = schema === undefined ? fc.constant(undefined) : matching(schema);
    const requests = fc.record({
      path: fc.oneof(fc.constant(path), makeParameters(operation, 'path', matching)),
      query,
      body,
      as: fc.constantFrom('buyer' as const, 'admin' as const),
    });
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        await expectDescribed(operation, request);
      }),
      { numRuns: REQUESTS },
    );
  });

  it('answers invalid requests as described, and accepts none that the document forbids', async () => {
    const path = await makeResources();
    const schema = bodyOf(operation)?.schema;
    const requests = fc.record({
      path: fc.oneof(fc.constant(path), makeParameters(operation, 'path', breaking)),
      query: makeParameters(operation, 'query', breaking),
      body: schema === undefined ? fc.constant(undefined) : breaking(schema),
      as: fc.constantFrom('none' as const, 'wrong' as const, 'buyer' as const, 'admin' as const),
    });
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const answer = await expectDescribed(operation, request);
        const isForbidden =
          schema !== undefined && listDifferences(schema, request.body).length > 0;
        if (isForbidden) expect(answer.status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: REQUESTS },
    );
  });
});

describe.each(operations.filter(bodyOf))('$operationId refuses a body that is', (operation) => {
  it.each([
    ['not JSON', '{', 'application/json'],
    ['of another content type', '{}', 'text/plain'],
    ['20 KiB', JSON.stringify({ name: 'x'.repeat(20_000) }), 'application/json'],
  ])('%s, as described', async (_, rawBody, type) => {
    const answer = await office.send({
      method: operation.method,
      path: fill(operation, await makeResources(), {}),
      token: tokens.admin,
      headers: { 'content-type': type },
      rawBody,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(listUndescribed(operation, answer), answer.text).toEqual([]);
  });
});

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
