import { recordRefusal } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import { openSale } from '../support/sale/open-sale.ts';
import {
  makePurchaseMessage,
  makePurchaseSqsRecord,
  makeSqsRecord,
} from '../support/sale/purchase-message.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

describe('a batch of the worker', () => {
  it('confirms all purchases of a show in one transaction', async () => {
    const sale = await openSale({ capacity: 100 });
    const messages = Array.from({ length: 10 }, (_, index) =>
      makePurchaseMessage({ showId: sale.show.showId, quantity: (index % 8) + 1 }),
    );
    const counter = createCallCounter();
    const failed = await sale.worker({ dynamodbPlugins: [counter.plugin] })(
      messages.map((message) => makePurchaseSqsRecord(message)),
    );

    expect(failed).toEqual([]);
    // The show and its shard.
    expect(counter.calls()).toEqual({ GetItemCommand: 2, TransactWriteItemsCommand: 1 });
    const tickets = messages.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(await sale.buckets()).toEqual([
      expect.objectContaining({ available: 100 - tickets, sold: tickets, revenue: tickets * 1599 }),
    ]);
    for (const message of messages) {
      expect(await sale.recordOf(message)).toMatchObject({
        status: 'CONFIRMED',
        quantity: message.quantity,
        total: { amount: message.quantity * 1599, currency: 'EUR' },
        correlationId: message.correlationId,
      });
    }
  });

  it('sells the most tickets at the highest price, and can read the record', async () => {
    const sale = await openSale({ price: { amount: 100_000_000, currency: 'EUR' } });
    const message = makePurchaseMessage({ showId: sale.show.showId, quantity: 8 });
    expect(await sale.worker()([makePurchaseSqsRecord(message)])).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({
      status: 'CONFIRMED',
      total: { amount: 800_000_000 },
    });
  });

  it('sells the remaining stock in arrival order, down to the last ticket, from several shards', async () => {
    const sale = await openSale({ capacity: 7, buckets: 3 });
    const messages = [3, 8, 2, 3, 2, 1].map((quantity) =>
      makePurchaseMessage({ showId: sale.show.showId, quantity }),
    );
    const failed = await sale.worker()(messages.map((message) => makePurchaseSqsRecord(message)));

    expect(failed).toEqual([]);
    const outcomes = await Promise.all(messages.map((message) => sale.recordOf(message)));
    expect(outcomes.map((record) => record?.reason ?? record?.status)).toEqual([
      'CONFIRMED',
      'SOLD_OUT',
      'CONFIRMED',
      'SOLD_OUT',
      'CONFIRMED',
      'SOLD_OUT',
    ]);
    expect(await sale.left()).toBe(0);
  });

  it('sells no ticket that another worker has sold since the stock was read', async () => {
    const sale = await openSale({ capacity: 2 });
    const [fast, slow] = [1, 2].map((quantity) =>
      makePurchaseMessage({ showId: sale.show.showId, quantity }),
    );
    if (!fast || !slow) throw new Error('Expected two messages');
    const other = runBefore('TransactWriteItemsCommand', () =>
      sale.worker()([makePurchaseSqsRecord(fast)]),
    );
    const worker = sale.worker({ dynamodbPlugins: [other] });
    expect(await worker([makePurchaseSqsRecord(slow)])).toEqual([]);
    expect(await sale.recordOf(fast)).toMatchObject({ status: 'CONFIRMED' });
    expect(await sale.recordOf(slow)).toMatchObject({ reason: 'SOLD_OUT', ticketsLeft: 1 });
    expect(await sale.left()).toBe(1);
  });

  it('decides a purchase that occurs twice once, and acknowledges both messages', async () => {
    const sale = await openSale({ capacity: 10 });
    const message = makePurchaseMessage({ showId: sale.show.showId, quantity: 4 });
    const failed = await sale.worker()([
      makePurchaseSqsRecord(message),
      makePurchaseSqsRecord(message),
    ]);

    expect(failed).toEqual([]);
    expect(await sale.left()).toBe(6);
  });

  it('changes nothing when it is delivered again, to any worker', async () => {
    const sale = await openSale({ capacity: 5 });
    const messages = [2, 4, 3].map((quantity) =>
      makePurchaseMessage({ showId: sale.show.showId, quantity }),
    );
    const records = messages.map((message) => makePurchaseSqsRecord(message));
    const first = sale.worker();
    await first(records);
    const decided = await Promise.all(messages.map((message) => sale.recordOf(message)));

    expect(await first(records)).toEqual([]);
    expect(await sale.worker()([...records].reverse())).toEqual([]);
    expect(await Promise.all(messages.map((message) => sale.recordOf(message)))).toEqual(decided);
    expect(decided.map((record) => record?.status)).toEqual(['CONFIRMED', 'REJECTED', 'CONFIRMED']);
    expect(await sale.left()).toBe(0);
  });

  it('does not reserve stock for a repeated confirmed purchase while others wait for it', async () => {
    const sale = await openSale({ capacity: 4 });
    const winner = makePurchaseMessage({ showId: sale.show.showId, quantity: 2 });
    const worker = sale.worker();
    await worker([makePurchaseSqsRecord(winner)]);
    const next = makePurchaseMessage({ showId: sale.show.showId, quantity: 2 });

    expect(await worker([makePurchaseSqsRecord(winner), makePurchaseSqsRecord(next)])).toEqual([]);
    expect(await sale.recordOf(next)).toMatchObject({ status: 'CONFIRMED' });
    expect(await sale.left()).toBe(0);
  });

  it('decides several messages of one buyer in order, and a smaller one after a rejected larger one', async () => {
    const sale = await openSale({ capacity: 3 });
    const overrides = { showId: sale.show.showId, userId: 'bea' };
    const messages = [2, 3, 1].map((quantity) => makePurchaseMessage({ ...overrides, quantity }));
    const moments = (function* () {
      for (let at = Date.parse('2030-01-01T00:00:00Z'); ; at += 1) yield new Date(at);
    })();
    const worker = sale.worker({ clock: () => moments.next().value });

    expect(await worker(messages.map((message) => makePurchaseSqsRecord(message)))).toEqual([]);
    const [first, second, third] = await Promise.all(messages.map((m) => sale.recordOf(m)));
    expect(first).toMatchObject({ status: 'CONFIRMED' });
    expect(second).toMatchObject({ status: 'REJECTED', reason: 'SOLD_OUT' });
    expect(third).toMatchObject({ status: 'CONFIRMED' });
    expect(Date.parse(third?.decidedAt ?? '')).toBeGreaterThan(Date.parse(second?.decidedAt ?? ''));
  });

  it('uses one transaction for each show', async () => {
    const sale = await openSale();
    const other = await sale.addShow({ capacity: 1 });
    const messages = [sale.show, other, sale.show, other].map(({ showId }) =>
      makePurchaseMessage({ showId }),
    );
    const counter = createCallCounter();
    const worker = sale.worker({ dynamodbPlugins: [counter.plugin] });

    expect(await worker(messages.map((message) => makePurchaseSqsRecord(message)))).toEqual([]);
    const statuses = await Promise.all(messages.map(async (m) => (await sale.recordOf(m))?.status));
    expect(statuses).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'REJECTED']);
    // The other show has one ticket for two buyers, which is known before its transaction.
    expect(counter.calls()).toMatchObject({ TransactWriteItemsCommand: 2, PutItemCommand: 1 });
  });

  it.each([
    ['SHOW_NOT_FOUND', {}, { showId: 'invented' }],
    ['SALE_PAUSED', { onSale: false }, {}],
    ['SALE_NOT_OPEN', { saleOpensAt: '2098-01-01T00:00:00Z' }, {}],
    ['SALE_CLOSED', { saleClosesAt: '2020-01-01T00:00:00Z' }, {}],
    ['PRICE_CHANGED', {}, { expectedPrice: { amount: 1499, currency: 'EUR' } }],
    ['PRICE_CHANGED', {}, { card: undefined }],
  ] as const)('records %s for %o and %o, and sells nothing', async (reason, show, overrides) => {
    const sale = await openSale(show);
    const message = makePurchaseMessage({ showId: sale.show.showId, ...overrides });

    expect(await sale.worker()([makePurchaseSqsRecord(message)])).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({ status: 'REJECTED', reason });
    expect(await sale.left()).toBe(10);
  });

  it('stores no card for a free show, even when the request had one', async () => {
    const sale = await openSale({ price: { amount: 0, currency: 'EUR' } });
    const message = makePurchaseMessage({ showId: sale.show.showId });

    await sale.worker()([makePurchaseSqsRecord(message)]);
    const record = await sale.recordOf(message);
    expect(record?.status).toBe('CONFIRMED');
    expect(record).not.toHaveProperty('card');
  });

  it('keeps the first of two requests under one key, whichever is delivered again', async () => {
    const sale = await openSale();
    const overrides = { showId: sale.show.showId, userId: 'bea', idempotencyKey: 'once' };
    const first = makePurchaseMessage({ ...overrides, quantity: 1 });
    const second = makePurchaseMessage({ ...overrides, quantity: 5 });
    const worker = sale.worker();

    expect(await worker([makePurchaseSqsRecord(first)])).toEqual([]);
    expect(await worker([makePurchaseSqsRecord(second), makePurchaseSqsRecord(first)])).toEqual([]);
    expect(await sale.recordOf(second)).toMatchObject({
      purchaseId: first.purchaseId,
      quantity: 1,
    });
    expect(await sale.left()).toBe(9);
  });
});

