import * as z from 'zod/mini';
import { described } from '../fields.ts';
import { Money, Total } from '../money.ts';
import { notOnSaleReasons } from '../purchase.ts';
import { seatings } from '../show.ts';
import { lastPriceChange, nextCursor } from './answer-fields.ts';

/** A show as lists return it. `GET /v1/shows/{showId}` adds the number of available tickets. */
export const ShowResource = z.object({
  showId: described(z.string(), 'The id of the show.'),
  name: described(z.string(), 'The name.'),
  venue: described(z.string(), 'The venue.'),
  startsAt: described(z.string(), 'The start of the show.'),
  timeZone: described(
    z.exactOptional(z.string()),
    'The IANA name of the time zone of the venue. Absent if it was not specified.',
  ),
  price: described(Money, 'The price of one ticket, unless the seat has its own.'),
  seating: described(z.enum(seatings), 'General admission, or tickets for named seats.'),
  capacity: described(z.int(), 'The number of tickets in all.'),
  onSale: described(z.boolean(), 'Whether a purchase requested now can get tickets.'),
  notOnSaleReason: described(
    z.exactOptional(z.enum(notOnSaleReasons)),
    'Present only if the show is not on sale: the reason for which a purchase requested now is refused.',
  ),
  saleOpensAt: described(
    z.exactOptional(z.string()),
    'When the sale opens. Absent if it is open from the beginning.',
  ),
  saleClosesAt: described(
    z.exactOptional(z.string()),
    'When the sale closes. Absent if it closes when the show starts.',
  ),
  maxTicketsPerBuyer: described(
    z.exactOptional(z.int()),
    'The tickets that one buyer may hold. Absent without a limit.',
  ),
  onePurchaseAtATime: described(
    z.exactOptional(z.boolean()),
    "Whether a purchase is refused that was requested before the buyer's previous one was decided.",
  ),
  payment: described(
    z.exactOptional(z.literal('PROVIDER')),
    'Present only if a payment provider takes the money: tickets are held until they are paid.',
  ),
  holdSeconds: described(
    z.exactOptional(z.int()),
    'With `PROVIDER`: how long tickets are held for a buyer who pays.',
  ),
  refundFee: described(
    z.exactOptional(z.int()),
    'What is kept of each paid ticket that its buyer cancels, in minor units of the price. Absent if nothing is.',
  ),
  refundUntilSeconds: described(
    z.exactOptional(z.int()),
    'How long before the start buyers can cancel paid purchases for the last time. Absent if until the start.',
  ),
  reminderLeadSeconds: described(
    z.exactOptional(z.int()),
    'How long before the start buyers are reminded.',
  ),
  soldOut: described(
    z.exactOptional(z.literal(true)),
    'Present only if the show is sold out. It can lag slightly behind the last sale.',
  ),
  cancelledAt: described(z.exactOptional(z.string()), 'When the show was cancelled.'),
  flyerUrl: described(z.exactOptional(z.string()), 'The URL of the flyer.'),
  previousPrice: described(
    z.exactOptional(Money),
    'The price before the last change. Present after a price change was processed.',
  ),
  ...lastPriceChange,
});
export type ShowResource = z.infer<typeof ShowResource>;

export const ShowWithStock = z.extend(ShowResource, {
  available: described(
    z.int(),
    'The tickets that can be bought now, or once the sale opens or resumes. 0 if the show is cancelled or its sale has closed. `GET /v1/shows/{showId}/sales` counts the unsold tickets even then.',
  ),
});
export type ShowWithStock = z.infer<typeof ShowWithStock>;

export const ShowList = z.object({
  shows: described(z.readonly(z.array(ShowResource)), 'The shows of the page.'),
  nextCursor,
});
export type ShowList = z.infer<typeof ShowList>;

/** `GET /v1/titles`: the distinct titles, each with its shows in order of start. */
export const TitleList = z.object({
  titles: described(
    z.readonly(
      z.array(
        z.object({
          name: described(z.string(), 'The name.'),
          shows: described(
            z.readonly(z.array(ShowResource)),
            'The shows with this name, by start.',
          ),
        }),
      ),
    ),
    'The titles of the page.',
  ),
  nextCursor,
});
export type TitleList = z.infer<typeof TitleList>;

/** `GET /v1/shows/{showId}/sales`, and `GET /v1/sales` for all shows: sums of counters. */
export const Sales = z.object({
  capacity: described(z.int(), 'The number of tickets in all.'),
  available: described(z.int(), 'The tickets that are neither held nor sold.'),
  held: described(z.int(), 'The tickets that are held for buyers who have not paid yet.'),
  sold: described(z.int(), 'The tickets that are sold.'),
  revenue: described(
    z.readonly(z.array(Total)),
    'One entry for each currency in which tickets are sold.',
  ),
});
export type Sales = z.infer<typeof Sales>;

/** The response: the URL for PUT. Send exactly the `Content-Type` and `Content-Length` of the request. */
export const FlyerUpload = z.object({
  uploadUrl: described(z.string(), 'Where to PUT the image.'),
  expiresInSeconds: described(z.int(), 'How long the URL is valid.'),
});
export type FlyerUpload = z.infer<typeof FlyerUpload>;
