import type { RequestOf, RouteId } from '../http/route-types.ts';
import { type Examples, euro, holder, one, show, showId } from './examples.ts';

type BodyOf<Id extends RouteId> = RequestOf<Id> extends { readonly body: infer B } ? B : never;

/** The routes with a request body. */
type RouteWithBody = { [Id in RouteId]: [BodyOf<Id>] extends [never] ? never : Id }[RouteId];

/** Examples of each request body. Each is valid, and the card number is a well-known test number. */
export const requestExamples: { readonly [Id in RouteWithBody]: Examples<BodyOf<Id>> } = {
  createShow: {
    general: {
      summary: 'General admission',
      value: {
        name: show.name,
        venue: show.venue,
        startsAt: show.startsAt,
        timeZone: 'Europe/London',
        price: show.price,
        capacity: 500,
      },
    },
    reserved: {
      summary: 'Reserved seating with a limit for each buyer',
      value: {
        name: show.name,
        venue: show.venue,
        startsAt: show.startsAt,
        timeZone: 'Europe/London',
        price: show.price,
        seats: ['1-A9', '1-A10'],
        maxTicketsPerBuyer: 4,
      },
    },
  },
  changeShow: {
    price: { summary: 'Change the price', value: { price: euro(1_299) } },
    pause: { summary: 'Pause the sale', value: { onSale: false } },
    reschedule: { summary: 'Reschedule', value: { startsAt: '2031-06-08T20:00:00Z' } },
  },
  addSeats: one('Two seats', { seats: ['1-A9', '1-A10'] }),
  changeSeat: one('A price of its own', { price: euro(2_500) }),
  createFlyerUpload: one('A PNG of 180 KB', { contentType: 'image/png', contentLength: 184_320 }),
  requestPurchase: {
    general: {
      summary: 'Two tickets, general admission',
      value: {
        showId,
        quantity: 2,
        holder,
        card: { number: '4242424242424242', expiryMonth: 12, expiryYear: 2035 },
        expectedPrice: euro(1_599),
      },
    },
    reserved: {
      summary: 'Two seats',
      value: {
        showId,
        seats: ['1-A9', '1-A10'],
        holder,
        card: { number: '4242424242424242', expiryMonth: 12, expiryYear: 2035 },
      },
    },
    free: { summary: 'A free show', value: { showId, quantity: 1, holder } },
  },
  changePurchase: one('Another holder', {
    holder: { name: 'Bea Example', email: 'bea@example.com' },
  }),
};

/** Whether the route has a request body, and so examples of it. */
export const hasBodyExamples = (id: RouteId): id is RouteWithBody => id in requestExamples;
