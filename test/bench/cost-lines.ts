import { randomUUID } from 'node:crypto';
import { type LocalEndpoints, startStage } from '@willcall/localstack';
import { callCounter } from '../support/capacity/call-counter.ts';
import { type CapacityMeter, createCapacityMeter } from '../support/capacity/capacity-meter.ts';
import { openSaleOn } from '../support/sale/open-sale-on.ts';
import { purchaseMessage } from '../support/sale/purchase-message.ts';
import { purchaseRecordOf } from '../support/sale/sqs-record.ts';

/** One promise of the design's cost table, and what was counted. */
export type CostLine = {
  readonly step: string;
  readonly measure: string;
  readonly most: number;
  readonly counted: number;
};

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

const meterOf = ({ dynamodbEndpoint }: LocalEndpoints): CapacityMeter =>
  createCapacityMeter({ endpoint: dynamodbEndpoint, region: 'us-east-1', credentials });

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((a, b) => a + b, 0);

/**
 * Counts what each step of a sale costs, from item sizes by AWS's published rules, on the local AWS:
 * the real functions, their real calls.
 */
export async function costLines(aws: LocalEndpoints, stateFolder?: string): Promise<CostLine[]> {
  return [...(await costOfHttp(aws, stateFolder)), ...(await costOfDecisions(aws))];
}

const POSTS = 10;

async function costOfHttp(aws: LocalEndpoints, stateFolder?: string): Promise<CostLine[]> {
  const meter = meterOf(aws);
  const sqs = callCounter();
  const stage = await startStage({
    aws,
    stage: `cost-${randomUUID()}`,
    stateFolder,
    pollers: 0,
    announces: false,
    seams: { dynamodbPlugins: [meter.plugin], sqsPlugins: [sqs.plugin] },
  });
  try {
    const call = async (user: string, path: string, body?: unknown): Promise<Response> => {
      const token = await stage.issueToken({ user, admin: user === 'ops' });
      const response = await fetch(`${stage.url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      return response;
    };
    const show = {
      name: 'Hamlet',
      venue: 'Globe',
      startsAt: '2099-06-01T20:00:00Z',
      price: { amount: 1599, currency: 'EUR' },
      capacity: 100,
    };
    const { showId } = (await (await call('ops', '/v1/shows', show)).json()) as { showId: string };
    const purchase = {
      showId,
      quantity: 1,
      holder: { name: 'Ana', email: 'ana@example.com' },
      card: { number: '4242424242424242', expiryMonth: 12, expiryYear: 2098 },
    };

    let location = '';
    const began = Date.now();
    const posts = await meter.during(async () => {
      for (let post = 0; post < POSTS; post += 1) {
        location = (await call('alice', '/v1/purchases', purchase)).headers.get('location') ?? '';
      }
    });
    const secondsBegun = Math.floor((Date.now() - began) / 1_000) + 1;
    const poll = await meter.during(() => call('alice', location));

    const step = 'POST /v1/purchases';
    const get = 'GET /v1/purchases/{id}';
    return [
      { step, measure: 'SQS calls', most: 1, counted: sum(sqs.calls()) / POSTS },
      { step, measure: 'write units', most: 0, counted: posts.writeUnits },
      {
        step,
        measure: 'read units a second, for the copy of the show',
        most: 0.5,
        counted: posts.readUnits / secondsBegun,
      },
      { step: get, measure: 'DynamoDB calls', most: 1, counted: sum(poll.calls) },
      { step: get, measure: 'read units', most: 0.5, counted: poll.readUnits },
    ];
  } finally {
    await stage.stop();
  }
}

/** The largest that a purchase may be: whatever its buyer is called, it costs one write unit. */
const longest = {
  userId: 'u'.repeat(255),
  holder: { name: 'N'.repeat(100), email: `${'e'.repeat(242)}@example.com` },
  card: { brand: 'mastercard', last4: '4444' },
  correlationId: 'c'.repeat(64),
  reminderLeadSeconds: 2_592_000,
} as const;

async function costOfDecisions(aws: LocalEndpoints): Promise<CostLine[]> {
  const sale = await openSaleOn(aws, { capacity: 1_000, buckets: 12 });
  const { showId } = sale.show;
  const soldOut = await sale.addShow({ capacity: 1 });
  const meter = meterOf(aws);
  const worker = sale.worker({ dynamodbPlugins: [meter.plugin] });
  const batch = (of: string, size: number, quantity: (index: number) => number) =>
    Array.from({ length: size }, (_, index) =>
      purchaseRecordOf(purchaseMessage({ showId: of, quantity: quantity(index) })),
    );

  const ten = await meter.during(() => worker(batch(showId, 10, (index) => (index % 8) + 1)));
  const one = await meter.during(() => worker(batch(showId, 1, () => 8)));
  const large = await meter.during(() =>
    worker([purchaseRecordOf(purchaseMessage({ showId, quantity: 8, ...longest }))]),
  );
  await worker(batch(soldOut.showId, 2, () => 1));
  const refused = await meter.during(() => worker(batch(soldOut.showId, 10, () => 1)));

  const full = 'a full batch of 10, 1 to 8 tickets each';
  return [
    { step: full, measure: 'transactions', most: 1, counted: transactions(ten.calls) },
    { step: full, measure: 'write units', most: 22, counted: ten.writeUnits },
    { step: 'a batch of one', measure: 'write units', most: 4, counted: one.writeUnits },
    {
      step: '… with the longest names',
      measure: 'write units',
      most: 4,
      counted: large.writeUnits,
    },
    { step: 'one refusal', measure: 'write units', most: 1, counted: refused.writeUnits / 10 },
    { step: 'one refusal', measure: 'transactions', most: 0, counted: transactions(refused.calls) },
  ];
}

const transactions = (calls: Readonly<Record<string, number>>): number =>
  calls.TransactWriteItemsCommand ?? 0;
