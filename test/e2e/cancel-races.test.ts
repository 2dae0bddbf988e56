import { expect, it } from 'vitest';
import { holdReply } from '../support/cancel/held-reply.ts';
import { makeReservedShow } from '../support/cancel/reserved-show.ts';
import { readStockTotals } from '../support/cancel/stock-totals.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';

/** Opens a stage, and the same stage with functions whose first matching reply is held back. */
async function openTwoOffices(command: string, tableEnding: string) {
  const { plugin, reached, release } = holdReply(command, tableEnding);
  const quick = await openBoxOffice();
  const slow = await openBoxOffice({
    stage: quick.stage.stage,
    pollers: 0,
    seams: { dynamodbPlugins: [plugin] },
  });
  const ana = await quick.buyer();
  return { quick, ana, slowAna: await slow.buyer(ana.userId), reached, release };
}

it.each([
  ['cancellation', 'cancel'],
  ['deletion', 'erase'],
] as const)(
  'a %s that read its purchase before another request cancelled it does not return the tickets again',
  async (_, act) => {
    const { quick, ana, slowAna, reached, release } = await openTwoOffices(
      'GetItemCommand',
      '-purchases',
    );
    const { showId } = await makeReservedShow(quick.store);
    const seats = ['1-A1', '1-A2'];
    // Other buyers hold as many tickets, so the counters alone would not stop the second return.
    const bo = await quick.buyer();
    await bo.buy(purchaseBody({ showId, quantity: undefined, seats: ['1-B1', '1-B2'] }));
    const also = await ana.buy(
      purchaseBody({ showId, quantity: undefined, seats: ['1-B3', '1-B4'] }),
    );
    const { purchaseId } = await ana.buy(purchaseBody({ showId, quantity: undefined, seats }));
    const location = `/v1/purchases/${purchaseId}`;
    expect(also).toMatchObject({ status: 'CONFIRMED' });

    const late = slowAna[act](location);
    await reached;
    expect(await ana.cancel(location)).toMatchObject({ status: 200 });
    // Another buyer holds the seats by then.
    await bo.buy(purchaseBody({ showId, quantity: undefined, seats }));
    release();
    expect((await late).status).toBe(act === 'cancel' ? 200 : 204);
    expect(await readStockTotals(quick.store, showId, ana.userId)).toEqual({
      available: 6,
      sold: 6,
      revenue: 6 * 1599,
      returns: 1,
      heldSeats: [...seats, '1-B1', '1-B2', '1-B3', '1-B4'],
      ledger: { tickets: 2, lastStatus: 'CANCELLED' },
    });
  },
);

it('the second cancellation of a purchase without seats or ledger returns nothing', async () => {
  const { quick, ana, slowAna, reached, release } = await openTwoOffices(
    'GetItemCommand',
    '-purchases',
  );
  const { showId } = await quick.makeShow({ capacity: 12 });
  await ana.buy(purchaseBody({ showId, quantity: 3 }));
  const { purchaseId } = await ana.buy(purchaseBody({ showId, quantity: 2 }));
  const late = slowAna.cancel(`/v1/purchases/${purchaseId}`);
  await reached;
  expect(await ana.cancel(`/v1/purchases/${purchaseId}`)).toMatchObject({ status: 200 });
  release();
  expect(await late).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
  expect(await readStockTotals(quick.store, showId, ana.userId)).toMatchObject({
    sold: 3,
    returns: 1,
  });
});
