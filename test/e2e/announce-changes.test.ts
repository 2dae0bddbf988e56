import { changeShow, stampPriceChange } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { openAnnouncedSale } from '../support/announce/announced-sale.ts';
import { createCallCounter } from '../support/capacity/call-counter.ts';

const correlationId = 'request-2';

describe('changes in the tables', () => {
  it('publish one event per purchase, ten of them in one PutEvents call', async () => {
    const announced = await openAnnouncedSale({ capacity: 100 });
    const bought = await Promise.all(
      Array.from({ length: 10 }, () => announced.buy({ quantity: 2 })),
    );
    const calls = createCallCounter();
    const stream = announced.stream({ eventBridgePlugins: [calls.plugin] });

    expect(await stream(bought.map(({ record }) => record))).toEqual([]);
    expect(calls.calls()).toEqual({ PutEventsCommand: 1 });
    expect(announced.bus.published()).toHaveLength(10);
    expect(announced.bus.published()).toEqual(
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
    expect(JSON.stringify(announced.bus.published())).not.toMatch(/\bAna\b|ana@example|last4|visa/);
  });

  it('publish events for rejections and cancellations', async () => {
    const announced = await openAnnouncedSale({ capacity: 1 });
    const first = await announced.buy();
    const second = await announced.buy();
    const cancelled = await announced.change('PURCHASES_TABLE', first.key, { status: 'CANCELLED' });
    expect(await announced.stream()([first.record, second.record, cancelled])).toEqual([]);
    expect(announced.bus.published()).toMatchObject([
      { type: 'PurchaseConfirmed', detail: { purchaseId: first.message.purchaseId } },
      { type: 'PurchaseRejected', detail: { reason: 'SOLD_OUT' } },
      { type: 'PurchaseCancelled', detail: { purchaseId: first.message.purchaseId } },
    ]);
  });

  it('publish a price change from 15.99 to 12.99 with its percentage', async () => {
    const announced = await openAnnouncedSale();
    const { show, store } = announced.sale;
    const key = { showId: show.showId };
    const price = { amount: 1299, currency: 'EUR' };
    const at = '2031-05-01T08:00:00.000Z';
    const changed = await announced.changeBy('SHOWS_TABLE', key, () =>
      changeShow(store, show, { price, at, correlationId }),
    );
    const stamped = await announced.changeBy('SHOWS_TABLE', key, () =>
      stampPriceChange(store, {
        ...{ showId: show.showId, price, priceVersion: 1, previousPrice: show.price },
        ...{ discountPercentage: 18.76, isDiscounted: true, lastPriceChangeAt: at },
        ...{ at, correlationId },
      }),
    );
    if (!changed || !stamped) throw new Error('expected two changes');
    expect(await announced.stream()([changed, stamped])).toEqual([]);
    const priceChange = {
      showId: show.showId,
      showName: 'Hamlet',
      oldPrice: { amount: 1599, currency: 'EUR' },
      newPrice: price,
      priceVersion: 1,
    };
    expect(announced.bus.published()).toMatchObject([
      { type: 'PriceChangeInitiated', detail: priceChange },
      {
        type: 'PriceChangeProcessed',
        detail: { ...priceChange, discountPercentage: 18.76, isDiscounted: true },
      },
    ]);
  });
});

it('a batch that is delivered twice yields the same event ids in every environment', async () => {
  const announced = await openAnnouncedSale({ capacity: 3 });
  const bought = [
    await announced.buy(),
    await announced.buy({ quantity: 8 }),
    await announced.buy(),
  ];
  const records = bought.map(({ record }) => record);
  expect(await announced.stream()(records)).toEqual([]);
  expect(await announced.stream()(records)).toEqual([]);
  expect(announced.bus.published()).toHaveLength(6);
  expect(announced.bus.distinct()).toHaveLength(3);
});

it('an empty batch and internal items cause no call', async () => {
  const announced = await openAnnouncedSale();
  const calls = createCallCounter();
  const stream = announced.stream({ eventBridgePlugins: [calls.plugin] });
  const key = { dueKey: '#sweep', purchaseRef: 'position' };
  const position = await announced.change('REMINDERS_TABLE', key, { sweptTo: '2031-05-31T20:00' });
  expect(await stream([])).toEqual([]);
  expect(await stream([position])).toEqual([]);
  expect(calls.calls()).toEqual({});
});
