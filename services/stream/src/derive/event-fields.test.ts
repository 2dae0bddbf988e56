import { describe, expect, it } from 'vitest';
import {
  backOnSale,
  calledOff,
  cancelled,
  cheaper,
  confirmed,
  eventsOf,
  type Item,
  moved,
  rejected,
  show,
  soldOut,
  stamped,
  withFlyer,
} from './changes.fixture.ts';

describe('the id of an event', () => {
  const idsOf = (before: Item | undefined, after: Item | undefined) =>
    eventsOf(before, after).map(({ detail }) => detail.eventId);

  it.each([
    ['a confirmation', undefined, confirmed],
    ['a cancellation', confirmed, cancelled],
    ['a show', undefined, show],
    ['a price change', show, cheaper],
    ['a stamp', cheaper, stamped],
    ['a flyer', show, withFlyer],
    ['a new start', show, moved],
    ['a cancelled show', show, calledOff],
    ['a sold-out show', show, soldOut],
    ['a show back on sale', soldOut, backOnSale],
  ])('of %s is the same for every delivery of its record', (_, before, after) => {
    expect(idsOf(before, after)).toEqual(idsOf(before, after));
  });

  it('differs between buyers, purchases, shows, types, versions of a price, flyers, and sell-outs', () => {
    const later = { ...withFlyer, updatedAt: '2031-04-03T10:00:00.000Z' };
    const movedAgain = { ...moved, updatedAt: '2031-04-05T10:00:00.000Z' };
    const soldOutAgain = { ...soldOut, returns: 1 };
    const backAgain = { ...backOnSale, returns: 2 };
    const ids = [
      idsOf(undefined, confirmed),
      idsOf(undefined, { ...confirmed, userId: 'bob' }),
      idsOf(undefined, { ...confirmed, recordKey: 'P#AZaz09-_AZaz09-9' }),
      idsOf(undefined, rejected),
      idsOf(confirmed, cancelled),
      idsOf(undefined, show),
      idsOf(undefined, { ...show, showId: 'macbeth' }),
      idsOf(show, cheaper),
      idsOf(cheaper, { ...show, priceVersion: 2 }),
      idsOf(cheaper, stamped),
      idsOf(show, withFlyer),
      idsOf(show, later),
      idsOf(show, moved),
      idsOf(show, movedAgain),
      idsOf(show, calledOff),
      idsOf(show, soldOut),
      idsOf(soldOut, backOnSale),
      idsOf(backOnSale, soldOutAgain),
      idsOf(soldOutAgain, backAgain),
    ].flat();
    expect(ids).toHaveLength(19);
    expect(new Set(ids).size).toBe(19);
  });
});

describe('a record without the fields that its status requires is unreadable:', () => {
  it.each([
    ['a confirmation without a total', { ...confirmed, total: undefined }],
    ['a confirmation with an invalid purchase id', { ...confirmed, purchaseId: 'x' }],
    ['a refusal without a reason', { ...rejected, reason: undefined }],
  ])('%s', (_, item) => {
    expect(() => eventsOf(undefined, item)).toThrow(
      expect.objectContaining({ code: 'UNREADABLE_RECORD' }),
    );
  });

  it('a price change with an incomplete stamp', () => {
    expect(() => eventsOf(cheaper, { ...stamped, previousPrice: undefined })).toThrow(
      expect.objectContaining({ code: 'UNREADABLE_RECORD' }),
    );
  });
});
