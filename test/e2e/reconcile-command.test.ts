import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openReconciledSale } from '../support/payments/reconciled-sale.ts';
import { saleCommand } from '../support/subscribers/command.ts';

const { run, of: reconcile } = saleCommand('reconcile');

const HOUR_MS = 60 * 60_000;

/** The command's time is the machine's, so that the sale must be an hour old. */
const openOldSale = () => openReconciledSale({ ageMs: HOUR_MS });

describe('willcall reconcile', () => {
  it('says that a sound show agrees, to the cent', async () => {
    const sale = await openOldSale();
    await sale.sell('ana');
    await sale.sell('bob');
    const { code, stdout, stderr } = await reconcile(sale);
    expect(stdout).toBe(
      [
        'Compared: purchases 2 CONFIRMED; 2 payment intents; 0 in flight',
        'Money taken: EUR 31.98 = EUR 31.98 for tickets',
        'Money and purchases agree.',
        '',
      ].join('\n'),
    );
    expect(stderr).toContain('purchases read 2, intents read 2');
    expect(code).toBe(0);
  });

  it('prints each difference with both ids, and exits with 1', async () => {
    const sale = await openOldSale();
    const late = await sale.release(await sale.payFor('ana'));
    const unpaid = await sale.settle(await sale.start('bob'));
    const forPeople = await reconcile(sale);
    expect(forPeople.code).toBe(1);
    expect(forPeople.stdout.split('\n')).toEqual([
      'Compared: purchases 1 CONFIRMED, 1 EXPIRED; 2 payment intents; 0 in flight',
      'Money taken: EUR 15.99 = EUR 15.99 unexplained',
      expect.stringMatching(
        /^[A-Z_]+: .*\. (One right answer\. )?See infra\/RUNBOOK\.md#reconcile-[a-z-]+\.$/,
      ),
      expect.stringMatching(/^[A-Z_]+: /),
      'MONEY AND PURCHASES DIFFER: 2 differences, 1 of which --repair mends.',
      '',
    ]);
    for (const { purchaseId, payment } of [late, unpaid]) {
      expect(forPeople.stdout).toContain(purchaseId);
      expect(forPeople.stdout).toContain(payment?.intent);
    }
    const { code, stdout } = await reconcile(sale, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      show: sale.show.showId,
      agrees: false,
      differences: expect.arrayContaining([
        expect.objectContaining({
          code: 'MONEY_WITHOUT_TICKETS',
          purchaseId: late.purchaseId,
          intent: late.payment?.intent,
          repairable: true,
        }),
      ]),
      money: { EUR: { taken: 1_599, unexplained: 1_599 } },
    });
    expect(stdout + forPeople.stdout + forPeople.stderr).not.toMatch(/example\.com|_secret_|"ana"/);
  });

  it('prints a disputed charge, which is no fault', async () => {
    const sale = await openOldSale();
    await sale.sell('ana', 'pm_card_createDispute');
    await sale.pass(60_000);
    expect(await reconcile(sale)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/DISPUTED: .*\nMoney and purchases agree\.\n$/),
    });
  });

  it('mentions an intent that names no purchase, which is no fault of the show', async () => {
    const sale = await openOldSale();
    await sale.sell('ana');
    const payForNobody = () =>
      sale.stripe.paymentIntents.create({
        ...{ amount: 1_599, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' },
        allowed_payment_method_types: ['card'],
        metadata: { stage: 'test', purchaseId: 'A'.repeat(32), userId: 'zoe' },
      });
    const { id } = await payForNobody();
    expect(await reconcile(sale)).toMatchObject({
      code: 0,
      stdout: [
        'Compared: purchases 1 CONFIRMED; 1 payment intent; 0 in flight',
        'Money taken: EUR 15.99 = EUR 15.99 for tickets',
        '1 payment intent of this time names no purchase; the hourly reconciliation reports it.',
        'Money and purchases agree.',
        '',
      ].join('\n'),
    });
    const { stdout } = await reconcile(sale, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ agrees: true, unattributed: [id] });
    await payForNobody();
    expect((await reconcile(sale)).stdout).toContain(
      '2 payment intents of this time name no purchase; the hourly reconciliation reports them.\n',
    );
  });

  it('does not say that a show agrees while all of it is in flight', async () => {
    const sale = await openReconciledSale();
    await sale.sell('ana');
    expect(await reconcile(sale)).toMatchObject({
      code: 0,
      stdout: [
        'Compared: purchases 1 CONFIRMED; 1 payment intent; 1 in flight',
        'Money taken: EUR 15.99 = EUR 15.99 in flight',
        'Nothing could be judged yet: all of it is in flight, younger than 15 minutes.',
        '',
      ].join('\n'),
    });
  });

  it('queues what has one right answer with --repair', async () => {
    const sale = await openOldSale();
    await sale.release(await sale.payFor('ana'));
    const { code, stdout } = await reconcile(sale, '--repair');
    expect(code).toBe(1);
    expect(stdout).toContain('Queued 1 payment task. Run the command again after a minute.');
  });
});

describe('willcall reconcile that cannot run', () => {
  it.each([
    [
      'no stack',
      ['--show', 'hamlet'],
      1,
      /^No stack is running\. Start one with npm start, or .+\n$/,
    ],
    ['no show named', [], 2, /^--show ID is required\. Try willcall reconcile --help\.\n$/],
    ['an unknown option', ['--repeat'], 2, /^Unknown option '--repeat'.*\n$/],
  ])('prints one sentence for %s', async (_, args, code, sentence) => {
    const nowhere = { WILLCALL_STATE: `/tmp/${randomUUID()}` };
    expect(await run(nowhere, ...args)).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(sentence),
    });
  });

  it('prints one sentence for an unknown show, and for one that is not paid', async () => {
    const sale = await openOldSale();
    expect(await run(sale.environment, '--show', 'macbeth')).toMatchObject({
      code: 1,
      stderr: 'There is no show macbeth.\n',
    });
    const free = await sale.addShow();
    expect(await run(sale.environment, '--show', free.showId)).toMatchObject({
      code: 1,
      stderr: `Nothing is charged for show ${free.showId}: its payment is NONE. There is nothing to compare.\n`,
    });
  });

  it('prints one sentence for a stage that takes no payments', async () => {
    const sale = await openOldSale();
    expect(
      await reconcile({ ...sale, environment: { ...sale.environment, PAYMENTS: 'OFF' } }),
    ).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^This stage takes no payments: .+\n$/),
    });
  });

  it('prints one sentence if the provider does not answer', async () => {
    const sale = await openOldSale();
    await sale.sell('ana');
    await sale.local.close();
    expect(await reconcile(sale)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /The payment provider did not answer: Stripe did not list the intents.+\n$/,
      ),
    });
  });

  it('prints its usage with --help', async () => {
    const { code, stdout } = await run({}, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: willcall reconcile [options]');
    expect(stdout).toContain('--repair');
  });
});