describe('a poison message', () => {
  const poisons = {
    'is not JSON': '{"version":1,',
    'is JSON of another shape': '["purchase"]',
    'has a later version': JSON.stringify({
      ...makePurchaseMessage({ showId: 'any' }),
      version: 2,
    }),
    'requests nine tickets': JSON.stringify(makePurchaseMessage({ showId: 'any', quantity: 9 })),
    'is empty': '',
  };

  it.each(Object.entries(poisons))(
    'that %s fails alone, and the other groups are decided',
    async (_, body) => {
      const sale = await openSale();
      const before = makePurchaseMessage({ showId: sale.show.showId });
      const after = makePurchaseMessage({ showId: sale.show.showId });
      const poison = makeSqsRecord(body, 'somebody else');

      const failed = await sale.worker()([
        makePurchaseSqsRecord(before),
        poison,
        makePurchaseSqsRecord(after),
      ]);
      expect(failed).toEqual([poison.messageId]);
      expect(await sale.recordOf(before)).toMatchObject({ status: 'CONFIRMED' });
      expect(await sale.recordOf(after)).toMatchObject({ status: 'CONFIRMED' });
    },
  );

  it('holds back the later messages of its own group, but not the earlier ones', async () => {
    const sale = await openSale();
    const overrides = { showId: sale.show.showId, userId: 'bea' };
    const earlier = makePurchaseSqsRecord(makePurchaseMessage(overrides));
    const poison = makeSqsRecord('no', earlier.attributes.MessageGroupId ?? '');
    const laterMessage = makePurchaseMessage(overrides);
    const later = makePurchaseSqsRecord(laterMessage);

    expect(await sale.worker()([earlier, poison, later])).toEqual([
      poison.messageId,
      later.messageId,
    ]);
    expect(await sale.recordOf(laterMessage)).toBeUndefined();
    expect(await sale.left()).toBe(9);
  });
});

it('a rejection that was recorded first is final: the redelivered message sells nothing', async () => {
  const sale = await openSale();
  const message = makePurchaseMessage({ showId: sale.show.showId });
  await sale.worker()([makePurchaseSqsRecord(makePurchaseMessage({ showId: sale.show.showId }))]);
  const record = await sale.recordOf(message);
  expect(record).toBeUndefined();
  await recordRefusal(sale.store, {
    userId: message.userId,
    recordKey: `P#${message.purchaseId.slice(0, 16)}`,
    purchaseId: message.purchaseId,
    showId: message.showId,
    status: 'REJECTED',
    reason: 'SALE_PAUSED',
    quantity: 1,
    holder: message.holder,
    requestedAt: message.requestedAt,
    decidedAt: message.requestedAt,
    correlationId: message.correlationId,
  });

  expect(await sale.worker()([makePurchaseSqsRecord(message)])).toEqual([]);
  expect(await sale.recordOf(message)).toMatchObject({ reason: 'SALE_PAUSED' });
  expect(await sale.left()).toBe(9);
});
