import type { AnswerOf } from '../http/answers.ts';
import type { RouteId } from '../http/route-types.ts';

type Example<T> = { readonly summary: string; readonly value: T };
export type Examples<T> = Readonly<Record<string, Example<T>>>;

export const showId = 'gT4vXo1sKd9Qe2Lb';
const purchaseId = 'q7bnZ1FCWNz8uVg3hTjYk0aLxE5mRw2D';
export const holder = { name: 'Ana Example', email: 'ana@example.com' };
export const euro = (amount: number) => ({ amount, currency: 'EUR' });

export const show: AnswerOf<'getShow'> = {
  showId,
  name: 'Hamlet',
  venue: 'The Globe',
  startsAt: '2031-06-01T20:00:00Z',
  timeZone: 'Europe/London',
  price: euro(1_599),
  seating: 'GENERAL',
  capacity: 500,
  onSale: true,
  available: 217,
};
const { available: _, ...listedShow } = show;

const seat: AnswerOf<'getSeat'> = { seatId: '1-A9', state: 'FREE', price: euro(1_599) };

const pending: AnswerOf<'requestPurchase'> = { purchaseId, status: 'PENDING' };

const confirmed: AnswerOf<'cancelPurchase'> = {
  purchaseId,
  showId,
  status: 'CONFIRMED',
  quantity: 2,
  total: euro(3_198),
  tickets: [{ ticketId: 'ou6cgdfWgwdYi10G' }, { ticketId: 'Zk3vR9xTqLw0s7Pd' }],
  card: { brand: 'visa', last4: '4242' },
  holder,
  message: 'Booked 2 tickets for Ana Example.',
  requestedAt: '2031-05-01T08:00:00.000Z',
  decidedAt: '2031-05-01T08:00:00.120Z',
};

const rejected: AnswerOf<'cancelPurchase'> = {
  purchaseId,
  showId,
  status: 'REJECTED',
  reason: 'SOLD_OUT',
  quantity: 2,
  tickets: [],
  holder,
  message: 'No tickets available.',
  requestedAt: confirmed.requestedAt,
  decidedAt: confirmed.decidedAt,
};

const cancelled: AnswerOf<'cancelPurchase'> = {
  ...confirmed,
  status: 'CANCELLED',
  tickets: [],
  message: 'The purchase was cancelled.',
  cancelledAt: '2031-05-02T10:15:00.000Z',
};

const sales: AnswerOf<'getSales'> = {
  capacity: 500,
  available: 217,
  held: 0,
  sold: 283,
  revenue: [euro(452_517)],
};

const counted = {
  confirmed: 41,
  tickets: 83,
  held: 0,
  paid: 0,
  expired: 0,
  rejected: 2,
  reasons: { LIMIT_EXCEEDED: 2 },
  failed: 0,
  cancelled: 1,
  returned: 2,
  withdrawn: 0,
  timeToDecisionMs: { p50: 316, p99: 1_259 },
};

const liveSale: AnswerOf<'getLiveSale'> = {
  at: '2031-05-02T10:15:07.250Z',
  capacity: 500,
  available: 217,
  held: 0,
  sold: 283,
  shards: [
    { available: 108, sold: 142 },
    { available: 109, sold: 141 },
  ],
  queue: {
    depth: 12,
    age: { seconds: 2, measuredAt: '2031-05-02T10:15:04.118Z', source: 'WORKERS' },
  },
  deadLetters: { waiting: 0, parkedPurchases: 0, parkedEvents: 0 },
  from: '2031-05-02T10:14:51.000Z',
  next: '2031-05-02T10:14:52.000Z',
  points: [{ at: '2031-05-02T10:15:05.000Z', seconds: 1, ...counted }],
  decided: counted,
  asked: { estimate: 55 },
};

const audit: AnswerOf<'startAudit'> = {
  auditId: 'mTdrQ2z0bUq1J4oE',
  showId,
  status: 'PENDING',
  requestedAt: '2031-05-20T09:00:00.000Z',
};

export const one = <T>(summary: string, value: T): Examples<T> => ({ example: { summary, value } });

