import { PaymentTask, parseJson } from '@willcall/contracts';
import type { Seams } from '@willcall/lambda';
import { deleteMessage, openQueue, receiveMessages } from '@willcall/messaging';
import { createReconcile } from '@willcall/payments';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import { capturePrintedLines } from '../support/http/printed-lines.ts';
import { openReconciledSale, type ReconciledSale } from '../support/payments/reconciled-sale.ts';
import { asDeployed } from '../support/role/as-deployed.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';

const printed = capturePrintedLines();
beforeEach(() => void printed.clear());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Longer than a change is in flight, and shorter than a hold waits for its end. */
const SETTLED_MS = 16 * MINUTE_MS;

/** Runs the reconciliation once, with its deployed role. */
const runReconcile = (
  { environment, clock }: ReconciledSale,
  seams: Seams = {},
  { remainingMs = 300_000, env = {} as Readonly<Record<string, string>> } = {},
) => {
  const own = { ...environment, ...env };
  const reconcile = createReconcile(own, asDeployed('reconcile', own, { clock, ...seams }));
  return reconcile({}, makeLambdaContext(remainingMs));
};

const findMetric = (name: string) =>
  printed
    .objects()
    .filter((line) => '_aws' in line && name in line)
    .map((line) => line[name]);
const findLogged = (message: string) =>
  printed.objects().filter((line) => line.message === message);

