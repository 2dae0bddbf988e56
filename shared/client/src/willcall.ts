import { type Audits, createAudits } from './audits.ts';
import { createDeadLetters, type DeadLetters } from './dead-letters.ts';
import { createSend, type WillcallOptions } from './http.ts';
import { createPurchases, type Purchases } from './purchases.ts';
import { createSeats, createShows, type Seats, type Shows } from './shows.ts';

/** The HTTP API of willcall. */
export type Willcall = {
  readonly purchases: Purchases;
  readonly shows: Shows;
  readonly seats: Seats;
  readonly audits: Audits;
  readonly deadLetters: DeadLetters;
};

/**
 * Creates a client. It sends nothing until a method is called.
 *
 * @example
 * const willcall = createWillcall({ url: 'https://tickets.example.com', token: () => readToken() });
 * const purchase = await willcall.purchases.buy({ showId, quantity: 2, holder, card });
 * if (purchase.status === 'CONFIRMED') console.log(purchase.tickets);
 */
export function createWillcall(options: WillcallOptions): Willcall {
  const send = createSend(options);
  return {
    purchases: createPurchases(send),
    shows: createShows(send),
    seats: createSeats(send),
    audits: createAudits(send),
    deadLetters: createDeadLetters(send),
  };
}