/** Examples of the body of each successful answer. */
export const answerExamples: { readonly [Id in RouteId]: Examples<AnswerOf<Id>> } = {
  getHealth: one('The API answers', { status: 'ok' }),
  createShow: one('General admission', { ...show, available: 500 }),
  listShows: one('The last page', { shows: [listedShow] }),
  getShow: one('General admission', show),
  changeShow: one('A cheaper show', {
    ...show,
    price: euro(1_299),
    previousPrice: euro(1_599),
    discountPercentage: 18.76,
    isDiscounted: true,
    lastPriceChangeAt: '2031-05-03T12:00:00.000Z',
  }),
  removeShow: {},
  cancelShow: one('A cancelled show', {
    ...show,
    onSale: false,
    notOnSaleReason: 'SHOW_CANCELLED',
    available: 0,
    cancelledAt: '2031-05-20T09:00:00.000Z',
  }),
  listSeats: one('A page', { seats: [seat, { ...seat, seatId: '1-A10', state: 'SOLD' }] }),
  listTakenSeats: one('Two taken seats', {
    taken: ['1-A10', '1-A11'],
    at: '2031-05-02T10:15:07.250Z',
  }),
  addSeats: one('Two new seats', { added: 2, existing: 0, capacity: 120 }),
  getSeat: one('A free seat', seat),
  changeSeat: one('A seat with its own price', { ...seat, price: euro(2_500) }),
  removeSeat: {},
  listTitles: one('The last page', { titles: [{ name: show.name, shows: [listedShow] }] }),
  getSales: one('All shows', sales),
  createFlyerUpload: one('An upload', {
    uploadUrl: 'https://uploads.example.com/gT4vXo1sKd9Qe2Lb?X-Amz-Signature=...',
    expiresInSeconds: 300,
  }),
  getShowSales: one('One show', sales),
  getLiveSale: one('What is new since the previous answer', liveSale),
  requestPurchase: one('Queued', pending),
  getPurchase: {
    pending: { summary: 'Not decided yet', value: { ...pending, estimatedWaitSeconds: 12 } },
    confirmed: { summary: 'The buyer has the tickets', value: confirmed },
    rejected: { summary: 'The buyer has no tickets', value: rejected },
  },
  changePurchase: one('A changed holder', confirmed),
  cancelPurchase: one('Cancelled', cancelled),
  erasePurchase: {},
  listPurchases: one('The last page', { purchases: [confirmed] }),
  cancelBuyerPurchase: one('Cancelled', cancelled),
  listTickets: one('The last page', {
    tickets: [
      {
        ticketId: 'ou6cgdfWgwdYi10G',
        purchaseId,
        userId: 'ana',
        status: 'VALID',
        holder,
        requestedAt: confirmed.requestedAt,
        decidedAt: confirmed.decidedAt,
      },
    ],
    leftOut: 0,
  }),
  getBuyerLedger: one('Two tickets', {
    userId: 'ana',
    showId,
    tickets: 2,
    lastPurchase: {
      purchaseId,
      status: 'CONFIRMED',
      requestedAt: confirmed.requestedAt,
      decidedAt: confirmed.decidedAt,
    },
  }),
  startAudit: one('Running', audit),
  getAudit: {
    pending: { summary: 'Running', value: audit },
    done: {
      summary: 'The books agree',
      value: {
        ...audit,
        status: 'DONE',
        finishedAt: '2031-05-20T09:00:02.120Z',
        findings: {
          holds: true,
          stock: { capacity: 500, available: 217, held: 0, sold: 283, revenue: euro(452_517) },
          records: {
            tickets: 283,
            revenue: euro(452_517),
            byStatus: { CONFIRMED: 141, CANCELLED: 3 },
          },
          found: 0,
          differences: [],
        },
      },
    },
  },
  listDeadLetters: one('A parked message that can be decided', {
    dead: { ready: 0, hidden: 0 },
    parked: { ready: 1, hidden: 0 },
    letters: [
      {
        queue: 'parked',
        messageId: '961ced74-58e7-437b-a39f-480c49f95a52',
        purchaseId,
        showId,
        receiveCount: 1,
        sentAt: '2031-05-14T08:00:00.000Z',
        verdict: 'waiting',
        next: 'redrive',
      },
    ],
  }),
  startPayment: one('A payment of two tickets', {
    provider: 'stripe',
    clientSecret: 'pi_…_secret_…',
    publishableKey: 'pk_test_…',
    amount: euro(3_198),
    holdUntil: '2031-05-02T10:25:04.000Z',
  }),
  receiveWebhook: one('Received', { received: true }),
  redriveDeadLetters: one('One message', { sent: 1, newer: 0, isComplete: true }),
};
