import {
  type PurchaseMessage,
  PurchaseMessage as PurchaseMessageSchema,
} from '@willcall/contracts';
import { messageGroupId } from '@willcall/domain';
import type { QueueFunction } from '@willcall/lambda';
import { sendPurchase } from '@willcall/messaging';
import { createDeadLetters, createWorker } from '@willcall/worker';
import { describe, expect, it } from 'vitest';
import { connectionRefused } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { type FifoQueue, makeDeadLettersFunction, openFifoQueue } from '../support/fifo-queue.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';
import { purchaseKeyOf } from '../support/records/purchase-key.ts';
import { asDeployed } from '../support/role/as-deployed.ts';
import { openSale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage } from '../support/sale/purchase-message.ts';

/** After this many polls the queue must be empty. */
const MAX_ROUNDS = 100;

const pollUntilEmpty = async (queue: FifoQueue, lambda: QueueFunction): Promise<void> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    await queue.poll(lambda);
    if ((await queue.count()) === 0) return;
  }
  throw new Error('The queue still has messages');
};

describe('a DynamoDB outage that outlasts every receive', () => {
  it('ends with every purchase decided, in order, and none FAILED', async () => {
    const sale = await openSale({
      capacity: 7,
      resources: { maxReceiveCount: 2 },
      env: { REDELIVERY_BASE_SECONDS: '0', RETRY_BASE_SECONDS: '0' },
    });
    const { showId } = sale.show;
    const messages = ['ana', 'bo', 'ana', 'cy', 'bo', 'ana'].map((userId) =>
      makePurchaseMessage({ showId, userId, quantity: 2 }),
    );
    const [purchases, dead] = [
      sale.resources.queues.purchases,
      sale.resources.queues['purchases-dead'],
    ].map((queue) => openFifoQueue(queue));
    if (!purchases || !dead) throw new Error('expected two queues');
    for (const message of messages) {
      await sendPurchase(purchases.queue, message, purchaseKeyOf(message.purchaseId));
    }
    let isDown = true;
    const faults = createFaultInjector();
    faults.before(() => isDown, connectionRefused, Number.POSITIVE_INFINITY);
    const seams = { dynamodbPlugins: [faults.plugin] };
    const lambda = makeDeadLettersFunction(sale, seams);

    const asWorker = asDeployed('worker', sale.environment, seams);
    await pollUntilEmpty(purchases, createWorker(sale.environment, asWorker));
    expect(await dead.count()).toBe(messages.length);
    for (let round = 0; round < 5; round += 1) await dead.poll(lambda);
    expect(await dead.count()).toBe(messages.length);
    isDown = false;
    await pollUntilEmpty(dead, lambda);

    const records = await Promise.all(messages.map((message) => sale.recordOf(message)));
    const outcomes = records.map((record) => record?.reason ?? record?.status);
    expect(outcomes.toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => 'CONFIRMED'),
      ...Array.from({ length: 3 }, () => 'SOLD_OUT'),
    ]);
    expect(await sale.left()).toBe(1);
    for (const buyer of ['ana', 'bo', 'cy']) {
      const decidedAt = records.flatMap((record) =>
        record?.userId === buyer ? [record.decidedAt] : [],
      );
      expect(decidedAt).toEqual(decidedAt.toSorted());
    }
    expect(await openFifoQueue(sale.resources.queues['parked-purchases']).count()).toBe(0);
  });
});

describe('a message that fails permanently', () => {
  const decidesIn = ({ stage }: BoxOffice) => {
    const { 'purchases-dead': dead, 'parked-purchases': parked } = stage.resources.queues;
    const named = {
      ...stage.environment,
      DEAD_LETTERS_QUEUE_URL: dead.url,
      PARKED_PURCHASES_QUEUE_URL: parked.url,
    };
    const lambda = createDeadLetters(named, asDeployed('dead-letters', named, {}));
    return () => openFifoQueue(dead).poll(lambda);
  };
  /** The body that a faulty release could queue: its holder is a string. */
  const brokenBody = (message: PurchaseMessage): string => {
    const body = JSON.stringify({ ...message, holder: 'Ana' });
    expect(PurchaseMessageSchema.safeParse(JSON.parse(body)).success).toBe(false);
    return body;
  };

  it('becomes FAILED, the other messages are decided, and the buyer’s next purchase works', async () => {
    const office = await openBoxOffice({
      resources: { maxReceiveCount: 2 },
      env: { REDELIVERY_BASE_SECONDS: '0', RETRY_BASE_SECONDS: '0' },
    });
    const { showId } = await office.makeShow();
    const [ana, bo] = await Promise.all([office.buyer(), office.buyer()]);
    const message = makePurchaseMessage({ showId, userId: ana.userId, quantity: 2 });
    const { purchases } = office.stage.resources.queues;
    await openFifoQueue(purchases).send(brokenBody(message), messageGroupId(ana.userId, showId));

    const behind = await ana.request(purchaseBody({ showId }));
    expect(await bo.buy(purchaseBody({ showId }))).toMatchObject({ status: 'CONFIRMED' });
    expect(await ana.decided(behind)).toMatchObject({ status: 'CONFIRMED' });

    const pump = decidesIn(office);
    const path = `/v1/purchases/${message.purchaseId}`;
    await expect
      .poll(async () => {
        await pump();
        return (await ana.get(path)).body;
      })
      .toEqual({
        purchaseId: message.purchaseId,
        showId,
        status: 'FAILED',
        quantity: 2,
        card: message.card,
        tickets: [],
        message: 'The purchase could not be processed. No tickets were bought.',
        requestedAt: message.requestedAt,
        decidedAt: expect.any(String),
      });
    expect(await ana.buy(purchaseBody({ showId }))).toMatchObject({ status: 'CONFIRMED' });
    expect(await office.audit(showId)).toMatchObject({
      holds: true,
      tickets: 3,
      byStatus: { CONFIRMED: 3, FAILED: 1 },
    });
  });
});
