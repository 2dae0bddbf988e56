import type { RouteId } from '../http/route-types.ts';

/** The groups of operations, in the order in which the document lists them. */
export const tags = {
  Purchases: 'Buy tickets, follow the decision, change the holder, cancel and erase.',
  Shows: 'Find shows and what is left of them. Admins create, change, cancel and remove shows.',
  Payments: 'Payments of shows whose `payment` is `PROVIDER`.',
  Seats: 'The seat map of a show with reserved seating.',
  Sales: 'What was sold, for admins.',
  Operation: 'What went wrong, and what an operator does about it. For admins.',
  Service: 'The state of the API itself.',
} as const;

type Tag = keyof typeof tags;

type Operation = {
  readonly tag: Tag;
  /** A line of a list. */
  readonly summary: string;
  /** What the summary and the schemas do not say. Markdown. */
  readonly description?: string;
  /** What the successful answer means. */
  readonly success: string;
};

/** What the document says about each route, by operation id. */
export const operations: Readonly<Record<RouteId, Operation>> = {
  requestPurchase: {
    tag: 'Purchases',
    summary: 'Request tickets',
    description:
      'Queues the purchase and returns its id. The decision follows: poll the `Location` at the interval of `Retry-After`, or subscribe to the events.\n\nSend an `Idempotency-Key`. The same key and body always mean the same purchase, so a retry never buys twice. Of the card, only the brand and the last four digits are compared. After a 503 or a lost answer it is not known whether the purchase was accepted: send the same request with the same key again.',
    success: 'The purchase is queued. It is not decided yet.',
  },
  getPurchase: {
    tag: 'Purchases',
    summary: 'Get a purchase',
    description:
      'Returns `PENDING` until the purchase is decided, with `Retry-After`. Then it returns the decision, which does not change any more unless the purchase is cancelled.',
    success: 'The purchase: pending, or its decision.',
  },
  changePurchase: {
    tag: 'Purchases',
    summary: 'Change the holder or the reminder',
    success: 'The changed purchase.',
  },
  cancelPurchase: {
    tag: 'Purchases',
    summary: 'Cancel a purchase',
    description:
      'Cancels a pending, held or confirmed purchase. The tickets are back on sale. A held purchase whose payment has begun is answered with 202: its payment is cancelled first. Repeating the request returns the same answer.',
    success: 'The cancelled purchase.',
  },
  erasePurchase: {
    tag: 'Purchases',
    summary: 'Erase a purchase',
    description:
      'Cancels the purchase if that is still possible, and removes the holder and the card. The idempotency key stays used. Repeating the request returns the same answer.',
    success: 'The purchase is erased.',
  },
  startPayment: {
    tag: 'Purchases',
    summary: 'Pay a held purchase',
    description:
      "Returns what a browser needs to pay the purchase at the payment provider, with the provider's own code. No card number reaches this API. Repeatable: a purchase has one payment, and every answer is of that one. The purchase is CONFIRMED when willcall has heard from the provider that the money was taken: poll it, or subscribe to the events.",
    success: 'The payment, to be confirmed at the provider.',
  },
  receiveWebhook: {
    tag: 'Payments',
    summary: 'Receive a webhook of the payment provider',
    description:
      'Only the payment provider calls this route. The signature of the body is checked instead of a token. An event that says nothing about a payment of this stage is answered with 200 too.',
    success: 'The event is queued or needs no work.',
  },
  listPurchases: {
    tag: 'Purchases',
    summary: "List a buyer's purchases",
    description:
      'Each page has its newest purchase first, so a list of one page is in order as a whole. The pages follow one another in the order of the keys of the purchases, not in the order of time. `me` is the caller. Admins can list the purchases of any user.',
    success: 'A page of purchases.',
  },
  cancelBuyerPurchase: {
    tag: 'Purchases',
    summary: "Cancel a buyer's purchase",
    description:
      'Cancels a purchase for its buyer, by the rules of `cancelPurchase`. `PURCHASE_NOT_FOUND` means that this buyer has no such purchase.',
    success: 'The cancelled purchase.',
  },
  listTickets: {
    tag: 'Sales',
    summary: 'List the tickets of a show',
    description:
      'Every ticket that was sold, with its holder, also if it was cancelled since. The pages have no particular order, and the server chooses their size. Tickets that are sold while you read the pages may be missing. **The answer contains personal data.**',
    success: 'A page of tickets.',
  },
  getBuyerLedger: {
    tag: 'Purchases',
    summary: 'Count the tickets that a buyer holds for a show',
    success: 'The number of tickets, and the purchase that was decided last.',
  },
  listShows: {
    tag: 'Shows',
    summary: 'List shows',
    description:
      'The shows that have not begun, ordered by start. With `past=true`, those that have begun, the latest first.',
    success: 'A page of shows.',
  },
  listTitles: {
    tag: 'Shows',
    summary: 'List titles',
    description: 'The distinct names of shows, each with its shows in order of start.',
    success: 'A page of titles.',
  },
  getShow: {
    tag: 'Shows',
    summary: 'Get a show',
    description:
      '`onSale` tells what a buyer who asks now gets. If it is false, `notOnSaleReason` is the reason for which a purchase is refused.\n\nThe answer is the same for everybody, and caches can share it. `available` is at most five seconds old, usually one or two, and a change of the show is seen within three seconds. No purchase is decided by it.',
    success: 'The show, with the number of available tickets.',
  },
  createShow: {
    tag: 'Shows',
    summary: 'Create a show',
    description:
      'Specify `capacity` for general admission, or `seats` for reserved seating. Add further seats with `addSeats`.',
    success: 'The show was created.',
  },
  changeShow: {
    tag: 'Shows',
    summary: 'Change a show',
    description:
      'A new price starts a price change: buyers pay it from now on, and the discount follows. A new name moves the show to another title. A new start moves the reminders. `onSale: false` pauses the sale.',
    success: 'The changed show.',
  },
  cancelShow: {
    tag: 'Shows',
    summary: 'Cancel a show',
    description:
      'Stops the sale at once and cancels the purchases in the background. Repeating the request returns the same answer.',
    success: 'The sale is stopped. The purchases are being cancelled.',
  },
  removeShow: {
    tag: 'Shows',
    summary: 'Remove a show without sales',
    success: 'The show is removed.',
  },
  createFlyerUpload: {
    tag: 'Shows',
    summary: 'Create an upload URL for a flyer',
    description:
      'Send the image with `PUT` to `uploadUrl`, with exactly this `Content-Type` and `Content-Length`. The show then has a `flyerUrl`.',
    success: 'The URL for the upload.',
  },
  listSeats: {
    tag: 'Seats',
    summary: 'List the seats of a show',
    description:
      'The seat map in pages of 500. The API reads a page at most once a second, and caches can share it for a second more. Each page has an `ETag` of its own: 304 means that no seat of the page has changed. `listTakenSeats` keeps a seat map fresh with one request.',
    success: 'A page of seats.',
  },
  listTakenSeats: {
    tag: 'Seats',
    summary: 'List the taken seats of a whole house',
    description:
      'What a seat map needs to stay fresh: read the seats once with `listSeats`, and this list every few seconds. It is the same for everybody, and caches can share it, so it is up to four seconds old: `at` says when it was read. The `ETag` is that of the seats without `at`, so 304 means that the same seats are taken. A show with general admission has an empty list. No purchase is decided by it.',
    success: 'The taken seats.',
  },
  getSeat: {
    tag: 'Seats',
    summary: 'Get a seat',
    description: 'The seat as it is now: it is read for each request, and no cache keeps it.',
    success: 'The seat.',
  },
  addSeats: {
    tag: 'Seats',
    summary: 'Add seats to a show',
    description: 'Seats that exist do not change, so the request can be repeated.',
    success: 'How many seats were added.',
  },
  changeSeat: {
    tag: 'Seats',
    summary: 'Change the price of a seat',
    success: 'The changed seat.',
  },
  removeSeat: { tag: 'Seats', summary: 'Remove a free seat', success: 'The seat is removed.' },
  getShowSales: {
    tag: 'Sales',
    summary: 'Get the sales of a show',
    success: 'The sums of the counters.',
  },
  getSales: {
    tag: 'Sales',
    summary: 'Get the sales of all shows',
    success: 'The sums of the counters.',
  },
  getLiveSale: {
    tag: 'Sales',
    summary: 'Watch a sale',
    description:
      'The counters of the stock, at most a second old, and what was decided in the last hour. The first request has no `since`. Each later one sends the `next` of the previous answer, at most once a second: drop the points that begin at `from` or later, and add the new ones. Ask without `since` once a minute: it also finds what was counted late.\n\nOnly `capacity`, `available`, `sold` and `shards` are exact. `decided` is counted from the stream of changes, seconds after the decision.',
    success: 'The state of the sale.',
  },
  startAudit: {
    tag: 'Operation',
    summary: 'Audit a show',
    description:
      "Checks the counters of the show's stock, the journal of their changes and the purchases against each other, also during a sale, as `willcall audit` does. Poll the `Location` at the interval of `Retry-After`. While an audit of the show is running, the answer leads to that one.",
    success: 'The audit is running.',
  },
  getAudit: {
    tag: 'Operation',
    summary: 'Get an audit',
    description: 'A show has one audit, the latest, for a day.',
    success: 'The audit: pending, or what it found.',
  },
  listDeadLetters: {
    tag: 'Operation',
    summary: 'List purchases that could not be decided',
    description:
      'The dead letters, which willcall tries again by itself, and the parked messages, which wait for a redrive, each with a verdict. The list receives each message and releases it at once: SQS has no other way to read one. That counts as a receive, which can delay the next attempt by up to 15 minutes.',
    success: 'The messages that can be received now.',
  },
  redriveDeadLetters: {
    tag: 'Operation',
    summary: 'Send parked messages back',
    description:
      'Sends the parked messages back to the purchases queue, in the order of each buyer and show. Do so after a repair. A message is removed only after it was sent, so the request can be repeated.',
    success: 'What was sent back.',
  },
  getHealth: {
    tag: 'Service',
    summary: 'Check that the API answers',
    success: 'The API answers.',
  },
};
