import { computePriceChange } from '@willcall/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRepricedShow } from '../support/pricing/repriced-show.ts';

describe('a processed price change', () => {
  it('from 15.99 to 12.99 writes the four fields and leaves the price unchanged', async () => {
    const show = await openRepricedShow(1599);
    const announced = await show.setPrice(1299);
    const before = await show.record();
    await show.deliver(announced);
    expect(await show.record()).toEqual({
      ...before,
      previousPrice: { amount: 1599, currency: 'EUR' },
      discountPercentage: 18.76,
      isDiscounted: true,
      lastPriceChangeAt: announced.occurredAt,
      stampedVersion: 1,
      updatedAt: expect.any(String),
      correlationId: announced.correlationId,
    });
  });

  it('that raises the price removes the percentage of the previous reduction', async () => {
    const show = await openRepricedShow(1599);
    await show.deliver(await show.setPrice(1299));
    const rise = await show.setPrice(1499);
    await show.deliver(rise);
    const record = await show.record();
    expect(record).not.toHaveProperty('discountPercentage');
    expect(record).toMatchObject({
      previousPrice: { amount: 1299, currency: 'EUR' },
      isDiscounted: false,
      lastPriceChangeAt: rise.occurredAt,
      stampedVersion: 2,
    });
  });

  it('changes nothing when it is delivered again, not even the time of the last change', async () => {
    const show = await openRepricedShow(1599);
    const announced = await show.setPrice(1299);
    await show.deliver(announced);
    const stamped = await show.record();
    await show.deliver(announced);
    expect(await show.record()).toEqual(stamped);
  });

  it('does not overwrite a later change, even when the price is back at the announced one', async () => {
    const show = await openRepricedShow(1599);
    const late = await show.setPrice(1299);
    await show.setPrice(1499);
    const last = await show.setPrice(1299);
    const before = await show.record();
    await show.deliver(late);
    expect(await show.record()).toEqual(before);
    await show.deliver(last);
    await show.deliver(late);
    expect(await show.record()).toMatchObject({
      previousPrice: { amount: 1499, currency: 'EUR' },
      stampedVersion: 3,
    });
  });

  it('of a deleted show is acknowledged and does not create the show', async () => {
    const show = await openRepricedShow(1599);
    const announced = await show.setPrice(1299);
    await expect(show.deliver({ ...announced, showId: 'gone' })).resolves.toBeUndefined();
    expect(await show.record()).not.toHaveProperty('stampedVersion');
  });

  it('of a seat, or with an unknown version, is acknowledged and changes nothing', async () => {
    const show = await openRepricedShow(1599);
    const announced = await show.setPrice(1299);
    const before = await show.record();
    await show.deliver({ ...announced, seatId: 'A-1' });
    await show.deliver({ ...announced, version: 2 });
    expect(await show.record()).toEqual(before);
  });
});

const MOST_CHANGES = 6;

/** Price changes in order. After each one, deliveries of any earlier change, by position. */
const history = fc.array(
  fc.record({
    amount: fc.integer({ min: 0, max: 4 }),
    delivered: fc.array(fc.nat(), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: MOST_CHANGES },
);

it('the metadata is that of the last change, whatever is repeated and however late it arrives', async () => {
  const everything = fc.tuple(
    history,
    fc.array(fc.nat(), { minLength: MOST_CHANGES, maxLength: MOST_CHANGES }),
  );
  await fc.assert(
    fc.asyncProperty(everything, async ([changes, ranks]) => {
      const show = await openRepricedShow(2);
      const announced: Awaited<ReturnType<typeof show.setPrice>>[] = [];
      const deliver = async (position: number) => {
        const event = announced[position % announced.length];
        if (event !== undefined) await show.deliver(event);
      };
      for (const { amount, delivered } of changes) {
        const { price } = await show.record();
        if (price.amount !== amount) announced.push(await show.setPrice(amount));
        for (const position of delivered) await deliver(position);
      }
      // By now at the latest each change is delivered, in any order.
      const positions = announced.map((_, position) => position);
      for (const position of positions.toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0))) {
        await deliver(position);
      }

      const last = announced.at(-1);
      const record = await show.record();
      expect(record.priceVersion).toBe(announced.length);
      if (last === undefined) {
        expect(record).not.toHaveProperty('stampedVersion');
        return;
      }
      const { discountPercentage, ...stamp } = computePriceChange(last.oldPrice, last.newPrice);
      expect(record).toMatchObject({
        ...stamp,
        price: last.newPrice,
        lastPriceChangeAt: last.occurredAt,
        stampedVersion: last.priceVersion,
      });
      expect(record.discountPercentage).toBe(discountPercentage);
    }),
    { numRuns: 12 },
  );
});
