import { describe, expect, it } from 'vitest';
import { throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { makeDeadLettersHandler, SELL } from '../support/fifo-queue.ts';
import { openSale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';

describe('a dead letter that can be decided', () => {
  it('is decided by the worker’s rules and deleted', async () => {
    const sale = await openSale({ capacity: 3 });
    const { showId } = sale.show;
    const messages = [2, 2, 1].map((quantity) => makePurchaseMessage({ showId, quantity }));

    expect(
      await makeDeadLettersHandler(sale)(messages.map((m) => makePurchaseSqsRecord(m))),
    ).toEqual([]);
    const records = await Promise.all(messages.map((message) => sale.recordOf(message)));
    expect(records.map((record) => record?.reason ?? record?.status)).toEqual([
      'CONFIRMED',
      'SOLD_OUT',
      'CONFIRMED',
    ]);
    expect(await sale.left()).toBe(0);
  });

  it('has its own transaction, so a failing sale affects no other dead letter', async () => {
    const sale = await openSale();
    const { showId } = sale.show;
    const [first, second, third] = [1, 2, 3].map(() => makePurchaseMessage({ showId }));
    if (!first || !second || !third) throw new Error('Expected three messages');
    const faults = createFaultInjector();
    faults.before(
      ({ commandName, input }) =>
        commandName === SELL && JSON.stringify(input).includes(second.purchaseId),
      throttling,
    );
    const records = [first, second, third].map((message) => makePurchaseSqsRecord(message));

    const stays = await makeDeadLettersHandler(sale, { dynamodbPlugins: [faults.plugin] })(records);
    expect(stays).toEqual([records[1]?.messageId]);
    for (const message of [first, third]) {
      expect(await sale.recordOf(message)).toMatchObject({ status: 'CONFIRMED' });
    }
    expect(await sale.recordOf(second)).toBeUndefined();
  });

  it('keeps the decision that it already has', async () => {
    const sale = await openSale({ capacity: 1 });
    const message = makePurchaseMessage({ showId: sale.show.showId });
    await sale.worker()([makePurchaseSqsRecord(message)]);
    const decided = await sale.recordOf(message);

    expect(await makeDeadLettersHandler(sale)([makePurchaseSqsRecord(message)])).toEqual([]);
    expect(await sale.recordOf(message)).toEqual(decided);
    expect(await sale.left()).toBe(0);
  });
});