/** Takes the tasks that are queued. */
const drainTasks = async ({ environment, resources }: ReconciledSale): Promise<PaymentTask[]> => {
  const queue = openQueue(resources.queues.payments.url, {
    client: {
      endpoint: environment.AWS_ENDPOINT_URL_SQS ?? '',
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
  });
  const tasks: PaymentTask[] = [];
  for (;;) {
    const received = await receiveMessages(queue, { visibility: 60, wait: 0 });
    if (received.length === 0) return tasks;
    for (const { body, receiptHandle } of received) {
      tasks.push(PaymentTask.parse(parseJson(body)));
      // The next message of its group is received only after it is gone.
      await deleteMessage(queue, receiptHandle);
    }
  }
};

describe('a turn', () => {
  it('of a sound sale finds nothing, says so by its metric, and queues nothing', async () => {
    const sale = await openReconciledSale();
    await sale.sell('ana');
    await sale.start('bob');
    await sale.pass(SETTLED_MS);
    printed.clear();
    expect(await runReconcile(sale)).toEqual({ differences: 0, repairs: 0, left: 0 });
    expect(findMetric('ReconciliationDifferences')).toEqual([0]);
    expect(findLogged('Money reconciled')).toMatchObject([{ level: 'INFO', count: 2 }]);
    expect(await drainTasks(sale)).toEqual([]);
  });

  it('reports each difference by its ids, and queues those that have one right answer', async () => {
    const sale = await openReconciledSale();
    const late = await sale.release(await sale.payFor('ana'));
    const unpaid = await sale.settle(await sale.start('bob'));
    const disputed = await sale.sell('cid', 'pm_card_createDispute');
    await sale.pass(SETTLED_MS);
    printed.clear();
    expect(await runReconcile(sale)).toEqual({ differences: 2, repairs: 1, left: 0 });
    expect(findMetric('ReconciliationDifferences')).toEqual([2]);
    expect(
      findLogged('Money and purchases differ')
        .map(({ code }) => code)
        .toSorted(),
    ).toEqual(['MONEY_WITHOUT_TICKETS', 'TICKETS_WITHOUT_MONEY']);
    for (const { purchaseId, payment } of [late, unpaid]) {
      expect(findLogged('Money and purchases differ')).toContainEqual(
        expect.objectContaining({ purchaseId, intent: payment?.intent }),
      );
    }
    expect(findLogged('A charge is disputed')).toMatchObject([
      { level: 'WARN', code: 'DISPUTED', purchaseId: disputed.purchaseId },
    ]);
    expect(JSON.stringify(printed.objects())).not.toMatch(/_secret_|"ana"/);
    expect(await drainTasks(sale)).toEqual([
      expect.objectContaining({
        purchase: { userId: 'ana', purchaseId: late.purchaseId },
        intent: late.payment?.intent,
      }),
    ]);
  });

  it('reports intents that no purchase belongs to, also if another buyer has one with their id', async () => {
    const sale = await openReconciledSale();
    const sold = await sale.sell('ana');
    for (const purchaseId of ['A'.repeat(32), sold.purchaseId]) {
      await sale.stripe.paymentIntents.create({
        ...{ amount: 1_599, currency: 'eur', confirm: true, payment_method: 'pm_card_visa' },
        allowed_payment_method_types: ['card'],
        metadata: { stage: 'test', purchaseId, userId: 'zoe' },
      });
    }
    await sale.pass(SETTLED_MS);
    printed.clear();
    expect(await runReconcile(sale)).toEqual({ differences: 2, repairs: 0, left: 0 });
    const codes = findLogged('Money and purchases differ').map(({ code }) => code);
    expect(codes).toEqual(['PURCHASE_UNKNOWN', 'PURCHASE_UNKNOWN']);
  });

  it('finds a hold past its end that has no intent, by the journal of its show', async () => {
    const sale = await openReconciledSale();
    const held = await sale.hold('ana');
    await sale.pass(50 * MINUTE_MS);
    expect(await runReconcile(sale)).toEqual({ differences: 1, repairs: 1, left: 0 });
    expect(await drainTasks(sale)).toEqual([
      expect.objectContaining({ purchase: { userId: 'ana', purchaseId: held.purchaseId } }),
    ]);
  });

  it('sends its tasks again an hour later, if they did not help', async () => {
    const sale = await openReconciledSale();
    await sale.hold('ana');
    await sale.pass(50 * MINUTE_MS);
    await runReconcile(sale);
    await sale.pass(HOUR_MS);
    await runReconcile(sale);
    expect(await drainTasks(sale)).toHaveLength(2);
  });

  it('looks back four hours, and no further', async () => {
    const sale = await openReconciledSale();
    await sale.release(await sale.payFor('ana'));
    await sale.pass(4 * HOUR_MS - MINUTE_MS);
    expect(await runReconcile(sale)).toMatchObject({ differences: 1 });
    await sale.pass(2 * MINUTE_MS);
    expect(await runReconcile(sale)).toMatchObject({ differences: 0 });
  });

  it('leaves to the next turn what it has no time for', async () => {
    const sale = await openReconciledSale();
    await sale.hold('ana');
    printed.clear();
    // Sixteen quarters of an hour and one show.
    expect(await runReconcile(sale, {}, { remainingMs: 10_000 })).toMatchObject({ left: 17 });
    expect(findLogged('Reconciliation out of time')).toMatchObject([{ count: 17 }]);
  });

  it('reads the purchases of the window by their keys, and scans nothing', async () => {
    const sale = await openReconciledSale({ buckets: 1 });
    for (const buyer of ['ana', 'bob', 'cid']) await sale.sell(buyer);
    await sale.pass(SETTLED_MS);
    const calls = createCallCounter();
    await runReconcile(sale, { dynamodbPlugins: [calls.plugin] });
    expect(calls.calls()).toEqual({
      // The calendar.
      GetItemCommand: 1,
      // The shows of its month, and the journal of the one that is paid.
      QueryCommand: 2,
      // The purchases of the intents, and those that the journal names.
      BatchGetItemCommand: 2,
      // The budget: each quarter of an hour is one call to the provider.
      UpdateItemCommand: 16,
    });
  });
});

it('a stage that takes no payments asks nobody', async () => {
  const sale = await openReconciledSale();
  printed.clear();
  expect(await runReconcile(sale, {}, { env: { PAYMENTS: 'OFF' } })).toEqual({
    ...{ differences: 0, repairs: 0, left: 0 },
  });
  expect(findMetric('ReconciliationDifferences')).toEqual([]);
});

it('a provider that does not answer fails the turn, so that its alarm rings', async () => {
  const sale = await openReconciledSale();
  await sale.sell('ana');
  await sale.local.close();
  await expect(runReconcile(sale)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
});
