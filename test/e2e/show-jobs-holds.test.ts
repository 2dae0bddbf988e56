import { cancelShow, readPurchase, settleHolds } from '@willcall/store';
import { expect, it } from 'vitest';
import { openAnnouncedSale } from '../support/announce/announced-sale.ts';
import { addIntent, atOnce, expectSoundBooks, holdFor } from '../support/sale/paid-sale.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

const paidShow = { payment: 'PROVIDER', holdSeconds: 600 } as const;
/** Two minutes after a cancellation, a job reads everything that was under way. */
const later = () => new Date(Date.now() + 120_000);

it('a cancelled show releases its unpaid holds, cancels paid ones, and marks those with an intent', async () => {
  const announced = await openAnnouncedSale(paidShow);
  const { sale } = announced;
  const [ana, bob, cid] = await holdFor(sale, ['ana', 'bob', 'cid'], 2);
  if (ana === undefined || bob === undefined || cid === undefined)
    throw new Error('expected holds');
  const paid = await addIntent(sale, bob);
  await addIntent(sale, cid);
  const settlement = { purchase: paid, intent: 'pi_bob', paidAt: new Date().toISOString() };
  await settleHolds(sale.store, sale.show, [settlement], atOnce);
  const at = new Date().toISOString();
  await cancelShow(sale.store, sale.show, { at, correlationId: 'called-off' });

  await announced.jobs({ clock: later })();
  const records = await Promise.all(
    [ana, bob, cid].map(({ userId, recordKey }) =>
      readPurchase(sale.store, userId, recordKey.slice(2), { consistent: true }),
    ),
  );
  expect(records).toMatchObject([
    { status: 'CANCELLED', cancelledWithShow: true, correlationId: 'called-off' },
    { status: 'CANCELLED', refund: { amount: 3_198, status: 'REQUESTED' } },
    { status: 'HELD', payment: { intent: 'pi_cid' } },
  ]);
  expect(records[2]).toHaveProperty('cancellationRequestedAt');
  expect(await sale.buckets()).toMatchObject([{ available: 8, held: 2, sold: 0, revenue: 0 }]);
});

it('a hold that gets its intent while the job releases it is marked instead', async () => {
  const announced = await openAnnouncedSale(paidShow);
  const { sale } = announced;
  const [ana] = await holdFor(sale, ['ana'], 2);
  if (ana === undefined) throw new Error('expected a hold');
  const at = new Date().toISOString();
  await cancelShow(sale.store, sale.show, { at, correlationId: 'called-off' });
  const meanwhile = runBefore('TransactWriteItemsCommand', async () => {
    await addIntent(sale, ana);
  });
  await announced.jobs({ clock: later, dynamodbPlugins: [meanwhile] })();
  const record = await readPurchase(sale.store, 'ana', ana.recordKey.slice(2), {
    consistent: true,
  });
  expect(record).toMatchObject({ status: 'HELD', payment: { intent: 'pi_ana' } });
  expect(record).toHaveProperty('cancellationRequestedAt');
  await expectSoundBooks(sale);
});
