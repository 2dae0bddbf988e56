import { changeShow, stampPriceChange } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { openAnnouncing } from '../support/announce/open-announcing.ts';
import { callCounter } from '../support/capacity/call-counter.ts';

const correlationId = 'request-2';

describe('what the tables record', () => {
  it('is announced: purchases, by one PutEvents for ten of them', async () => {
    const world = await openAnnouncing({ capacity: 100 });
    const bought = await Promise.all(Array.from({ length: 10 }, () => world.buy({ quantity: 2 })));
    const calls = callCounter();
    const stream = world.stream({ eventBridgePlugins: [calls.plugin] });

    expect(await stream(bought.map(({ record }) => record))).toEqual([]);
    expect(calls.calls()).toEqual({ PutEventsCommand: 1 });
    expect(world.bus.taken()).toHaveLength(10);
    expect(world.bus.taken()).toEqual(
      bought.map(({ message }) => ({
        type: 'PurchaseConfirmed',
        detail: expect.objectContaining({
          purchaseId: message.purchaseId,
          userId: message.userId,
          quantity: 2,
          total: { amount: 3198, currency: 'EUR' },
          correlationId: message.correlationId,
        }),
      })),
    );
    expect(JSON.stringify(world.bus.taken())).not.toMatch(/\bAna\b|ana@example|last4|visa/);
  });

  it('is announced: refusals and cancellations', async () => {
    const world = await openAnnouncing({ capacity: 1 });
    const first = await world.buy();
    const second = await world.buy();
    const cancelled = await world.change('PURCHASES_TABLE', first.key, { status: 'CANCELLED' });
    expect(await world.stream()([first.record, second.record, cancelled])).toEqual([]);
    expect(world.bus.taken()).toMatchObject([
      { type: 'PurchaseConfirmed', detail: { purchaseId: first.message.purchaseId } },
      { type: 'PurchaseRejected', detail: { reason: 'SOLD_OUT' } },
      { type: 'PurchaseCancelled', detail: { purchaseId: first.message.purchaseId } },
    ]);
  });

  it('is announced: a price change and its stamp, 15.99 to 12.99', async () => {
    const world = await openAnnouncing();
    const { show, store } = world.sale;
    const key = { showId: show.showId };
    const price = { amount: 1299, currency: 'EUR' };
    const at = '2031-05-01T08:00:00.000Z';
    const changed = await world.changeBy('SHOWS_TABLE', key, () =>
      changeShow(store, show, { price, at, correlationId }),
    );
    const stamped = await world.changeBy('SHOWS_TABLE', key, () =>
      stampPriceChange(store, {
        ...{ showId: show.showId, price, priceVersion: 1, previousPrice: show.price },
        ...{ discountPercentage: 18.76, isDiscounted: true, lastPriceChangeAt: at },
        ...{ at, correlationId },
      }),
    );
    if (!changed || !stamped) throw new Error('two changes');
    expect(await world.stream()([changed, stamped])).toEqual([]);
    const priceChange = {
      showId: show.showId,
      showName: 'Hamlet',
      oldPrice: { amount: 1599, currency: 'EUR' },
      newPrice: price,
      priceVersion: 1,
    };
    expect(world.bus.taken()).toMatchObject([
      { type: 'PriceChangeInitiated', detail: priceChange },
      {
        type: 'PriceChangeProcessed',
        detail: { ...priceChange, discountPercentage: 18.76, isDiscounted: true },
      },
    ]);
  });
});

it('a batch that is delivered twice gives the same ids, in every environment', async () => {
  const world = await openAnnouncing({ capacity: 3 });
  const bought = [await world.buy(), await world.buy({ quantity: 8 }), await world.buy()];
  const records = bought.map(({ record }) => record);
  expect(await world.stream()(records)).toEqual([]);
  expect(await world.stream()(records)).toEqual([]);
  expect(world.bus.taken()).toHaveLength(6);
  expect(world.bus.distinct()).toHaveLength(3);
});

it('an empty batch, and bookkeeping, make no call', async () => {
  const world = await openAnnouncing();
  const calls = callCounter();
  const stream = world.stream({ eventBridgePlugins: [calls.plugin] });
  const key = { dueKey: '#sweep', purchaseRef: 'position' };
  const position = await world.change('REMINDERS_TABLE', key, { sweptTo: '2031-05-31T20:00' });
  expect(await stream([])).toEqual([]);
  expect(await stream([position])).toEqual([]);
  expect(calls.calls()).toEqual({});
});
