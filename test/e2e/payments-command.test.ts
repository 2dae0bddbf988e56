import { randomUUID } from 'node:crypto';
import { known, PaymentTask, parseJson } from '@willcall/contracts';
import { forwardMessage, openQueue, receiveMessages } from '@willcall/messaging';
import { cancelShow } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { openReconciledSale, type ReconciledSale } from '../support/payments/reconciled-sale.ts';
import { readAgain } from '../support/sale/paid-sale.ts';
import { saleCommand } from '../support/subscribers/command.ts';

const { run, of: payments } = saleCommand('payments');

const HOUR_MS = 60 * 60_000;

/** The command's time is the machine's, so that the sale must be an hour old. */
const openOldSale = async (): Promise<ReconciledSale> => {
  const sale = await openReconciledSale({ ageMs: HOUR_MS });
  const queue = sale.resources.queues['payments-dead'].url;
  return { ...sale, environment: { ...sale.environment, DEAD_PAYMENTS_QUEUE_URL: queue } };
};

const openTestQueue = ({ environment }: ReconciledSale, url: string) =>
  openQueue(url, {
    client: {
      endpoint: known(environment.AWS_ENDPOINT_URL_SQS, 'endpoint'),
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
  });

/** Ends a paid hold, whose refund is then in this state. */
const endWithRefund = async (sale: ReconciledSale, buyer: string, status: string) => {
  const ended = await sale.release(await sale.payFor(buyer), 'CANCELLED', 1_599);
  await sale.tamper(ended, { refund: { amount: 1_599, attempt: 1, status } });
  return ended;
};

describe('willcall payments', () => {
  it('lists refunds, holds past their end and disputes of a show, with both ids', async () => {
    const sale = await openOldSale();
    const failed = await endWithRefund(sale, 'ana', 'FAILED');
    const requested = await endWithRefund(sale, 'bob', 'REQUESTED');
    await endWithRefund(sale, 'cid', 'SUCCEEDED');
    const held = await sale.start('dan');
    const disputed = await sale.sell('eve');
    await sale.tamper(disputed, { charge: { refunded: 0, disputed: true } });
    const { code, stdout } = await payments(sale);
    expect(stdout.split('\n')).toEqual([
      `Show ${sale.show.showId}: 1 of 3 refunds done, 1 failed, 1 to go: about 1 minute. They go on by themselves`,
      `  refund failed: purchase ${failed.purchaseId}, intent ${failed.payment?.intent}, EUR 15.99, attempt 1`,
      `  refund requested: purchase ${requested.purchaseId}, intent ${requested.payment?.intent}, EUR 15.99, attempt 1`,
      `  hold past its end at ${held.holdUntil}: purchase ${held.purchaseId}, intent ${held.payment?.intent}, EUR 15.99`,
      `  disputed: purchase ${disputed.purchaseId}, intent ${disputed.payment?.intent}, EUR 15.99`,
      'Dead letters of payments: 0 ready, 0 hidden',
      '',
    ]);
    expect(code).toBe(0);
    const json = await payments(sale, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      shows: [{ show: sale.show.showId, refunds: { REQUESTED: 1, SUCCEEDED: 1, FAILED: 1 } }],
      dead: { ready: 0, hidden: 0 },
    });
    expect(json.stdout + stdout).not.toMatch(/example\.com|_secret_/);
  });

  it('finds the paid shows of recent sales by itself, and no others', async () => {
    const sale = await openOldSale();
    await sale.addShow();
    const { stdout } = await run(sale.environment);
    expect(stdout).toBe(
      `Show ${sale.show.showId}: no refunds\nDead letters of payments: 0 ready, 0 hidden\n`,
    );
  });

  it('says how far the refunds of a cancelled show are, and how long the others take', async () => {
    const sale = await openOldSale();
    await endWithRefund(sale, 'ana', 'REQUESTED');
    await endWithRefund(sale, 'bob', 'SUCCEEDED');
    await cancelShow(sale.store, sale.show, {
      at: sale.clock().toISOString(),
      correlationId: 'cancel-1',
    });
    const slow = { ...sale.environment, PAYMENT_CALLS_PER_SECOND: '0.1' };
    const { stdout } = await payments({ ...sale, environment: slow });
    expect(stdout).toContain(
      `Show ${sale.show.showId}, which is cancelled: 1 of 2 refunds done, 1 to go: about 1 minute. They go on by themselves`,
    );
    expect(stdout).not.toContain('refund requested');
  });

  it('says how many purchases of a cancelled show are still to be cancelled, and not that it is done', async () => {
    const sale = await openOldSale();
    await endWithRefund(sale, 'ana', 'SUCCEEDED');
    const sold = await sale.sell('bob');
    await sale.hold('cid');
    const name = `Show ${sale.show.showId}, which is cancelled:`;
    expect((await payments(sale)).stdout).toContain('1 of 1 refund done');
    await cancelShow(sale.store, sale.show, {
      at: sale.clock().toISOString(),
      correlationId: 'cancel-1',
    });
    const both = await payments(sale);
    expect(both.stdout).toContain(
      `${name} 2 purchases are still to be cancelled; their refunds follow. Refunds so far: 1 made\n`,
    );
    expect(both.stdout).not.toContain('done');
    await sale.tamper(sold, {
      status: 'CANCELLED',
      cancelledAt: sale.clock().toISOString(),
      refund: { amount: 1_599, attempt: 1, status: 'REQUESTED' },
    });
    const { stdout } = await payments(sale);
    expect(stdout).toContain(
      `${name} 1 purchase is still to be cancelled; its refund follows. Refunds so far: 1 made, 1 to go: about 1 minute. They go on by themselves\n`,
    );
    const json = JSON.parse((await payments(sale, '--json')).stdout);
    expect(json).toMatchObject({ shows: [{ isCancelled: true, toCancel: 1 }] });
  });

  it('requests a failed refund again, with the next attempt', async () => {
    const sale = await openOldSale();
    const [ana, bob] = [
      await endWithRefund(sale, 'ana', 'FAILED'),
      await endWithRefund(sale, 'bob', 'FAILED'),
    ];
    const one = await payments(sale, '--retry', ana.purchaseId);
    expect(one.stdout).toContain('Requested 1 refund again.');
    expect(await readAgain(sale, ana)).toMatchObject({
      refund: { status: 'REQUESTED', attempt: 2 },
    });
    expect(await readAgain(sale, bob)).toMatchObject({ refund: { status: 'FAILED', attempt: 1 } });
    const all = await payments(sale, '--retry-all');
    expect(all.stdout).toContain('Requested 1 refund again.');
    expect(await readAgain(sale, bob)).toMatchObject({
      refund: { status: 'REQUESTED', attempt: 2 },
    });
    expect(await payments(sale, '--retry', bob.purchaseId)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /Nothing was retried: no refund of purchase .+ has failed .+\n$/,
      ),
    });
  });

  it('sends the dead letters back with --redrive', async () => {
    const sale = await openOldSale();
    const { payments: target, 'payments-dead': dead } = sale.resources.queues;
    const body = JSON.stringify({ version: 1, intent: 'pi_1', correlationId: 'a' });
    const letter = { body, group: 'pi_1' };
    await forwardMessage(openTestQueue(sale, dead.url), letter, randomUUID());
    const listed = await payments(sale);
    expect(listed.stdout).toContain('Dead letters of payments: 1 ready, 0 hidden. --redrive sends');
    const { stdout } = await payments(sale, '--redrive');
    expect(stdout).toContain('Sent 1 dead letter back.');
    const queue = openTestQueue(sale, target.url);
    const received = await receiveMessages(queue, { visibility: 60, wait: 0 });
    expect(received.map((message) => PaymentTask.parse(parseJson(message.body)))).toMatchObject([
      { intent: 'pi_1' },
    ]);
  });
});

describe('willcall payments that cannot run', () => {
  it.each([
    ['no stack', [], 1, /^No stack is running\. Start one with npm start, or .+\n$/],
    ['no purchase id', ['--retry', 'x'], 2, /^--retry x is not a purchase id\. Try .+\n$/],
    [
      'two ways to retry',
      ['--retry', 'A'.repeat(32), '--retry-all'],
      2,
      /^Use either --retry PURCHASE or --retry-all\. Try .+\n$/,
    ],
  ])('prints one sentence for %s', async (_, args, code, sentence) => {
    const nowhere = { WILLCALL_STATE: `/tmp/${randomUUID()}` };
    expect(await run(nowhere, ...args)).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(sentence),
    });
  });

  it('prints its usage with --help', async () => {
    const { code, stdout } = await run({}, '--help');
    expect(code).toBe(0);
    for (const option of ['--retry <purchase>', '--retry-all', '--redrive']) {
      expect(stdout).toContain(option);
    }
  });
});
