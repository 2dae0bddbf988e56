import { describe, it } from 'vitest';
import {
  expectToFind,
  makePurchase,
  makeSeat,
  reserved,
  type Variant,
  withItem,
  withSeat,
} from './books.fixture.ts';

describe('an audit names the seat', () => {
  const counts = [{ code: 'SEATS_FREE' }] as const;
  const ofSeats: readonly Variant[] = [
    [
      'that is free although a purchase names it',
      withSeat(reserved, 0, makeSeat('A1')),
      [...counts, { code: 'SEAT_NOT_HELD', seatId: 'A1', purchaseId: 'ana-1' }],
    ],
    [
      'that does not exist although a purchase names it',
      withSeat(reserved, 0),
      [
        { code: 'SEATS_CAPACITY', message: 'There are 5 seats, but the capacity is 6.' },
        {
          code: 'SEAT_MISSING',
          message: 'Purchase ana-1 names seat A1, which does not exist.',
          seatId: 'A1',
          purchaseId: 'ana-1',
        },
      ],
    ],
    [
      'that two purchases name',
      withItem(reserved, 1, makePurchase('ben-1', 1, { seats: ['A1'] })),
      [
        {
          code: 'SEAT_SOLD_TWICE',
          message: 'Seat A1 is in the confirmed purchases ana-1 and ben-1. It is held by ana-1.',
          seatId: 'A1',
        },
        { code: 'SEAT_WITHOUT_PURCHASE', seatId: 'A3', purchaseId: 'ben-1' },
      ],
    ],
    [
      'that is held by another purchase',
      withSeat(reserved, 0, makeSeat('A1', 'ben-1')),
      [
        {
          code: 'SEAT_HELD_BY_ANOTHER',
          message: 'Purchase ana-1 names seat A1, which is held by the CONFIRMED purchase ben-1.',
          seatId: 'A1',
          purchaseId: 'ana-1',
        },
      ],
    ],
    [
      'that is still held by a cancelled purchase',
      withSeat(reserved, 3, makeSeat('A4', 'cid-1')),
      [
        ...counts,
        {
          code: 'SEAT_WITHOUT_PURCHASE',
          message:
            'Seat A4 is held by the CANCELLED purchase cid-1, but no confirmed purchase names it.',
          seatId: 'A4',
          purchaseId: 'cid-1',
          userId: 'cid',
        },
      ],
    ],
    [
      'that is held by a purchase that does not exist',
      withSeat(reserved, 3, makeSeat('A4', 'eve-9')),
      [
        ...counts,
        {
          code: 'SEAT_WITHOUT_PURCHASE',
          message:
            'Seat A4 is held by a purchase of eve that this show does not have, but no confirmed purchase names it.',
          seatId: 'A4',
          userId: 'eve',
        },
      ],
    ],
    [
      'that has an unreadable holder',
      withSeat(reserved, 3, { ...makeSeat('A4'), heldBy: 'x' }),
      [...counts, { code: 'SEAT_WITHOUT_PURCHASE', seatId: 'A4' }],
    ],
    [
      'that is stored under the wrong key',
      withSeat(reserved, 3, { ...makeSeat('A4'), seatBucket: 'hamlet#7' }),
      [{ code: 'SEAT_MISPLACED', seatId: 'A4' }],
    ],
    [
      'that is one too many',
      withSeat(reserved, 3, makeSeat('A4'), makeSeat('A7')),
      [
        { code: 'SEATS_CAPACITY' },
        {
          code: 'SEATS_FREE',
          message: 'The counters report 3 available tickets, but 4 seats are free.',
        },
      ],
    ],
  ];
  it.each(ofSeats)('%s', expectToFind);
});
